using Pons.Pipelines;

namespace Pons.Tests.Pipelines;

public sealed class BlockQueueTests
{
    [Fact]
    public void A_full_queue_drops_the_newest_and_the_next_block_carries_the_loss()
    {
        var queue = new BlockQueue(2);
        queue.Write(Blocks.Block(0, 10), 1);
        queue.Write(Blocks.Block(10, 10), 2);
        queue.Write(Blocks.Block(20, 10), 3);
        queue.Write(Blocks.Block(30, 5, missingBefore: 4), 4);
        Assert.True(queue.Reader.TryRead(out var first));
        Assert.Equal(0, first.Block.FirstSampleIndex);
        queue.Write(Blocks.Block(39, 1), 5);
        Assert.Equal(0, queue.Complete());
        Assert.True(queue.Reader.TryRead(out _));
        Assert.True(queue.Reader.TryRead(out var last));
        Assert.Equal(39, last.Block.FirstSampleIndex);
        Assert.Equal(19, last.Block.MissingBefore);
    }

    [Fact]
    public void What_is_dropped_at_the_very_end_is_returned()
    {
        var queue = new BlockQueue(1);
        queue.Write(Blocks.Block(0, 10), 1);
        queue.Write(Blocks.Block(10, 7), 2);
        Assert.Equal(7, queue.Complete());
    }
}
