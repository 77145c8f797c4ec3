using System.Collections.Immutable;
using Pons.Artefacts;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Artefact subspace reconstruction of channels that are named, causally, with the delay that the calibration states; other channels are
/// delayed alike. Put the high-pass of the calibration in front. A gap is passed on and the window goes on across it.
/// </summary>
public sealed record AsrStage : Stage<SignalBlock, SignalBlock>
{
    /// <summary>Chooses the calibration and the channels.</summary>
    /// <param name="calibration">What was learnt from a clean stretch.</param>
    /// <param name="labels">Labels of the channels that it was learnt from, in that order.</param>
    /// <exception cref="ArgumentException">Not as many labels as the calibration has channels, or one twice.</exception>
    public AsrStage(AsrCalibration calibration, ImmutableArray<string> labels)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (labels.IsDefault || labels.Length != calibration.ChannelCount || labels.Distinct().Count() < labels.Length)
            throw new ArgumentException($"A calibration of {calibration.ChannelCount} channels needs as many different labels.", nameof(labels));
        (Calibration, Labels) = (calibration, labels);
    }

    /// <summary>What was learnt from a clean stretch.</summary>
    public AsrCalibration Calibration { get; }

    /// <summary>The channels that are cleaned.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <inheritdoc/>
    public override string Name => "asr";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        _ = PlacesIn(input);
        var delay = Calibration.DelaySamples;
        return new(input with { DelaySeconds = input.DelaySeconds + delay / Calibration.RateHz }, delay);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) => new AsrRun(this, input, PlacesIn(input), next);

    private int[] PlacesIn(StreamInfo input)
    {
        var rateHz = input.RegularRate(Name);
        if (Math.Abs(rateHz - Calibration.RateHz) > 1e-6 * rateHz)
            throw new PipelineBuildException(
                Name, input.Name, $"the stream has {rateHz} Hz, the calibration {Calibration.RateHz} Hz.",
                "Windows and spectral weights are made for one rate.", "Resample the stream, or calibrate at its rate.");
        return input.PlacesOf(Labels, Name);
    }

    private sealed class AsrRun(AsrStage stage, StreamInfo info, int[] places, StageRun<SignalBlock> next) : StageRun<SignalBlock>
    {
        private readonly AsrFilter _filter = stage.Calibration.Start();
        private readonly float[] _held = new float[(stage.Calibration.DelaySamples + 1) * info.ChannelCount];
        private double[] _cleaned = [];
        private int _place;

        public override void Process(SignalBlock block)
        {
            block.RequireFinite(stage.Name, info);
            var samples = GC.AllocateUninitializedArray<float>(block.Samples.Length);
            var cleaned = Cleaned(block);
            for (var i = 0; i < block.SampleCount; i++)
            {
                var row = samples.AsSpan(i * block.ChannelCount, block.ChannelCount);
                Delay(block[i], row);
                for (var c = 0; c < places.Length; c++) row[places[c]] = (float)cleaned[i * places.Length + c];
            }

            next.Process(new(block.FirstSampleIndex, block.Time, samples, block.ChannelCount, block.Markers, block.MissingBefore));
        }

        public override void Complete() => next.Complete();

        private ReadOnlySpan<double> Cleaned(SignalBlock block)
        {
            var length = block.SampleCount * places.Length;
            if (_cleaned.Length < length) _cleaned = new double[length];
            for (var i = 0; i < block.SampleCount; i++)
                for (var c = 0; c < places.Length; c++) _cleaned[i * places.Length + c] = block[i][places[c]];
            _filter.Process(_cleaned.AsSpan(0, length), _cleaned.AsSpan(0, length));
            return _cleaned.AsSpan(0, length);
        }

        private void Delay(ReadOnlySpan<float> sample, Span<float> delayed)
        {
            sample.CopyTo(_held.AsSpan(_place * sample.Length));
            _place = (_place + 1) % (stage.Calibration.DelaySamples + 1);
            _held.AsSpan(_place * sample.Length, sample.Length).CopyTo(delayed);
        }
    }
}
