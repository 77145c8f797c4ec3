using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Egi;
using Pons.Streams;

namespace Pons.Tests.Formats.Egi;

/// <summary>Files of all versions laid out here, and a recording whose samples and events agree with MNE-Python 1.3.0.</summary>
public sealed class EgiRawFormatTests
{
    private static Recording Open(byte[] file) => new EgiRawFormat().Open(RecordingFiles.InMemory("made.raw", file));

    private static RecordingFormatException Refused(byte[] file) => Assert.Throws<RecordingFormatException>(() => Open(file));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Every_version_keeps_the_contract_and_reads_alike(int version)
    {
        var file = new EgiRawBytes { Version = version }.ToBytes();
        new FormatContract(new EgiRawFormat(), file).Verify();
        using var recording = Open(file);
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((version & 6) switch { 2 => SampleType.Int16, 4 => SampleType.Float32, _ => SampleType.Float64 }, stream.StoredAs);
        Assert.Equal(["E1", "E2", "E3"], stream.Info.Channels.Select(c => c.Label));
        var stored = 0;
        foreach (var segment in stream.Segments)
        {
            var values = stream.Read(segment.FirstSampleIndex, (int)segment.SampleCount);
            for (var i = 0; i < values.Length; i++) Assert.Equal(EgiRawBytes.Value(stored + i / 3, i % 3), values[i]);
            stored += (int)segment.SampleCount;
        }

        Assert.Equal((version & 1) == 1 ? 60 : 20, stored);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Damaged_files_are_survived()
    {
        new FormatDamage(new EgiRawFormat(), "made.raw", new EgiRawBytes { Version = 2 }.ToBytes()).Survive(1);
        new FormatDamage(new EgiRawFormat(), "made.raw", new EgiRawBytes { Version = 7 }.ToBytes()).Survive(2);
    }

    [Fact]
    public void Every_sample_and_event_of_a_recording_equals_the_reference()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/egi/test_egi.raw"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((256, 250.0, 77L), (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal(1, stream.Read(0, 77).Sum(v => (double)v) / -49847946.98318122, 1e-9);
        Assert.Equal([-14262.1005859375f, -13067.87109375f, -12043.2041015625f], stream.Read(0, 1)[..3]);
        Assert.Equal([(19L, "TRSP"), (57L, "XXX1")], stream.Markers.Select(m => (m.SampleIndex, m.Label)));
        Assert.Equal(new DateTime(2014, 4, 8, 9, 46, 44, 736), recording.Header.StartTime);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Segments_have_categories_and_gaps_and_end_their_events()
    {
        using var recording = Open(new EgiRawBytes { Version = 5 }.ToBytes());
        Assert.Equal([(0L, 20L), (75L, 40L)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal((0.08, 0.22), (recording.Gaps[0].Start.Seconds, Math.Round(recording.Gaps[0].Length.Seconds, 9)));
        Assert.Equal([("rare", 0.0), ("frequent", 0.3), ("rare", 0.38)],
            recording.Markers.Where(m => m.Kind == "Segment").Select(m => (m.Label, Math.Round(m.Onset.Seconds, 9))));
        Assert.Equal([("DIN1", 0.016, null), ("TREV", 0.04, 0.02), ("DIN1", 0.076, null)],
            recording.Markers.Where(m => m.Kind.Length == 0).Select(m => (m.Label, m.Onset.Seconds, m.Length?.Seconds)));
    }

    [Fact]
    public void Segments_out_of_order_stand_one_behind_the_other_and_that_is_said()
    {
        using var recording = Open(new EgiRawBytes { Version = 3, Segments = [(1, 500), (2, 400)] }.ToBytes());
        Assert.Equal(40, Assert.Single(recording.Streams[0].Segments).SampleCount);
        Assert.Contains("do not follow each other", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Range_and_bits_say_what_a_step_is()
    {
        using var recording = Open(new EgiRawBytes { Version = 2, Bits = 12, Range = 1024 }.ToBytes());
        Assert.Equal([0f, -25f, -50f, 0.5f], recording.Streams[0].Read(0, 2)[..4]);
        Assert.Equal(0.25, recording.Streams[0].Scales[0].Gain);
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 27)]
    public void Cut_file_is_read_as_far_as_it_goes(int version, int samples)
    {
        var file = new EgiRawBytes { Version = version }.ToBytes();
        var keep = file.Length - ((version == 2 ? 20 : 60) - samples) * 10 - (version == 2 ? 0 : 6) + 3;
        using var recording = Open(file[..keep]);
        Assert.Equal(samples, recording.Streams[0].StoredCount);
        Assert.Contains("file ends", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_headers_are_refused()
    {
        var file = new EgiRawBytes().ToBytes();
        file[22] = 0x80;
        Assert.Contains("number of channels is -32765", Refused(file).What, StringComparison.Ordinal);
        Assert.Contains("header would need", Refused(new EgiRawBytes().ToBytes()[..37]).What, StringComparison.Ordinal);
        file = new EgiRawBytes().ToBytes();
        file[3] = 8;
        Assert.Contains("version is 8", Refused(file).What, StringComparison.Ordinal);
    }
}
