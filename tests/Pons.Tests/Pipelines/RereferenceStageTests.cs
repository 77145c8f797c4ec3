using Pons.Pipelines;
using Pons.Streams;

namespace Pons.Tests.Pipelines;

public sealed class RereferenceStageTests
{
    private static readonly StreamInfo Info = new(
        "s", [new("Cz"), new("M1"), new("M2"), new("T", ChannelKind.Trigger)], 100, new("file"));

    private static readonly SignalBlock Block = new(0, MadeUp.Time(0), new float[] { 9, 2, 4, 7, 1, 1, 1, 8 }, 4);

    [Fact]
    public void Against_the_average_eeg_channels_sum_to_zero_and_others_pass() =>
        Assert.Equal([4, -3, -1, 7, 0, 0, 0, 8], Assert.Single(RereferenceStage.ToAverage.Through(Info, Block)).Samples.ToArray());

    [Fact]
    public void Against_named_channels_their_mean_is_taken_off() =>
        Assert.Equal([6, -1, 1, 7, 0, 0, 0, 8], Assert.Single(RereferenceStage.To("M1", "M2").Through(Info, Block)).Samples.ToArray());

    [Fact]
    public void The_reference_is_stated()
    {
        Assert.Equal(
            ["average", "average", "average", null], RereferenceStage.ToAverage.Describe(Info).Info.Channels.Select(c => c.Reference));
        Assert.Equal("M1+M2", RereferenceStage.To("M1", "M2").Describe(Info).Info.Channels[0].Reference);
    }

    [Fact]
    public void A_missing_channel_and_a_stream_without_eeg_are_refused()
    {
        Assert.Contains(
            "A1", Assert.Throws<PipelineBuildException>(() => RereferenceStage.To("A1").Describe(Info)).Message, StringComparison.Ordinal);
        Assert.Throws<PipelineBuildException>(() => RereferenceStage.ToAverage.Describe(Info with { Channels = [Info.Channels[3]] }));
    }
}
