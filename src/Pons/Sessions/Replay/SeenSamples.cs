using System.Collections.Immutable;
using Pons.Sessions.Ledger;
using Pons.Streams;

namespace Pons.Sessions.Replay;

/// <summary>Leaves out of a recording what the decoder never saw live; what is left out is missing before the next block, as it was then.</summary>
internal sealed class SeenSamples(ImmutableArray<LedgerSkip> skipped, double rateHz)
{
    public IEnumerable<SignalBlock> Of(IEnumerable<SignalBlock> blocks)
    {
        if (skipped.IsEmpty) return blocks;
        return Parts(blocks);
    }

    private IEnumerable<SignalBlock> Parts(IEnumerable<SignalBlock> blocks)
    {
        var missing = 0L;
        foreach (var block in blocks)
        {
            missing += block.MissingBefore;
            for (var from = block.FirstSampleIndex; from < block.EndSampleIndex;)
            {
                var skip = skipped.FirstOrDefault(s => s.FirstSampleIndex <= from && from < s.FirstSampleIndex + s.SampleCount);
                if (skip is not null)
                {
                    var end = Math.Min(block.EndSampleIndex, skip.FirstSampleIndex + skip.SampleCount);
                    missing += end - from;
                    from = end;
                    continue;
                }

                var next = skipped.Where(s => s.FirstSampleIndex > from).Select(s => s.FirstSampleIndex).DefaultIfEmpty(long.MaxValue).Min();
                var to = Math.Min(block.EndSampleIndex, next);
                yield return Part(block, from, to, missing);
                (missing, from) = (0, to);
            }
        }
    }

    private SignalBlock Part(SignalBlock block, long from, long to, long missing)
    {
        var width = block.ChannelCount;
        var samples = block.Samples.Slice((int)(from - block.FirstSampleIndex) * width, (int)(to - from) * width);
        var time = block.Time + Duration.OfSamples(from - block.FirstSampleIndex, rateHz);
        return new(from, time, samples, width, [.. block.Markers.Where(m => m.SampleIndex >= from && m.SampleIndex < to)], missing);
    }
}
