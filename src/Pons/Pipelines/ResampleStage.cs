using System.Collections.Immutable;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Changes the rate of a stream, causally, by a ratio of whole numbers with an anti-aliasing filter. Samples of the new rate
/// are counted anew from 0; a marker moves to the first new sample that is not before it and keeps its time. Across a gap the
/// last sample is held, and what that gives is counted as missing, at least one sample.
/// </summary>
public sealed record ResampleStage : Stage<SignalBlock, SignalBlock>
{
    // Beyond this the filter would be longer than any trial.
    private const int LargestTerm = 10_000;

    /// <summary>Resamples to a rate.</summary>
    /// <param name="rateHz">The new rate, positive and finite.</param>
    public ResampleStage(double rateHz)
    {
        if (!(rateHz > 0 && double.IsFinite(rateHz)))
            throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, "Must be positive and finite.");
        RateHz = rateHz;
    }

    /// <summary>The new rate in samples per second.</summary>
    public double RateHz { get; }

    /// <inheritdoc/>
    public override string Name => "resample";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        var (up, down) = RatioOf(input);
        var delay = new StreamResampler(up, down, 1).DelayInputSamples;
        return new(input with { RateHz = RateHz, DelaySeconds = input.DelaySeconds + delay / input.RegularRate(Name) }, delay);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next)
    {
        var (up, down) = RatioOf(input);
        return new ResampleRun(this, input, up, down, next);
    }

    // The convergents of the continued fraction are the best ratios for their size.
    private (int Up, int Down) RatioOf(StreamInfo input)
    {
        var ratio = RateHz / input.RegularRate(Name);
        (long up, long lastUp, long down, long lastDown) = (1, 0, 0, 1);
        for (var rest = ratio; ; rest = 1 / (rest - Math.Floor(rest)))
        {
            var whole = (long)Math.Min(Math.Floor(rest), int.MaxValue);
            (up, lastUp) = (whole * up + lastUp, up);
            (down, lastDown) = (whole * down + lastDown, down);
            if (up > LargestTerm || down > LargestTerm)
                throw new PipelineBuildException(
                    Name, input.Name, $"{input.RateHz} Hz to {RateHz} Hz is no ratio of whole numbers up to {LargestTerm}.",
                    "The stage works with such ratios only.", "Choose a rate that has a common measure with the stream's.");
            if (up > 0 && Math.Abs((double)up / down - ratio) <= 1e-12 * ratio) return ((int)up, (int)down);
        }
    }

    private sealed class ResampleRun(ResampleStage stage, StreamInfo info, int up, int down, StageRun<SignalBlock> next)
        : StageRun<SignalBlock>
    {
        private readonly StreamResampler _resampler = new(up, down, info.ChannelCount);
        private readonly float[] _held = new float[info.ChannelCount];
        private readonly List<Marker> _markers = [];
        private long _inputIndex = -1;
        private long _firstInput;
        private long _made;
        private long _missing;
        private bool _owesMissing;

        public override void Process(SignalBlock block)
        {
            block.RequireFinite(stage.Name, info);
            if (_inputIndex < 0) _firstInput = block.FirstSampleIndex;
            else block.RequireContinuation(_inputIndex, stage.Name, info);
            if (_inputIndex >= 0 && block.MissingBefore > 0) HoldAcross(block.MissingBefore);
            _inputIndex = block.EndSampleIndex;
            _markers.AddRange(block.Markers);
            var samples = Resample(block.Samples.Span);
            if (block.SampleCount > 0) block[block.SampleCount - 1].CopyTo(_held);
            if (samples.Length > 0) Emit(block, samples);
        }

        public override void Complete() => next.Complete();

        private ReadOnlyMemory<float> Resample(ReadOnlySpan<float> input)
        {
            var output = new float[_resampler.OutputCount(input.Length / info.ChannelCount) * info.ChannelCount];
            _resampler.Process(input, output);
            if (!_owesMissing || output.Length == 0) return output;
            _owesMissing = false;
            _missing++;
            return output.AsMemory(info.ChannelCount);
        }

        // Once the filter holds nothing but the held value, whole periods of the ratio change nothing and are skipped.
        private void HoldAcross(long count)
        {
            var reach = 2 * (long)Math.Ceiling(_resampler.DelayInputSamples) + 1;
            var skipped = count > reach + down ? (count - reach) / down * down : 0;
            var missing = skipped / down * up;
            var scratch = new float[(up / down + 1) * info.ChannelCount];
            for (var i = skipped; i < count; i++) missing += _resampler.Process(_held, scratch);
            _missing += missing;
            _owesMissing |= missing == 0;
        }

        private void Emit(SignalBlock block, ReadOnlyMemory<float> samples)
        {
            var count = samples.Length / info.ChannelCount;
            var first = _made + _missing;
            // Seconds from the first input sample, rounded once on the axis of the whole stream.
            var time = block.TimeOf(_firstInput, info.RateHz!.Value) + Duration.OfSamples(first, stage.RateHz);
            next.Process(new(first, time, samples, info.ChannelCount, MarkersUntil(first, first + count), _missing));
            _made = first + count;
            _missing = 0;
        }

        private ImmutableArray<Marker> MarkersUntil(long first, long end)
        {
            var due = ImmutableArray.CreateBuilder<Marker>();
            while (_markers.Count > 0 && IndexOf(_markers[0]) < end)
            {
                due.Add(_markers[0] with { SampleIndex = Math.Max(first, IndexOf(_markers[0])) });
                _markers.RemoveAt(0);
            }

            return due.ToImmutable();
        }

        private long IndexOf(Marker marker) => ((marker.SampleIndex - _firstInput) * up + down - 1) / down;
    }
}
