using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Plexon;

namespace Pons.Tests.Formats.Plexon;

public sealed class PlexonTests
{
    private static readonly PlexonFormat Format = new();

    [Theory]
    [InlineData(101, 5000.0 / 2048 / 10 / 1000)]
    [InlineData(102, 5000.0 / 2048 / 10 / 100)]
    [InlineData(106, 5000.0 / 32_768 / 10 / 100)]
    public void Continuous_channels_are_streams_by_rate(int version, double millivolts)
    {
        using var recording = Made(new() { Version = version });
        Assert.Equal([("1000 Hz", 2, 40L), ("500 Hz", 1, 20)], recording.Streams.Select(s => (s.Info.Name, s.Info.ChannelCount, s.SampleCount)));
        Assert.Equal(["FP01", "FP02", "AI01"], recording.Streams.SelectMany(s => s.Info.Channels).Select(c => c.Label));
        var samples = recording.Streams[0].Read(0, 40);
        for (var n = 0; n < 40; n++)
        {
            Assert.Equal(n * millivolts * 1000, samples[2 * n], 1e-4);
            Assert.Equal((n + 100) * millivolts * 1000, samples[2 * n + 1], 1e-4);
        }

        Assert.Empty(recording.Warnings);
        Assert.Empty(recording.Gaps);
    }

    [Fact]
    public void Spikes_and_events_are_markers_counted_from_the_first_sample()
    {
        using var recording = Made(new());
        Assert.Equal([("sig001 unsorted", "sig001", 0.5), ("sig002 unit 1", "sig002", 1), ("Strobed=7", null, 10), ("sig002 unit 1", "sig002", 11),
            ("sig002 unit 1", "sig002", 21), ("Key", null, 30), ("sig002 unit 1", "sig002", 31)],
            recording.Markers.Select(m => (m.Label, m.Channel, Math.Round(m.Onset.Milliseconds, 6))));
        Assert.Equal(["Strobed=7", "Key"], recording.Streams[0].Markers.Select(m => m.Label));
        Assert.Equal(new DateTime(2010, 11, 12, 13, 14, 15), recording.Header.StartTime);
        Assert.True(recording.Header.Fields.Single(f => f.Value == "a note").IsPersonal);
    }

    [Fact]
    public void Late_pieces_are_gaps()
    {
        using var recording = Made(new() { Missing = 4000, Start = (1L << 32) + 17 });
        Assert.Equal([(0L, 20L), (120, 20)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([(0L, 10L), (60, 10)], recording.Streams[1].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(0.1, Assert.Single(recording.Gaps).Length.Seconds, 1e-9);
    }

    [Fact]
    public void Damage_is_said_or_refused_by_name()
    {
        var file = new PlexonBytes().ToBytes();
        using var torn = Open(file[..^10]);
        Assert.Contains("make no block", torn.Warnings[0], StringComparison.Ordinal);
        using var cut = Open(file[..^18]);
        Assert.Contains("states 4 samples, of which 3 are there", cut.Warnings[0], StringComparison.Ordinal);
        Refused(file[..5000], "ends inside its header of 7504 bytes");
        Refused(Changed(file, 140, 90_000), "90000 spike, 2 event and 3 continuous channels need a header of");
        Refused(Changed(file, 144, -1), "The number of event channels is -1");
        Refused(Changed(file, 136, 0), "The clock has 0 ticks a second");
        Refused([1, 2, 3, 4], "does not begin with PLEX");
    }

    [Fact]
    public void Made_file_keeps_the_contract() => new FormatContract(Format, new PlexonBytes { Missing = 4000 }.ToBytes()).Verify();

    [Fact]
    public void Damaged_files_open_or_are_refused()
    {
        var file = new PlexonBytes { Missing = 4000 }.ToBytes();
        FormatDamage.Survive(Format, "made.plx", file, 1000, seed: 61, headerBytes: 260);
        FormatDamage.Survive(Format, "made.plx", file, 1000, seed: 62, headerBytes: file.Length);
    }

    /// <summary>Against Neo's reader of PLX files.</summary>
    [Fact]
    public void Recorded_spikes()
    {
        using var recording = Recording.Open(RecordedData.PathOf("spikes/plexon/File_plexon_1.plx"));
        Assert.Empty(recording.Streams);
        Assert.Equal([("sig01", 5376), ("sig02", 8956), ("sig03", 6414), ("sig04", 3971)],
            recording.Markers.GroupBy(m => m.Channel!).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count())));
        Assert.All(recording.Markers, m => Assert.Equal("spike", m.Kind));
        Assert.Equal([1100, 2273, 3410], recording.Markers.Where(m => m.Channel == "sig01").Take(3).Select(m => (int)Math.Round(m.Onset.Seconds * 40_000)));
        Assert.Equal(2_995_673, (int)Math.Round(recording.Markers[^1].Onset.Seconds * 40_000));
        Assert.Equal(new DateTime(2000, 3, 3, 14, 16, 11), recording.Header.StartTime);
        Assert.Empty(recording.Warnings);
    }

    private static byte[] Changed(byte[] file, int at, int number)
    {
        var changed = (byte[])file.Clone();
        BitConverter.TryWriteBytes(changed.AsSpan(at), number);
        return changed;
    }

    private static void Refused(byte[] file, string message) =>
        Assert.Contains(message, Assert.Throws<RecordingFormatException>(() => Open(file)).Message, StringComparison.Ordinal);

    private static Recording Made(PlexonBytes made) => Open(made.ToBytes());

    private static Recording Open(byte[] file) => Format.Open(RecordingFiles.InMemory("made.plx", file));
}
