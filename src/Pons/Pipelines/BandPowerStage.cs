using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Power of every channel within a band: the mean square of the causally band-passed signal over a sliding window. Comes out as
/// a stream of its own at the rate of the steps, in the square of the unit; its time is that of the last sample of the window,
/// and its first sample comes after a whole window. A gap restarts the window; values that are missing by it are counted.
/// Markers stay with the signal and do not come out.
/// </summary>
public sealed record BandPowerStage : Stage<SignalBlock, SignalBlock>
{
    /// <summary>Describes the band and the window.</summary>
    /// <param name="lowHz">Lower −3 dB edge in hertz.</param>
    /// <param name="highHz">Upper −3 dB edge in hertz.</param>
    /// <param name="windowSeconds">Length of the window; rounded to whole steps, at least one.</param>
    /// <param name="stepSeconds">From one value to the next; rounded to whole samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not positive, or the window is shorter than the step.</exception>
    public BandPowerStage(double lowHz, double highHz, double windowSeconds = 1, double stepSeconds = 0.1)
    {
        if (!(stepSeconds > 0)) throw new ArgumentOutOfRangeException(nameof(stepSeconds), stepSeconds, "Must be positive.");
        if (!(windowSeconds >= stepSeconds && double.IsFinite(windowSeconds)))
            throw new ArgumentOutOfRangeException(nameof(windowSeconds), windowSeconds, "Must be finite and not shorter than a step.");
        LowHz = lowHz;
        HighHz = highHz;
        WindowSeconds = windowSeconds;
        StepSeconds = stepSeconds;
    }

    /// <summary>Lower −3 dB edge in hertz.</summary>
    public double LowHz { get; }

    /// <summary>Upper −3 dB edge in hertz.</summary>
    public double HighHz { get; }

    /// <summary>Length of the window in seconds; 1 by default.</summary>
    public double WindowSeconds { get; }

    /// <summary>From one value to the next in seconds; 0.1 by default.</summary>
    public double StepSeconds { get; }

    /// <inheritdoc/>
    public override string Name => "band-power";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        var filtered = Filter.Describe(input);
        var step = StepOf(input);
        var delay = filtered.DelaySamples + (StepsPerWindow(input) * step - 1) / 2.0;
        return new(
            input with
            {
                Channels = [.. input.Channels.Select(c => c with { Unit = $"{c.Unit}²" })],
                RateHz = input.RateHz / step,
                DelaySeconds = input.DelaySeconds + delay / input.RegularRate(Name),
            },
            delay);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next)
    {
        var power = new PowerRun(input, StepOf(input), StepsPerWindow(input), next);
        return Filter.Start(input, power);
    }

    private FilterStage Filter => FilterStage.BandPass(LowHz, HighHz) with { Label = Name };

    private int StepOf(StreamInfo input) => input.WholeSamples(Name, StepSeconds, "a step");

    private int StepsPerWindow(StreamInfo input) => (int)Math.Max(1, Math.Round(WindowSeconds * input.RegularRate(Name) / StepOf(input)));

    // Squares are summed step by step, always in the order of samples, so blocks leave no trace in the rounding.
    private sealed class PowerRun(StreamInfo info, int step, int stepsPerWindow, StageRun<SignalBlock> next) : StageRun<SignalBlock>
    {
        private readonly double[] _sums = new double[stepsPerWindow * info.ChannelCount];
        private long _contiguousSteps = -1;
        private long _nextOutput = -1;

        public override void Process(SignalBlock block)
        {
            if (block.MissingBefore > 0) _contiguousSteps = -1;
            for (var i = 0; i < block.SampleCount; i++)
            {
                var index = block.FirstSampleIndex + i;
                if (index % step == 0) Open(index / step);
                if (_contiguousSteps < 0) continue;
                var sums = SumsOf(index / step);
                var row = block[i];
                for (var c = 0; c < row.Length; c++) sums[c] += (double)row[c] * row[c];
                if ((index + 1) % step == 0 && ++_contiguousSteps >= stepsPerWindow) Emit(block, index);
            }
        }

        public override void Complete() => next.Complete();

        private void Open(long stepIndex)
        {
            if (_contiguousSteps < 0) _contiguousSteps = 0;
            SumsOf(stepIndex).Clear();
        }

        private void Emit(SignalBlock block, long index)
        {
            var powers = new float[info.ChannelCount];
            for (var c = 0; c < powers.Length; c++)
            {
                var sum = 0.0;
                for (var s = index / step - stepsPerWindow + 1; s <= index / step; s++) sum += SumsOf(s)[c];
                powers[c] = (float)(sum / ((double)step * stepsPerWindow));
            }

            var output = index / step;
            var missing = _nextOutput < 0 ? 0 : output - _nextOutput;
            _nextOutput = output + 1;
            next.Process(new(output, block.TimeOf(index, info.RateHz!.Value), powers, powers.Length, default, missing));
        }

        private Span<double> SumsOf(long stepIndex) =>
            _sums.AsSpan((int)(stepIndex % stepsPerWindow) * info.ChannelCount, info.ChannelCount);
    }
}
