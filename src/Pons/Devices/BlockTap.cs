using System.Threading.Channels;
using Pons.Streams;

namespace Pons.Devices;

/// <summary>Makes immutable blocks of what a device sends, for one reader, through a bounded queue; what the reader is too slow for is a
/// counted gap of the next block.</summary>
internal sealed class BlockTap(int capacity) : SampleTap
{
    private readonly Channel<SignalBlock> _queue = System.Threading.Channels.Channel.CreateBounded<SignalBlock>(
        new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly List<Marker> _markers = [];
    private long _next;

    public ChannelReader<SignalBlock> Blocks => _queue.Reader;

    public long Overflowed { get; private set; }

    /// <summary>Told of every run that found no room: first sample and number.</summary>
    public Action<long, long>? Overflowing { get; set; }

    public override void Begin(DeviceStream stream)
    {
    }

    public override void Take(SampleRun run)
    {
        _markers.AddRange(run.Markers);
        if (run.SampleCount == 0 || run.Samples.IsEmpty) return;
        var block = new SignalBlock(
            run.FirstSampleIndex, run.Time, run.Samples.ToArray(), run.ChannelCount,
            [.. _markers.Where(m => m.SampleIndex < run.EndSampleIndex).Select(m => Inside(m, run.FirstSampleIndex)).OrderBy(m => m.SampleIndex)],
            run.FirstSampleIndex - _next)
        { Arrival = run.Arrival };
        if (!_queue.Writer.TryWrite(block))
        {
            Overflow(run);
            return;
        }

        _next = run.EndSampleIndex;
        _markers.RemoveAll(m => m.SampleIndex < run.EndSampleIndex);
    }

    private void Overflow(SampleRun run)
    {
        Overflowed += run.SampleCount;
        Overflowing?.Invoke(run.FirstSampleIndex, run.SampleCount);
    }

    public override void End(Exception? fault) => _queue.Writer.TryComplete(fault);

    /// <summary>A marker of an earlier sample, or of one that found no room, comes with the block that is there; its time stays.</summary>
    private static Marker Inside(Marker marker, long first) => marker.SampleIndex >= first ? marker : marker with { SampleIndex = first };
}
