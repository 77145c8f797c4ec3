using Pons.Devices;
using Pons.Streams;

namespace Pons.Tests.Devices;

public sealed class BlockTapTests
{
    private readonly BlockTap _tap = new(2);
    private readonly SampleOutput _output;

    public BlockTapTests()
    {
        _output = new("test", _tap);
        _output.Begin(new(new StreamInfo("s", [new("C1")], 100, new("device"))));
    }

    [Fact]
    public void Markers_that_come_without_samples_before_or_after_their_own_are_not_lost()
    {
        Send(0, 10);
        _output.Mark(5, "late");
        _output.Mark(25, "early");
        _output.Flush();
        Send(10, 10);
        Assert.True(_tap.Blocks.TryRead(out var first) && first.Markers.IsEmpty);
        Assert.True(_tap.Blocks.TryRead(out var second));
        var late = Assert.Single(second!.Markers);
        Assert.Equal((10L, "late", 0.05), (late.SampleIndex, late.Label, late.Time.Seconds));
        Send(20, 10);
        Assert.True(_tap.Blocks.TryRead(out var third));
        Assert.Equal((25L, "early"), (third!.Markers[0].SampleIndex, third.Markers[0].Label));
    }

    [Fact]
    public void What_finds_no_room_is_missing_before_the_next_block_and_its_markers_come_with_that()
    {
        Send(0, 10);
        Send(10, 10);
        _output.Mark(20, "cue");
        Send(20, 10);
        Assert.Equal(10, _tap.Overflowed);
        Assert.True(_tap.Blocks.TryRead(out _));
        Send(30, 10);
        Assert.True(_tap.Blocks.TryRead(out _) && _tap.Blocks.TryRead(out var next) && next.MissingBefore == 10 && next.Markers[0].Label == "cue");
    }

    private void Send(long first, int count)
    {
        _output.Add(first, count).Clear();
        _output.Flush();
    }
}
