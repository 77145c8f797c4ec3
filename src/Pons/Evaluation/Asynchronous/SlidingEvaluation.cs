using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Pipelines;

namespace Pons.Evaluation.Asynchronous;

/// <summary>
/// Pseudo-online evaluation of imagery that is decoded all the time: each run of a subject is slid over by a decoder that learnt from the
/// subject's other runs, through the stages of a live session, and what it activates is held against what was asked. The threshold is
/// chosen on those other runs alone, each slid over by a decoder that has not seen it. Causal; the number of threads changes nothing.
/// (Townsend et al. 2004, doi 10.1109/TNSRE.2004.827220, for thresholds, dwell and refractory time.)
/// </summary>
/// <param name="Paradigm">The experiment; windows are those of its feedback.</param>
/// <param name="Decoder">What is slid.</param>
public sealed record SlidingEvaluation(LeftRightImagery Paradigm, Decoder Decoder)
{
    /// <summary>Thresholds to choose from.</summary>
    public static ImmutableArray<double> Thresholds { get; } =
        [0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995, 0.999, 0.9999, 0.99999, 0.999999];

    /// <summary>From one window to the next, in seconds; 0.25 s by default.</summary>
    public double StepSeconds { get; init; } = 0.25;

    /// <summary>Windows on end that must agree; 3 by default.</summary>
    public int DwellCount { get; init; } = 3;

    /// <summary>Time without a further activation, in seconds; 2 s by default.</summary>
    public double RefractorySeconds { get; init; } = 2;

    /// <summary>How many false activations a minute are borne while the threshold is chosen; 2 by default.</summary>
    public double MostFalsePerMinute { get; init; } = 2;

    /// <summary>Whether the decoder learns rest as a class of its own, which is the default; otherwise the threshold alone rejects.</summary>
    public bool LearnsIdle { get; init; } = true;

    /// <summary>Subjects at once, at least 1; one for each processor by default.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    internal LeftRightImagery Cutting => (Paradigm with { LearnsIdle = LearnsIdle }).ForFeedback();

    /// <summary>Evaluates.</summary>
    /// <param name="dataset">The recordings; three runs of each subject or more.</param>
    /// <param name="progress">Told when a subject is done, from any thread.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    /// <exception cref="EvaluationException">A subject has too few runs, runs share samples, or nothing says when nothing was asked.</exception>
    /// <exception cref="ParadigmException">A recording that must fit does not.</exception>
    /// <exception cref="DecodingException">The trials do not suffice for the decoder.</exception>
    /// <exception cref="Formats.RecordingFormatException">A file is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SlidingTable Run(Dataset dataset, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(ThreadCount, 1);
        _ = RuleOf(0);
        var subjects = dataset.Recordings.GroupBy(r => r.Key.Subject).OrderBy(g => g.Key.Name, StringComparer.Ordinal).ToArray();
        var results = new (SlidingResult? Result, ImmutableArray<ModelInput> Inputs, ImmutableArray<LeftOut> LeftOut)[subjects.Length];
        var done = 0;
        void Take(int i)
        {
            results[i] = Evaluate(subjects[i], cancellation);
            progress?.Report(new(Interlocked.Increment(ref done), subjects.Length, subjects[i].Key));
        }

        ParallelWork.Do(subjects.Length, ThreadCount, Take, cancellation);
        ImmutableArray<ModelInput> inputs = [.. results.SelectMany(r => r.Inputs)];
        SubjectTrials.RequireDistinct(inputs);
        ImmutableArray<SlidingResult> rows = [.. results.Where(r => r.Result is not null).Select(r => r.Result!)];
        if (rows.IsEmpty)
            throw new EvaluationException(
                $"None of {dataset.Recordings.Length} recordings is one of {Paradigm.Name}.", "A rate needs time that was watched.", "Use recordings of this experiment.");
        return new(this, inputs, [.. results.SelectMany(r => r.LeftOut)], rows);
    }

    private (SlidingResult? Result, ImmutableArray<ModelInput> Inputs, ImmutableArray<LeftOut> LeftOut) Evaluate(
        IGrouping<SubjectId, DatasetRecording> subject, CancellationToken cancellation)
    {
        var leftOut = ImmutableArray.CreateBuilder<LeftOut>();
        var runs = subject.Select(r => TryRead(r, leftOut, cancellation)).Where(r => r is not null).Select(r => r!).ToList();
        if (runs.Count == 0) return (null, [], leftOut.ToImmutable());
        if (runs.Count < 3)
            throw new EvaluationException(
                $"Subject {subject.Key} has {runs.Count} runs of {Paradigm.Name}.",
                "One run is tested, and the threshold is chosen on at least two others.", "Add recordings of this subject, or leave the subject out.");
        var folds = runs.Select(tested => Test(tested, [.. runs.Where(r => r != tested)], leftOut, cancellation)).ToImmutableArray();
        var counts = SlidingCounts.Sum([.. folds.Select(f => f.Counts)]);
        return (new(subject.Key, counts, folds), [.. runs.Select(r => r.Source.ToInput())], leftOut.ToImmutable());
    }

    private SlidRun? TryRead(DatasetRecording recording, ImmutableArray<LeftOut>.Builder leftOut, CancellationToken cancellation)
    {
        try
        {
            var run = SlidRun.Read(recording, Cutting, cancellation);
            foreach (var loss in run.Cut.Losses) leftOut.Add(new($"{run.Name}, trial '{loss.Label}' at sample {loss.FirstSampleIndex}", $"{loss.Reason}", recording.Key.Subject));
            return run;
        }
        catch (ParadigmException misfit) when (!recording.MustFit)
        {
            leftOut.Add(new(Path.GetFileName(recording.Path), misfit.What));
            return null;
        }
    }

    private SlidingFold Test(SlidRun tested, List<SlidRun> known, ImmutableArray<LeftOut>.Builder leftOut, CancellationToken cancellation)
    {
        var train = Train(tested, known);
        var (threshold, met) = ChooseThreshold(known, cancellation);
        var model = Decoder.Fit(train);
        var (decisions, stream) = tested.Slide(model, StepSeconds, cancellation);
        var scoring = ScoringOf(tested, stream.RateHz!.Value);
        foreach (var span in scoring.Undecided(decisions)) leftOut.Add(new($"{tested.Name}, cue '{span.Label}' at sample {span.FirstSampleIndex}", "no window lies in it", tested.Source.Key.Subject));
        var counts = scoring.Score(decisions, RuleOf(threshold), stream);
        if (counts is { IdleMinutes: > 0, CueCount: > 0 })
            return new(tested.Source.Key.Run.Name, model.ContentHash, train.Count, CalibrationTime.MinutesOf(train), threshold, met, decisions.Length, counts);
        throw new EvaluationException(
            $"'{tested.Name}' holds {counts.IdleMinutes * 60:0} s of idle and {counts.CueCount} stretches of imagery that could be decided on.",
            "Rates are counts over time.", "Use longer stretches, or a shorter window, dwell or step.");
    }

    /// <summary>What may be learnt from for a test; refuses what leaks.</summary>
    private static TrialSet Train(SlidRun tested, IReadOnlyList<SlidRun> known)
    {
        var train = SubjectTrials.Join($"subject {tested.Source.Key.Subject}", [.. known.Select(r => r.Trials)]);
        LeakGuard.Demand(tested.Source.Key.Run.Name, train.Trials, tested.Trials.Trials);
        return train;
    }

    /// <summary>
    /// Of the thresholds that keep false activations rare enough on runs that were not learnt from, the one with the most hits less wrong
    /// answers; of equal ones the highest.
    /// </summary>
    private (double Threshold, bool Met) ChooseThreshold(List<SlidRun> known, CancellationToken cancellation)
    {
        var slid = known.ConvertAll(held =>
        {
            var (decisions, stream) = held.Slide(Decoder.Fit(Train(held, [.. known.Where(r => r != held)])), StepSeconds, cancellation);
            return (Scoring: ScoringOf(held, stream.RateHz!.Value), decisions, stream);
        });
        var best = (Threshold: Thresholds[^1], Gain: int.MinValue);
        foreach (var threshold in Thresholds)
        {
            var counts = SlidingCounts.Sum(slid.ConvertAll(s => s.Scoring.Score(s.decisions, RuleOf(threshold), s.stream)));
            if (counts.Count(ActivationOutcome.False) > MostFalsePerMinute * counts.IdleMinutes) continue;
            var gain = counts.Count(ActivationOutcome.Hit) - counts.Count(ActivationOutcome.Wrong);
            if (gain >= best.Gain) best = (threshold, gain);
        }

        return (best.Threshold, best.Gain > int.MinValue);
    }

    private ActivateStage RuleOf(double threshold) => new(threshold, DwellCount, RefractorySeconds) { Idle = LeftRightImagery.Idle };

    private ActivationScoring ScoringOf(SlidRun run, double rateHz) => new(
        run.Spans, rateHz, StepSeconds, Paradigm.Window.StartSeconds, Paradigm.FeedbackWindowSeconds + (DwellCount - 1) * StepSeconds);
}
