using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Experiments;
using Pons.Formats;

namespace Pons.Evaluation;

/// <summary>
/// Evaluates decoders on recordings: Dataset × Paradigm × Decoder × Split → ScoreTable. The result does not depend on the number of threads.
/// Within subjects, a subject's trials are dropped when it is done; across subjects all are kept. No fold is fitted before
/// it is certain that training shares nothing with the test, and trials are decided on without their labels.
/// </summary>
/// <param name="Paradigm">Cuts the trials.</param>
/// <param name="Decoders">What is compared, at least one.</param>
/// <param name="Split">Divides training and test.</param>
public sealed record OfflineEvaluation(Paradigm Paradigm, ImmutableArray<Decoder> Decoders, Split Split)
{
    /// <summary>Threads to use, at least 1; one for each processor by default.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>The whole time that one decision takes, in seconds; the mean trial of the paradigm's protocol by default.</summary>
    public double SecondsPerDecision { get; init; } = Paradigm.Protocol.MeanTrialSeconds;

    /// <summary>How people are brought together before a decoder learns from others; only for splits across subjects.</summary>
    public Alignment? Alignment { get; init; }

    /// <summary>Evaluates.</summary>
    /// <param name="dataset">The recordings.</param>
    /// <param name="progress">Told when a subject is done, from any thread.</param>
    /// <param name="cancellation">Stops between two folds.</param>
    /// <exception cref="EvaluationException">The recordings cannot be divided, or one stands under two names.</exception>
    /// <exception cref="ParadigmException">A recording that must fit does not.</exception>
    /// <exception cref="RecordingFormatException">A file is damaged.</exception>
    /// <exception cref="DecodingException">The trials of a fold do not suffice for a decoder.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ScoreTable Run(Dataset dataset, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(ThreadCount, 1);
        ArgumentOutOfRangeException.ThrowIfZero(Decoders.Length);
        RequireUseOfAlignment();
        // Decoders for which the experiment is cut alike share its trials.
        var groups = Decoders.GroupBy(d => Paradigm.For(d)).ToList();
        var tables = groups.ConvertAll(g => (this with { Paradigm = g.Key, Decoders = [.. g] }).RunAlike(dataset, progress, cancellation));
        return tables.Count == 1 ? tables[0] with { Paradigm = Paradigm } : Merged(tables);
    }

    private ScoreTable Merged(List<ScoreTable> tables)
    {
        var subjects = tables.SelectMany(t => t.Rows).Select(r => r.Subject).Distinct().OrderBy(s => s.Name, StringComparer.Ordinal);
        var rows = tables.SelectMany(t => t.Rows).ToLookup(r => (r.Subject, r.Decoder));
        var means = tables.SelectMany(t => t.Means).ToDictionary(m => m.Decoder);
        return tables[0] with
        {
            Paradigm = Paradigm,
            Decoders = Decoders,
            Inputs = [.. tables.SelectMany(t => t.Inputs).Distinct()],
            LeftOut = [.. tables.SelectMany(t => t.LeftOut).Distinct()],
            Rows = [.. subjects.SelectMany(s => Decoders.SelectMany(d => rows[(s, d.Name)]))],
            Means = [.. Decoders.Select(d => means[d.Name])],
            AlignmentGains = PairedComparison.Corrected([.. tables.SelectMany(t => t.AlignmentGains)]),
        };
    }

    private ScoreTable RunAlike(Dataset dataset, IProgress<EvaluationProgress>? progress, CancellationToken cancellation)
    {
        var subjects = dataset.Recordings.GroupBy(r => r.Key.Subject).OrderBy(g => g.Key.Name, StringComparer.Ordinal).ToArray();
        var read = new SubjectTrials?[subjects.Length];
        var rows = new ImmutableArray<SubjectResult>[subjects.Length];
        var done = 0;
        var outer = Math.Min(ThreadCount, subjects.Length);
        void TakeSubject(int i)
        {
            read[i] = SubjectTrials.Read(subjects[i], Paradigm, cancellation);
            rows[i] = Split.IsAcrossSubjects ? [] : Evaluate(read[i]!, ThreadCount / outer, cancellation);
            if (!Split.IsAcrossSubjects) read[i] = read[i]! with { Runs = [] };
            progress?.Report(new(Interlocked.Increment(ref done), subjects.Length, subjects[i].Key));
        }

        ParallelWork.Do(subjects.Length, outer, TakeSubject, cancellation);
        SubjectTrials.RequireDistinct([.. read.SelectMany(r => r!.Inputs)]);
        return Split.IsAcrossSubjects ? EvaluateAcross(read!, cancellation) : ToTable(read!, [.. rows.SelectMany(r => r)]);
    }

    private ScoreTable ToTable(SubjectTrials[] read, ImmutableArray<SubjectResult> rows)
    {
        if (rows.IsEmpty)
            throw new EvaluationException(
                $"None of {read.Sum(r => r.LeftOut.Length)} recordings holds trials of {Paradigm.Name}.", "A score needs trials.",
                "Use recordings of this experiment.");
        return new()
        {
            Paradigm = Paradigm,
            Split = Split,
            Decoders = Decoders,
            Alignment = Alignment,
            SecondsPerDecision = SecondsPerDecision,
            Inputs = [.. read.SelectMany(r => r.Inputs)],
            LeftOut = [.. read.SelectMany(r => r.LeftOut)],
            Rows = rows,
            Means = [.. Decoders.Select(d => DecoderMeans.Of(d.Name, [.. rows.Where(r => r.Decoder == d.Name).Select(r => r.Scores)]))],
        };
    }

    private void RequireUseOfAlignment()
    {
        if (Alignment is null || Split.IsAcrossSubjects) return;
        throw new EvaluationException(
            $"Alignment '{Alignment.Name}' was asked for with {Split.Name}.", "It brings different people together, and this split never mixes them.",
            $"Use {LeaveOneSubjectOut.SplitName}, or no alignment.");
    }

    private ImmutableArray<SubjectResult> Evaluate(SubjectTrials read, int threads, CancellationToken cancellation)
    {
        if (read.IsEmpty) return [];
        var trials = read.Joined;
        return Evaluate(trials, trials, threads, cancellation);
    }

    private ScoreTable EvaluateAcross(SubjectTrials[] read, CancellationToken cancellation)
    {
        var subjects = read.Where(r => !r.IsEmpty).Select(r => r.Joined).ToArray();
        if (subjects.Length == 0) return ToTable(read, []);
        var all = SubjectTrials.Join("all subjects", [.. subjects]);
        var plain = Evaluate(all, all, ThreadCount, cancellation);
        if (Alignment is not { } alignment) return ToTable(read, plain);
        var (known, asked) = (new TrialSet[subjects.Length], new TrialSet[subjects.Length]);
        void Align(int i) => (known[i], asked[i]) = (alignment.AlignKnown(subjects[i]), alignment.AlignNew(subjects[i]));
        ParallelWork.Do(subjects.Length, ThreadCount, Align, cancellation);
        var aligned = ToTable(read, Evaluate(SubjectTrials.Join("all subjects", [.. known]), SubjectTrials.Join("all subjects", [.. asked]), ThreadCount, cancellation));
        return subjects.Length < 2 ? aligned : aligned with { AlignmentGains = Gains(alignment, aligned, aligned with { Rows = plain }) };
    }

    private ImmutableArray<PairedComparison> Gains(Alignment alignment, ScoreTable aligned, ScoreTable plain) =>
        PairedComparison.Corrected([.. Decoders.Select(d => PairedComparison.Of($"{d.Name} aligned {alignment.Name}", $"{d.Name} without",
            aligned.AccuraciesOf(d.Name), plain.AccuraciesOf(d.Name)))]);

    /// <summary>Folds × decoders over trials as they are learnt from and the same trials as they are decided on.</summary>
    private ImmutableArray<SubjectResult> Evaluate(TrialSet known, TrialSet asked, int threads, CancellationToken cancellation)
    {
        var folds = Split.Folds(known);
        foreach (var fold in folds) LeakGuard.Demand(fold.Name, known.Select(fold.Train).Trials, asked.Select(fold.Test).Trials);
        var results = new FoldResult[Decoders.Length * folds.Length];
        void EvaluateFold(int i)
        {
            var fold = folds[i % folds.Length];
            results[i] = Evaluate(fold, known.Select(fold.Train), asked, Decoders[i / folds.Length]);
        }

        ParallelWork.Do(results.Length, threads, EvaluateFold, cancellation);
        var rows = Decoders.Select((decoder, d) => ToResults(decoder, known.Classes, [.. results.AsSpan(d * folds.Length, folds.Length)])).ToList();
        return [.. Enumerable.Range(0, rows.Max(r => r.Count)).SelectMany(s => rows.Select(r => r[s]))];
    }

    /// <summary>Whoever decides does not see what was asked for.</summary>
    private static FoldResult Evaluate(Fold fold, TrialSet train, TrialSet asked, Decoder decoder)
    {
        var model = decoder.Fit(train);
        var tested = fold.Test.Select(i => asked.Trials[i]).Select(t => new TestedTrial(t.Origin, t.Label!.Value, model.Predict(t.WithoutLabel())));
        return new(fold.Name, model.ContentHash, fold.Train.Length, CalibrationTime.MinutesOf(train), [.. tested]);
    }

    /// <summary>One result a subject; a fold across subjects tests one of them.</summary>
    private List<SubjectResult> ToResults(Decoder decoder, ImmutableArray<ClassLabel> classes, ImmutableArray<FoldResult> folds) =>
        [.. folds.GroupBy(f => f.Trials[0].Origin.Subject).Select(subject => new SubjectResult(
            subject.Key, decoder.Name, Scores.Of([.. subject.Select(f => f.Trials)], classes, SecondsPerDecision), [.. subject]))];
}
