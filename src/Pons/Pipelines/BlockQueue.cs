using System.Threading.Channels;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>
/// Stands between a source that cannot be paused and the pump. Holds a stated number of blocks; when it is full the newest block is
/// dropped, and the next one that fits carries the loss in <see cref="SignalBlock.MissingBefore"/>, so nothing disappears in silence.
/// One writer, one reader.
/// </summary>
internal sealed class BlockQueue(int capacity)
{
    private readonly Channel<QueuedBlock> _channel = System.Threading.Channels.Channel.CreateBounded<QueuedBlock>(
        new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;

    public ChannelReader<QueuedBlock> Reader => _channel.Reader;

    public void Write(SignalBlock block, long arrival)
    {
        var carried = _dropped == 0 ? block : WithMissing(block, _dropped);
        if (_channel.Writer.TryWrite(new(carried, arrival))) _dropped = 0;
        else _dropped += block.SampleCount + block.MissingBefore;
    }

    /// <summary>No more blocks; what was dropped at the very end can no longer be carried and is returned.</summary>
    public long Complete(Exception? fault = null)
    {
        _channel.Writer.TryComplete(fault);
        return _dropped;
    }

    private static SignalBlock WithMissing(SignalBlock block, long dropped) =>
        new(block.FirstSampleIndex, block.Time, block.Samples, block.ChannelCount, block.Markers, block.MissingBefore + dropped) { Arrival = block.Arrival };

    internal readonly record struct QueuedBlock(SignalBlock Block, long Arrival);
}
