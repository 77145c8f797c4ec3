using Pons.Formats;
using Pons.Hdf5.Kwik;

namespace Pons.Tests.Hdf5;

public sealed class KwikTests
{
    [Fact]
    public void Spikes_are_markers()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var recording = Recording.Open(RecordedData.PathOf("spikes/phy_kwik/hybrid_10sec.kwik"));
        Assert.IsType<KwikFormat>(RecordingFormat.Of(RecordedData.PathOf("spikes/phy_kwik/hybrid_10sec.kwik")));
        Assert.Equal((0, 1653), (recording.Streams.Length, recording.Markers.Length));
        Assert.Equal(["14", "10", "7", "14", "15"], recording.Markers.Take(5).Select(m => m.Label));
        // Sample 795 and a fraction at 20 kHz.
        Assert.InRange(recording.Markers[1].Onset.Seconds, 795 / 20e3, 796 / 20e3);
        Assert.Equal("Unsorted", recording.Markers[0].Kind);
        Assert.True(recording.Header.Fields.Single(f => f.Name == "name").IsPersonal);
    }
}
