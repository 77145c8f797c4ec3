using Pons.Formats;
using Pons.Streams;

namespace Pons.Tests.Formats;

public sealed class EdfRecordingTests
{
    [Fact]
    public void Motor_imagery_recording_gives_its_known_counts()
    {
        using var recording = Recording.Open(RecordedData.PathOf("mi/eegmmidb/S001R04.edf"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(64, stream.Info.ChannelCount);
        Assert.Equal(160, stream.Info.RateHz);
        Assert.Equal(125 * 160, stream.SampleCount);
        Assert.Equal(125, recording.Header.DurationSeconds);
        Assert.Equal(30, recording.Markers.Length);
        Assert.Equal(new[] { ("T0", 15), ("T1", 8), ("T2", 7) },
            recording.Markers.CountBy(m => m.Label).OrderBy(p => p.Key).Select(p => (p.Key, p.Value)));
        Assert.Equal("FC5", stream.Info.Channels[0].Label);
        Assert.All(stream.Info.Channels, c => Assert.Equal((ChannelKind.Eeg, "µV"), (c.Kind, c.Unit)));
        Assert.All(stream.Info.Channels, c => Assert.NotNull(c.Position));
        Assert.Empty(recording.Warnings);
        Assert.Empty(recording.Gaps);
    }
}
