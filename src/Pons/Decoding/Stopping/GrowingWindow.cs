using System.Collections.Immutable;
using Pons.Decoding.Tuning;

namespace Pons.Decoding.Stopping;

/// <summary>
/// Dynamic stopping (Schreuder and others 2013, doi 10.1088/1741-2560/10/3/036025) for decoders of any kind, flicker first of all: at each of several
/// lengths, all counted from the start of the trial, a decoder decides, and the first decision counts whose lead, the probability of the best class
/// less that of the next, reaches what training trials ask for. The least lead at a length is the smallest at which decisions on held-out training
/// trials were right often enough by Laplace's rule of succession, (right + 1) / (decided + 2); where there is none, the window goes on. At the last length it
/// decides anyway. Immutable; any number of threads may ask it at once.
/// </summary>
public sealed class GrowingWindow
{
    private GrowingWindow(ImmutableArray<WindowLength> lengths) => Lengths = lengths;

    /// <summary>The lengths, ascending.</summary>
    public ImmutableArray<WindowLength> Lengths { get; }

    /// <summary>Learns at which lead to stop, and what decides at each length.</summary>
    /// <param name="decoder">Decides; it is fitted anew for each length.</param>
    /// <param name="training">Labelled trials of the longest length.</param>
    /// <param name="sampleCounts">The lengths, ascending, at most that of the trials; at least one.</param>
    /// <param name="target">Share of decisions that should be right, above 0 and below 1.</param>
    /// <exception cref="DecodingException">The trials do not suffice.</exception>
    public static GrowingWindow Fit(Decoder decoder, TrialSet training, ImmutableArray<int> sampleCounts, double target)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(training);
        if (!(target is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(target), target, "Must lie between 0 and 1.");
        if (sampleCounts.IsEmpty || sampleCounts[0] < 2 || sampleCounts[^1] > training.SampleCount || sampleCounts.Zip(sampleCounts[1..]).Any(p => p.First >= p.Second))
            throw new DecodingException(
                $"Windows of {string.Join(", ", sampleCounts)} samples were asked for in trials of {training.SampleCount}.",
                "They grow within the trial.", "Ask for ascending lengths from 2 up to that of the trials.");
        var folds = InnerFolds.Of(training, decoder.Name);
        return new([.. sampleCounts.Select(count =>
        {
            var cut = Start(training, count);
            return new WindowLength(count, decoder.Fit(cut), LeastLead(decoder, cut, folds, target));
        })]);
    }

    /// <summary>Decides on one trial, as soon as its lead allows.</summary>
    /// <exception cref="DecodingException">The trial is shorter than the last length, has other channels, or values that are not finite.</exception>
    public StoppedDecision Decide(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (trial.SampleCount < Lengths[^1].SampleCount)
            throw new DecodingException(
                $"A trial of {trial.SampleCount} samples was given to a window that grows to {Lengths[^1].SampleCount}.",
                "It may need all of them.", "Cut longer trials.");
        foreach (var length in Lengths)
        {
            var prediction = length.Model.Predict(Start(trial, length.SampleCount));
            var isSure = LeadOf(prediction) >= length.LeastLead;
            if (isSure || length == Lengths[^1]) return new(prediction, length.SampleCount, isSure);
        }

        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>The first samples of each trial.</summary>
    internal static TrialSet Start(TrialSet trials, int sampleCount) => new(trials.Stream, [.. trials.Trials.Select(t => Start(t, sampleCount))]);

    internal static Trial Start(Trial trial, int sampleCount)
    {
        if (sampleCount == trial.SampleCount) return trial;
        var signal = new double[trial.ChannelCount * sampleCount];
        for (var c = 0; c < trial.ChannelCount; c++) trial[c][..sampleCount].CopyTo(signal.AsSpan(c * sampleCount));
        return new(signal, trial.ChannelCount, trial.Label, trial.Origin with { EndSampleIndex = trial.Origin.FirstSampleIndex + sampleCount });
    }

    private static double LeastLead(
        Decoder decoder, TrialSet trials, ImmutableArray<(ImmutableArray<int> Train, ImmutableArray<int> Test)> folds, double target)
    {
        var decided = folds.SelectMany(fold =>
        {
            var model = decoder.Fit(trials.Select(fold.Train));
            return fold.Test.Select(i => (trials.Trials[i].Label, Prediction: model.Predict(trials.Trials[i].WithoutLabel())));
        }).Select(d => (Lead: LeadOf(d.Prediction), IsRight: d.Prediction.Label == d.Label)).OrderByDescending(d => d.Lead).ToList();
        var (least, right) = (double.PositiveInfinity, 0);
        for (var n = 1; n <= decided.Count; n++)
        {
            if (decided[n - 1].IsRight) right++;
            // Equal leads stop together or not at all.
            if (n < decided.Count && decided[n].Lead == decided[n - 1].Lead) continue;
            if ((right + 1.0) / (n + 2) >= target) least = decided[n - 1].Lead;
        }

        return least;
    }

    private static double LeadOf(Prediction prediction)
    {
        var (best, next) = (0.0, 0.0);
        foreach (var p in prediction.Probabilities)
            if (p > best) (best, next) = (p, best);
            else if (p > next) next = p;
        return best - next;
    }
}
