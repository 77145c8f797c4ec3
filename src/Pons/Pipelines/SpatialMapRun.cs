using Pons.Artefacts;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>Applies a map to some channels of every sample and passes the others.</summary>
internal sealed class SpatialMapRun(string stage, StreamInfo info, int[] places, SpatialMap map, StageRun<SignalBlock> next)
    : StageRun<SignalBlock>
{
    private readonly double[] _sample = new double[places.Length];
    private readonly double[] _mapped = new double[places.Length];

    public override void Process(SignalBlock block)
    {
        block.RequireFinite(stage, info);
        var samples = block.Samples.ToArray();
        for (var i = 0; i < block.SampleCount; i++)
        {
            var row = samples.AsSpan(i * block.ChannelCount, block.ChannelCount);
            for (var c = 0; c < places.Length; c++) _sample[c] = row[places[c]];
            map.Apply(_sample, _mapped);
            for (var c = 0; c < places.Length; c++) row[places[c]] = (float)_mapped[c];
        }

        next.Process(new(block.FirstSampleIndex, block.Time, samples, block.ChannelCount, block.Markers, block.MissingBefore));
    }

    public override void Complete() => next.Complete();
}
