using System.Buffers.Binary;
using Pons.Server.Live;

namespace Pons.Server.Tests.Live;

public sealed class BlockCoalescerTests
{
    [Fact]
    public void Small_blocks_become_messages_of_at_least_16_milliseconds()
    {
        var coalescer = new BlockCoalescer(250);
        var messages = Enumerable.Range(0, 9).SelectMany(i => coalescer.Add(Invented.Block(i, 1)).ToArray()).ToArray();
        Assert.Equal([4, 4], messages.Select(m => m.SampleCount));
        Assert.Equal([0L, 4L], messages.Select(First));
        Assert.Equal(1, coalescer.Flush()!.SampleCount);
        Assert.Null(coalescer.Flush());
    }

    [Fact]
    public void No_sample_is_lost_or_changed()
    {
        var coalescer = new BlockCoalescer(250);
        int[] sizes = [1, 3, 7, 2, 25, 1, 1];
        var next = 0;
        List<byte> values = [];
        foreach (var size in sizes)
        {
            foreach (var message in coalescer.Add(Invented.Block(next, size)))
                values.AddRange(message.Bytes[BinaryMessages.BlockHeaderSize..]);
            next += size;
        }

        if (coalescer.Flush() is { } rest) values.AddRange(rest.Bytes[BinaryMessages.BlockHeaderSize..]);
        Assert.Equal(BinaryMessages.Block(Invented.Block(0, next).Samples.Span, 2, 0, 0, 0)[BinaryMessages.BlockHeaderSize..], values);
    }

    [Fact]
    public void A_gap_ends_the_message_before_it()
    {
        var coalescer = new BlockCoalescer(250);
        Assert.Empty(coalescer.Add(Invented.Block(0, 2)).ToArray());
        var messages = coalescer.Add(Invented.Block(12, 4, missing: 10)).ToArray();
        Assert.Equal([2, 4], messages.Select(m => m.SampleCount));
        Assert.Equal([0L, 10L], messages.Select(m => BinaryMessages.MissingOf(m.Bytes)));
    }

    [Fact]
    public void An_irregular_stream_is_not_joined() =>
        Assert.Single(new BlockCoalescer(null).Add(Invented.Block(0, 1)).ToArray());

    private static long First(LiveMessage message) => BinaryPrimitives.ReadInt64LittleEndian(message.Bytes.AsSpan(8));
}
