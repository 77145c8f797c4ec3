using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Fif;
using Pons.Streams;

namespace Pons.Tests.Formats.Fif;

/// <summary>Files of others against MNE 1.3 (<c>read_raw_fif</c>, <c>find_events</c>, <c>read_events</c>).</summary>
public sealed class FifSampleTests
{
    private const string Exoskeleton = "ssvep/exoskeleton/subject08_record-2013.04.06-16.29.18";

    [Fact]
    public void Signal_that_was_BrainVision()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/fif/test_bin_raw.fif"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((33, 1000.0, 7900L, SampleType.Int16),
            (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount, stream.StoredAs));
        Assert.Equal([-25f, -18f, -25f], stream.Read(5, 1)[..3]);
        Assert.Equal([25.5f, 31.5f, 25f], stream.Read(7899, 1)[..3]);
        Assert.Equal([("253", 2), ("254", 3), ("255", 5)],
            recording.Markers.GroupBy(m => m.Label).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count())));
        Assert.Equal([486L, 496, 1769, 1779], stream.Markers.Take(4).Select(m => m.SampleIndex));
        Assert.Equal(0.5, stream.Scales[0].Gain);
        Assert.Empty(recording.Warnings);
    }

    [Theory]
    [InlineData("_raw.fif")]
    [InlineData("-eve.fif")]
    public void Exoskeleton_with_its_events(string suffix)
    {
        using var recording = Recording.Open(RecordedData.PathOf(Exoskeleton + suffix));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(["Oz", "O1", "O2", "PO3", "POz", "PO7", "PO8", "PO4"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal((256.0, 75968L), (stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal([0.01562622, 0.006544, -0.00471067], stream.Read(5, 1)[..3].Select(v => Math.Round(v * 1e-6, 8)));
        Assert.Equal(32, recording.Markers.Length);
        Assert.Equal([(3031L, "1"), (5335L, "1")], stream.Markers.Take(2).Select(m => (m.SampleIndex, m.Label)));
        Assert.Equal(["3", "4", "2", "3"], stream.Markers.Skip(8).Take(4).Select(m => m.Label));
        Assert.Equal(new DateTime(2013, 4, 6, 14, 29, 18), recording.Header.StartTime);
        Assert.True(recording.Header.Fields.Single(f => f.Name == "experimenter").IsPersonal);
    }

    [Fact]
    public void Recorded_file_keeps_the_contract() =>
        new FormatContract(new FifFormat(), File.ReadAllBytes(RecordedData.PathOf("formats/fif/test_bin_raw.fif"))).Verify();
}
