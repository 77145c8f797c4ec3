using Pons.Signals;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Filters every channel causally, with state in double precision that starts at rest. A gap is passed on and the filter goes
/// on across it: the jump that it sees is the change of the signal over the gap, while a restart from rest would ring with
/// the whole offset of the electrode.
/// </summary>
public sealed record FilterStage : Stage<SignalBlock, SignalBlock>
{
    /// <summary>A filter of this shape.</summary>
    public FilterStage(FilterShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
    }

    /// <summary>A Butterworth band-pass.</summary>
    /// <param name="lowHz">Lower −3 dB edge in hertz.</param>
    /// <param name="highHz">Upper −3 dB edge in hertz.</param>
    /// <param name="order">Order at each edge; 4 by default.</param>
    public static FilterStage BandPass(double lowHz, double highHz, int order = 4) => new(new BandPassShape(order, lowHz, highHz));

    /// <summary>What is let through.</summary>
    public FilterShape Shape { get; }

    /// <summary>Short name; another one is needed when a pipeline has two filters.</summary>
    public override string Name => Label;

    /// <summary>The name, <c>filter</c> by default.</summary>
    public string Label { get; init; } = "filter";

    /// <inheritdoc/>
    public override StageOutput Describe(StreamInfo input)
    {
        var rateHz = input.RegularRate(Name);
        var delay = Design(input).GroupDelaySamples(Shape.CentreHz, rateHz);
        return new(input with { DelaySeconds = input.DelaySeconds + delay / rateHz }, delay);
    }

    /// <inheritdoc/>
    public override StageRun<SignalBlock> Start(StreamInfo input, StageRun<SignalBlock> next) =>
        new FilterRun(this, input, new(Design(input), input.ChannelCount), next);

    private SecondOrderSections Design(StreamInfo input)
    {
        var rateHz = input.RegularRate(Name);
        try
        {
            return Shape.SectionsAt(rateHz);
        }
        catch (ArgumentException fault)
        {
            throw new PipelineBuildException(
                Name, input.Name, $"{Shape} does not exist at {rateHz} Hz: {fault.Message}",
                "Without its filter the stream would carry what the stages behind must not see.",
                "Choose edges below half the rate, or a lower order.", fault);
        }
    }

    private sealed class FilterRun(FilterStage stage, StreamInfo info, CausalFilter filter, StageRun<SignalBlock> next)
        : StageRun<SignalBlock>
    {
        public override void Process(SignalBlock block)
        {
            block.RequireFinite(stage.Name, info);
            var filtered = GC.AllocateUninitializedArray<float>(block.Samples.Length);
            filter.Process(block.Samples.Span, filtered);
            next.Process(new(block.FirstSampleIndex, block.Time, filtered, block.ChannelCount, block.Markers, block.MissingBefore));
        }

        public override void Complete() => next.Complete();
    }
}
