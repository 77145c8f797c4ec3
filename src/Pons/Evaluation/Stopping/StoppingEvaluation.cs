using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Stopping;
using Pons.Experiments;

namespace Pons.Evaluation.Stopping;

/// <summary>
/// Evaluates growing windows against fixed ones: Dataset × Paradigm × Decoder × Split, within subjects. The result does not depend on the number of threads.
/// </summary>
/// <param name="Paradigm">Cuts the trials, as long as the window may grow.</param>
/// <param name="Decoders">What is compared, at least one.</param>
/// <param name="Split">Divides training and test within a subject.</param>
public sealed record StoppingEvaluation(Paradigm Paradigm, ImmutableArray<Decoder> Decoders, Split Split)
{
    /// <summary>The shortest window and the step by which it grows, in seconds; 0.5 s by default.</summary>
    public double StepSeconds { get; init; } = 0.5;

    /// <summary>Share of decisions that should be right when a window stops; 0.9 by default.</summary>
    public double Target { get; init; } = 0.9;

    /// <summary>Threads to use, at least 1; one for each processor by default.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Evaluates.</summary>
    /// <param name="dataset">The recordings.</param>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <param name="cancellation">Stops between two subjects.</param>
    /// <exception cref="EvaluationException">The recordings cannot be divided, or one stands under two names.</exception>
    /// <exception cref="ParadigmException">A recording that must fit does not.</exception>
    /// <exception cref="DecodingException">The trials of a fold do not suffice.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public StoppingTable Run(Dataset dataset, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (Split.IsAcrossSubjects)
            throw new EvaluationException($"{Split.Name} was asked for with a growing window.", "It is learnt within a person.", "Choose a split within subjects.");
        var subjects = dataset.Recordings.GroupBy(r => r.Key.Subject).OrderBy(g => g.Key.Name, StringComparer.Ordinal).ToArray();
        var jobs = (from d in Decoders from s in subjects select (Decoder: d, Subject: s)).ToArray();
        var results = new (StoppingResult? Result, SubjectTrials Read)[jobs.Length];
        var done = 0;
        void Take(int i)
        {
            results[i] = Evaluate(jobs[i].Decoder, jobs[i].Subject, cancellation);
            progress?.Report(Interlocked.Increment(ref done) / (double)jobs.Length);
        }

        ParallelWork.Do(jobs.Length, ThreadCount, Take, cancellation);
        ImmutableArray<ModelInput> inputs = [.. results.SelectMany(r => r.Read.Inputs).Distinct()];
        SubjectTrials.RequireDistinct(inputs);
        ImmutableArray<StoppingResult> rows = [.. results.Select(r => r.Result).OfType<StoppingResult>()];
        if (rows.IsEmpty)
            throw new EvaluationException(
                $"None of {dataset.Recordings.Length} recordings holds trials of {Paradigm.Name}.", "A score needs trials.", "Use recordings of this experiment.");
        return new(this, inputs, [.. results.SelectMany(r => r.Read.LeftOut).Distinct()], rows);
    }

    private (StoppingResult? Result, SubjectTrials Read) Evaluate(
        Decoder decoder, IGrouping<SubjectId, DatasetRecording> subject, CancellationToken cancellation)
    {
        var read = SubjectTrials.Read(subject, Paradigm.For(decoder), cancellation);
        if (read.IsEmpty) return (null, read);
        var trials = read.Joined;
        var lengths = LengthsOf(trials);
        var (growing, steady) = (new List<(StoppedDecision Decision, bool IsRight)>(), lengths.Select(_ => 0).ToArray());
        foreach (var fold in Split.Folds(trials))
        {
            cancellation.ThrowIfCancellationRequested();
            LeakGuard.Demand(fold.Name, trials.Select(fold.Train).Trials, trials.Select(fold.Test).Trials);
            var window = GrowingWindow.Fit(decoder, trials.Select(fold.Train), lengths, Target);
            foreach (var trial in fold.Test.Select(i => trials.Trials[i]))
            {
                var decision = window.Decide(trial.WithoutLabel());
                growing.Add((decision, decision.Prediction.Label == trial.Label));
                foreach (var (k, length) in window.Lengths.Index())
                    if (length.Model.Predict(GrowingWindow.Start(trial.WithoutLabel(), length.SampleCount)).Label == trial.Label) steady[k]++;
            }
        }

        var rateHz = trials.Stream.RateHz!.Value;
        return (new(
            subject.Key, decoder.Name, growing.Count, growing.Count(g => g.Decision.IsSure),
            ScoreOf(growing.Average(g => g.Decision.SampleCount) / rateHz, growing.Count(g => g.IsRight), growing.Count, trials.Classes.Length),
            [.. lengths.Select((length, k) => ScoreOf(length / rateHz, steady[k], growing.Count, trials.Classes.Length))]), read);
    }

    private ImmutableArray<int> LengthsOf(TrialSet trials)
    {
        var step = (int)Math.Round(StepSeconds * (trials.Stream.RateHz ?? 0));
        if (step < 2 || step > trials.SampleCount)
            throw new EvaluationException(
                FormattableString.Invariant($"A step of {StepSeconds} s is {step} samples, and trials have {trials.SampleCount}."), "The window grows by it within the trial.",
                "Choose a step between two samples and the length of the trials.");
        return [.. Enumerable.Range(1, (trials.SampleCount - 1) / step).Select(k => k * step).Where(n => n < trials.SampleCount), trials.SampleCount];
    }

    /// <summary>A decision takes the pauses of the protocol, the wait before the window, and the window.</summary>
    private WindowScore ScoreOf(double seconds, int right, int count, int classes)
    {
        var accuracy = Proportion.Of(right, count);
        var pause = Paradigm.Protocol.MeanTrialSeconds - Paradigm.Protocol.TaskSeconds + Paradigm.Parameters.GetValueOrDefault("startSeconds");
        return new(seconds, accuracy, InformationTransfer.BitsPerMinute(classes, accuracy, pause + seconds));
    }
}
