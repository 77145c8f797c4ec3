using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Joins the decisions of successive windows into steadier ones, starting anew with every cue. Changes the probabilities of a
/// decision and the first sample that it rests on; everything else passes.
/// </summary>
public sealed record SmoothStage : Stage<Decision, Decision>
{
    private SmoothStage(bool accumulates, double weight)
    {
        if (!(weight > 0 && weight <= 1)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "Must be above 0 and at most 1.");
        Accumulates = accumulates;
        Weight = weight;
    }

    /// <summary>Moving mean: weight · new probabilities + (1 − weight) · the ones before.</summary>
    /// <param name="weight">Share of the newest decision, above 0 and at most 1.</param>
    public static SmoothStage Exponential(double weight) => new(accumulates: false, weight);

    /// <summary>
    /// Bayesian accumulation over equal priors: probabilities are multiplied and scaled to sum 1. Windows that overlap say in part
    /// the same, so each counts only with its weight as exponent: about step / length of the windows.
    /// </summary>
    /// <param name="weight">Exponent of each decision, above 0 and at most 1.</param>
    public static SmoothStage Bayesian(double weight) => new(accumulates: true, weight);

    /// <summary>Whether evidence is accumulated; otherwise a moving mean is taken.</summary>
    public bool Accumulates { get; }

    /// <summary>Share or exponent of the newest decision.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public override string Name => "smooth";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input) => new(input, 0);

    /// <inheritdoc/>
    public override StageRun<Decision> Start(StreamInfo input, StageRun<Decision> next) => new SmoothRun(this, next);

    private sealed class SmoothRun(SmoothStage stage, StageRun<Decision> next) : StageRun<Decision>
    {
        // A probability of zero would outweigh everything that follows.
        private const double Least = 1e-6;

        private double[]? _state;
        private Decision? _first;

        public override void Process(Decision item)
        {
            if (_first is null || _first.CueSampleIndex != item.CueSampleIndex || _first.ModelHash != item.ModelHash)
            {
                _first = item;
                _state = null;
            }

            var probabilities = item.Prediction.Probabilities;
            _state = stage.Accumulates ? Accumulate(probabilities) : Mean(probabilities);
            var joined = stage.Accumulates ? Normalised(_state) : [.. _state];
            next.Process(
                item with { FirstSampleIndex = _first.FirstSampleIndex, Prediction = item.Prediction with { Probabilities = joined } });
        }

        public override void Complete() => next.Complete();

        private double[] Mean(ImmutableArray<double> probabilities) =>
            _state is null ? [.. probabilities] : [.. _state.Select((s, k) => s + stage.Weight * (probabilities[k] - s))];

        private double[] Accumulate(ImmutableArray<double> probabilities) =>
            [.. probabilities.Select((p, k) => (_state?[k] ?? 0) + stage.Weight * Math.Log(Math.Max(p, Least)))];

        private static ImmutableArray<double> Normalised(double[] logs) => [.. Softmax.Of(logs)];
    }
}
