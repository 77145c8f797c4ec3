using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class PickStageTests
{
    private static readonly SignalBlock Block = new(
        4, MadeUp.Time(4), new float[] { 1, 2, 3, 4, 5, 6 }, 3, [new(5, MadeUp.Time(5), "x")], 2);

    [Fact]
    public void Only_eeg_channels_pass()
    {
        var info = Info(ChannelKind.Eeg, ChannelKind.Trigger, ChannelKind.Eeg);
        Assert.Equal(["C0", "C2"], PickStage.Eeg.Describe(info).Info.Channels.Select(c => c.Label));
        var picked = Assert.Single(PickStage.Eeg.Through(info, Block));
        Assert.Equal([1, 3, 4, 6], picked.Samples.ToArray());
        Assert.Equal((4, 2, Block.Markers), (picked.FirstSampleIndex, picked.MissingBefore, picked.Markers));
    }

    [Fact]
    public void Eeg_alone_passes_without_a_copy() =>
        Assert.Same(Block, Assert.Single(PickStage.Eeg.Through(Info(ChannelKind.Eeg, ChannelKind.Eeg, ChannelKind.Eeg), Block)));

    [Fact]
    public void Channels_of_unknown_kind_are_taken_only_where_none_is_eeg()
    {
        Assert.Equal(
            ["C1"], PickStage.Eeg.Describe(Info(ChannelKind.Unknown, ChannelKind.Eeg, ChannelKind.Eog)).Info.Channels.Select(c => c.Label));
        Assert.Equal(
            ["C0"],
            PickStage.Eeg.Describe(Info(ChannelKind.Unknown, ChannelKind.Trigger, ChannelKind.Eog)).Info.Channels.Select(c => c.Label));
    }

    [Fact]
    public void A_stream_without_eeg_is_refused() =>
        Assert.Throws<PipelineBuildException>(() => PickStage.Eeg.Describe(Info(ChannelKind.Ecg, ChannelKind.Trigger, ChannelKind.Eog)));

    private static StreamInfo Info(params ChannelKind[] kinds) =>
        new("s", [.. kinds.Select((k, i) => new Channel($"C{i}", k))], 100, new("file"));
}
