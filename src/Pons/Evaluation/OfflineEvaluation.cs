using System.Collections.Immutable;
using System.Security.Cryptography;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Formats;

namespace Pons.Evaluation;

/// <summary>
/// Evaluates decoders on recordings, subject by subject: Dataset × Paradigm × Decoder × Split → ScoreTable. The result does not
/// depend on the number of threads. A subject's trials are dropped when it is done.
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
        var subjects = dataset.Recordings.GroupBy(r => r.Key.Subject).OrderBy(g => g.Key.Name, StringComparer.Ordinal).ToArray();
        var results = new SubjectEvaluation?[subjects.Length];
        var done = 0;
        var outer = Math.Min(ThreadCount, subjects.Length);
        void EvaluateSubject(int i)
        {
            results[i] = Evaluate(subjects[i], ThreadCount / outer, cancellation);
            progress?.Report(new(Interlocked.Increment(ref done), subjects.Length, subjects[i].Key));
        }

        InParallel(subjects.Length, outer, EvaluateSubject, cancellation);
        return ToTable(results);
    }

    private ScoreTable ToTable(SubjectEvaluation?[] results)
    {
        var inputs = results.SelectMany(r => r!.Inputs).ToImmutableArray();
        RequireDistinct(inputs);
        var rows = results.SelectMany(r => r!.Rows).ToImmutableArray();
        if (rows.IsEmpty)
            throw new EvaluationException(
                $"None of {results.Sum(r => r!.LeftOut.Length)} recordings holds trials of {Paradigm.Name}.", "A score needs trials.",
                "Use recordings of this experiment.");
        return new()
        {
            Paradigm = Paradigm,
            Split = Split,
            Decoders = Decoders,
            SecondsPerDecision = SecondsPerDecision,
            Inputs = inputs,
            LeftOut = [.. results.SelectMany(r => r!.LeftOut)],
            Rows = rows,
            Means = [.. Decoders.Select(d => DecoderMeans.Of(d.Name, [.. rows.Where(r => r.Decoder == d.Name).Select(r => r.Scores)]))],
        };
    }

    private SubjectEvaluation Evaluate(IGrouping<SubjectId, DatasetRecording> subject, int threads, CancellationToken cancellation)
    {
        var inputs = ImmutableArray.CreateBuilder<ModelInput>();
        var leftOut = ImmutableArray.CreateBuilder<LeftOut>();
        var runs = new List<TrialSet>();
        foreach (var recording in subject)
        {
            if (TryCut(recording, leftOut, cancellation) is not { } trials) continue;
            runs.Add(trials);
            inputs.Add(InputOf(recording.Path));
        }

        var rows = runs.Sum(r => r.Count) == 0 ? [] : Evaluate(Joined(subject.Key, runs), threads, cancellation);
        return new(inputs.ToImmutable(), leftOut.ToImmutable(), rows);
    }

    private TrialSet? TryCut(DatasetRecording recording, ImmutableArray<LeftOut>.Builder leftOut, CancellationToken cancellation)
    {
        var name = Path.GetFileName(recording.Path);
        try
        {
            using var file = Recording.Open(recording.Path);
            var cut = Paradigm.Cut(file, recording.Key, cancellation);
            foreach (var loss in cut.Losses)
                leftOut.Add(new($"{name}, trial '{loss.Label}' at sample {loss.FirstSampleIndex}", $"{loss.Reason}"));
            return cut.Trials;
        }
        catch (ParadigmException misfit) when (!recording.MustFit)
        {
            leftOut.Add(new(name, misfit.What));
            return null;
        }
    }

    private ImmutableArray<SubjectResult> Evaluate(TrialSet trials, int threads, CancellationToken cancellation)
    {
        var folds = Split.Folds(trials);
        var results = new FoldResult[Decoders.Length * folds.Length];
        InParallel(
            results.Length, threads, i => results[i] = Evaluate(trials, Decoders[i / folds.Length], folds[i % folds.Length]), cancellation);
        var subject = trials.Trials[0].Origin.Subject;
        return [.. Decoders.Select((decoder, d) => ToResult(subject, decoder, trials, results.AsSpan(d * folds.Length, folds.Length)))];
    }

    private static FoldResult Evaluate(TrialSet trials, Decoder decoder, Fold fold)
    {
        var model = decoder.Fit(trials.Select(fold.Train));
        var tested = fold.Test.Select(i => trials.Trials[i]).Select(t => new TestedTrial(t.Origin, t.Label!.Value, model.Predict(t)));
        return new(fold.Name, model.ContentHash, fold.Train.Length, [.. tested]);
    }

    private SubjectResult ToResult(SubjectId subject, Decoder decoder, TrialSet trials, ReadOnlySpan<FoldResult> folds)
    {
        ImmutableArray<FoldResult> kept = [.. folds];
        return new(subject, decoder.Name, Scores.Of([.. kept.SelectMany(f => f.Trials)], trials.Classes, SecondsPerDecision), kept);
    }

    private static TrialSet Joined(SubjectId subject, List<TrialSet> runs)
    {
        try
        {
            return TrialSet.Concat(runs);
        }
        catch (ArgumentException fault)
        {
            throw new EvaluationException(
                $"The recordings of subject {subject} do not fit together: {fault.Message}", "A decoder learns from trials of one shape.",
                "Evaluate recordings of the same channels and rate.", fault);
        }
    }

    private static ModelInput InputOf(string path)
    {
        using var file = File.OpenRead(path);
        return new(Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static void RequireDistinct(ImmutableArray<ModelInput> inputs)
    {
        if (inputs.GroupBy(i => i.Sha256).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new EvaluationException(
                $"{string.Join(" and ", same.Select(i => $"'{i.Name}'"))} are the same recording.",
                "It would stand in training and in test, and one person would count as two.", "Leave one of them out.");
    }

    private static void InParallel(int count, int threads, Action<int> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, work);
        }
        catch (AggregateException faults)
        {
            // Several subjects may fail at once; one true cause is enough to act on.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(faults.Flatten().InnerExceptions[0]);
        }
    }

    private sealed record SubjectEvaluation(
        ImmutableArray<ModelInput> Inputs, ImmutableArray<LeftOut> LeftOut, ImmutableArray<SubjectResult> Rows);
}
