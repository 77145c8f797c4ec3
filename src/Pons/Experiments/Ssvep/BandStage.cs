using System.Collections.Immutable;
using Pons.Decoding.Vep;
using Pons.Pipelines;
using Pons.Signals;
using Pons.Streams;

namespace Pons.Experiments.Ssvep;

/// <summary>
/// A causal filter bank: every channel comes out once for each band, band after band, with the band behind its label. State starts at
/// rest and goes on across gaps, as in <see cref="FilterStage"/>.
/// </summary>
internal sealed record BandStage : Stage<SignalBlock, SignalBlock>
{
    private readonly ImmutableArray<FrequencyBand> _bands;
    private readonly int _order;

    public BandStage(ImmutableArray<FrequencyBand> bands, int order)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bands.Length);
        _bands = bands;
        _order = order;
    }

    public override string Name => "bands";

    public override StageOutput Describe(StreamInfo input)
    {
        var rateHz = input.RegularRate(Name);
        var delay = Sections(input).Select((s, b) => s.GroupDelaySamples(ShapeOf(b).CentreHz, rateHz)).Max();
        var channels = _bands.SelectMany(b => StackedBands.InBand(input.Channels, b.LowHz, b.HighHz));
        return new(input with { Channels = [.. channels], DelaySeconds = input.DelaySeconds + delay / rateHz }, delay);
    }

    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) =>
        new BandRun(this, input, [.. Sections(input).Select(s => new CausalFilter(s, input.ChannelCount))], next);

    private SecondOrderSections[] Sections(StreamInfo input)
    {
        var rateHz = input.RegularRate(Name);
        try
        {
            return [.. Enumerable.Range(0, _bands.Length).Select(b => ShapeOf(b).SectionsAt(rateHz))];
        }
        catch (ArgumentException fault)
        {
            throw new PipelineBuildException(
                Name, input.Name, $"a band does not exist at {rateHz} Hz: {fault.Message}",
                "Without its filter the stream would carry what the stages behind must not see.",
                "Choose edges below half the rate, or a lower order.", fault);
        }
    }

    private BandPassShape ShapeOf(int band) => new(_order, _bands[band].LowHz, _bands[band].HighHz);

    private sealed class BandRun(BandStage stage, StreamInfo info, CausalFilter[] filters, StageRun<SignalBlock> next)
        : StageRun<SignalBlock>
    {
        public override void Process(SignalBlock block)
        {
            block.RequireFinite(stage.Name, info);
            var (channels, width) = (block.ChannelCount, block.ChannelCount * filters.Length);
            var stacked = GC.AllocateUninitializedArray<float>(block.SampleCount * width);
            var filtered = GC.AllocateUninitializedArray<float>(block.Samples.Length);
            for (var b = 0; b < filters.Length; b++)
            {
                filters[b].Process(block.Samples.Span, filtered);
                for (var n = 0; n < block.SampleCount; n++)
                    filtered.AsSpan(n * channels, channels).CopyTo(stacked.AsSpan(n * width + b * channels));
            }

            next.Process(new(block.FirstSampleIndex, block.Time, stacked, width, block.Markers, block.MissingBefore));
        }

        public override void Complete() => next.Complete();
    }
}
