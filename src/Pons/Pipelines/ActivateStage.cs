using Pons.Decoding;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Makes activations of the decisions of a decoder that is asked all the time: one class that is probable enough in several windows on
/// end. After an activation nothing is heard for a while. Hands on the decision that completed the activation, resting on all
/// samples of its windows; everything else stays back. Windows that do not touch the one before begin anew. (Threshold, dwell and
/// refractory time: Townsend et al. 2004, doi 10.1109/TNSRE.2004.827220.)
/// </summary>
public sealed record ActivateStage : Stage<Decision, Decision>
{
    /// <summary>Describes when to activate.</summary>
    /// <param name="leastConfidence">The probability from which on a window counts, 0 to 1.</param>
    /// <param name="dwellCount">Windows on end that must agree, at least 1.</param>
    /// <param name="refractorySeconds">Time without a further activation, at least 0 s.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ActivateStage(double leastConfidence, int dwellCount, double refractorySeconds)
    {
        if (!(leastConfidence is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(leastConfidence), leastConfidence, "Must be between 0 and 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(dwellCount, 1);
        if (!(refractorySeconds >= 0 && double.IsFinite(refractorySeconds)))
            throw new ArgumentOutOfRangeException(nameof(refractorySeconds), refractorySeconds, "Must be finite and at least 0.");
        (LeastConfidence, DwellCount, RefractorySeconds) = (leastConfidence, dwellCount, refractorySeconds);
    }

    /// <summary>The probability from which on a window counts.</summary>
    public double LeastConfidence { get; }

    /// <summary>Windows on end that must agree.</summary>
    public int DwellCount { get; }

    /// <summary>Time without a further activation in seconds, from the newest sample of the last one.</summary>
    public double RefractorySeconds { get; }

    /// <summary>The class that never activates; none by default.</summary>
    public ClassLabel? Idle { get; init; }

    /// <inheritdoc/>
    public override string Name => "activate";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = input.RegularRate(Name);
        return new(input, 0);
    }

    /// <inheritdoc/>
    public override StageRun<Decision> Start(StreamInfo input, StageRun<Decision> next) =>
        new ActivateRun(this, (long)Math.Ceiling(RefractorySeconds * input.RegularRate(Name)), next);

    private sealed class ActivateRun(ActivateStage stage, long refractory, StageRun<Decision> next) : StageRun<Decision>
    {
        private Decision? _first;
        private Decision? _last;
        private int _count;
        private long _deafUntil = long.MinValue;

        public override void Process(Decision item)
        {
            if (!Counts(item)) _count = 0;
            else if (_count > 0 && Continues(item)) _count++;
            else (_first, _count) = (item, 1);
            _last = item;
            if (_count < stage.DwellCount) return;
            next.Process(item with { FirstSampleIndex = _first!.FirstSampleIndex });
            _deafUntil = item.EndSampleIndex + refractory;
            _count = 0;
        }

        public override void Complete() => next.Complete();

        private bool Counts(Decision item) => item.EndSampleIndex >= _deafUntil
            && item.Prediction.Confidence >= stage.LeastConfidence && item.Prediction.Label != stage.Idle;

        private bool Continues(Decision item) => item.Prediction.Label == _first!.Prediction.Label
            && item.ModelHash == _first.ModelHash && item.FirstSampleIndex <= _last!.EndSampleIndex;
    }
}
