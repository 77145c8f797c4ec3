using System.Globalization;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.AntCnt;

namespace Pons.Tests.Formats.AntCnt;

/// <summary>Files compressed here with every method, and a recording that agrees with the BrainVision file that the maker's software
/// wrote of it.</summary>
public sealed class AntCntFormatTests
{
    private const string Recorded = "formats/ant_eego/test-ref.";

    private static Recording Open(AntCntBytes file, params (string Name, byte[] Bytes)[] beside) => Open(file.ToBytes(), beside);

    private static Recording Open(byte[] file, params (string Name, byte[] Bytes)[] beside) =>
        new AntCntFormat().Open(RecordingFiles.InMemory("made.cnt",
        beside.Append(("made.cnt", file)).ToDictionary(f => f.Item1, f => (ReadOnlyMemory<byte>)f.Item2, StringComparer.Ordinal)));

    private static RecordingFormatException Refused(byte[] file) => Assert.Throws<RecordingFormatException>(() => Open(file));

    [Fact]
    public void Made_recordings_keep_the_contract()
    {
        new FormatContract(new AntCntFormat(), new AntCntBytes().ToBytes()).Verify();
        new FormatContract(new AntCntFormat(), "made.cnt", new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["made.cnt"] = new AntCntBytes { IsWide = false, Method = 11, Width = (5, 14) }.ToBytes(),
            ["made.evt"] = AntCntBytes.Library(),
        }).Verify();
    }

    [Fact]
    public void Damaged_recordings_are_survived()
    {
        new FormatDamage(new AntCntFormat(), "made.cnt", new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["made.cnt"] = new AntCntBytes { Method = 3 }.ToBytes(),
            ["made.evt"] = AntCntBytes.Library(),
            ["made.seg"] = "NumberSegments=2\n45544.456770833334 0.5 30\n"u8.ToArray(),
        }).Survive(1);
        new FormatDamage(new AntCntFormat(), "made.cnt", new AntCntBytes { IsWide = false, Method = 10, Width = (7, 15) }.ToBytes())
            .Survive(2);
    }

    [Fact]
    public void Recording_agrees_with_its_export()
    {
        using var recording = Recording.Open(RecordedData.PathOf(Recorded + "cnt"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((64, 500.0, 1946L), (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount));
        var export = File.ReadAllBytes(RecordedData.PathOf(Recorded + "eeg"));
        var values = stream.Read(0, 1946);
        Assert.Equal(export.Length, values.Length * 4);
        // The export holds what the amplifier gave, the recording whole steps of 1/256 µV towards zero.
        for (var i = 0; i < values.Length; i++)
        {
            var given = BitConverter.ToSingle(export, i * 4);
            Assert.InRange(Math.Abs(given - values[i]), 0, 1 / 256f + MathF.BitIncrement(MathF.Abs(given)) - MathF.Abs(given));
        }

        Assert.Equal([(0L, "Impedance"), (1943L, "Impedance")], stream.Markers.Select(m => (m.SampleIndex, m.Label)));
        Assert.All(stream.Details, d => Assert.Null(d.ImpedanceOhms));
        Assert.Equal(("Fp1", "Fz", "CPz"), (stream.Info.Channels[0].Label, stream.Info.Channels[0].Reference,
            stream.Info.Channels[3].Reference));
        Assert.Equal("2024-09-09 10:57:44.613", recording.Header.StartTime?.ToString(
            "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
        Assert.Equal("eego EE_225", recording.Header.Device);
        Assert.Contains(new HeaderField("SubjectName", "antio test", true), recording.Header.Fields);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Events_lead_to_the_recording()
    {
        using var recording = Recording.Open(RecordedData.PathOf(Recorded + "evt"));
        Assert.Equal(("test-ref.cnt", 1946L), (recording.Header.File, recording.Streams[0].SampleCount));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 6, 12)]
    [InlineData(1, 16, 16)]
    [InlineData(2, 9, 14)]
    [InlineData(3, 4, 16)]
    [InlineData(8, 0, 0)]
    [InlineData(9, 6, 12)]
    [InlineData(10, 12, 32)]
    [InlineData(11, 32, 32)]
    public void Every_method_of_compression_gives_the_samples_back(int method, int usual, int exception)
    {
        foreach (var isWide in new[] { false, true })
        {
            var file = new AntCntBytes { Method = method, Width = (usual, exception), IsWide = isWide };
            using var recording = Open(file);
            var stream = recording.Streams[0];
            var values = stream.Read(0, 100);
            double[] gains = [0.25, 0.5, 1000];
            for (var i = 0; i < values.Length; i++) Assert.Equal((float)(file.Value(i / 3, i % 3) * gains[i % 3]), values[i]);
            Assert.Equal(values.AsSpan(3 * 75, 9).ToArray(), stream.Read(75, 3));
            Assert.Equal(values.AsSpan(3 * 38, 15).ToArray(), stream.Read(38, 5));
            Assert.Empty(recording.Warnings);
        }
    }

    [Fact]
    public void Large_numbers_come_whole_through_doubles()
    {
        using var recording = Open(new AntCntBytes { Method = 9, Width = (32, 32), Value = (s, c) => 2_000_000_001 - s * 1001 - c });
        var values = new double[3];
        recording.Streams[0].Read(99, values);
        Assert.Equal([(2_000_000_001 - 99_099) * 0.25, (2_000_000_000 - 99_099) * 0.5, (1_999_999_999 - 99_099) * 1000.0], values);
    }

    [Fact]
    public void Table_of_channels_is_kept()
    {
        using var recording = Open(new AntCntBytes());
        var stream = recording.Streams[0];
        Assert.Equal([("Fp1", "CPz"), ("Cz", "CPz"), ("BIP1", null)], stream.Info.Channels.Select(c => (c.Label, c.Reference)));
        Assert.All(stream.Info.Channels, c => Assert.Equal("µV", c.Unit));
        Assert.Equal("EEG", stream.Details[1].Sensor);
        Assert.Contains(new HeaderField("Status Cz", "bad"), recording.Header.Fields);
        Assert.Contains(new HeaderField("History", "written for Ada", true), recording.Header.Fields);
        Assert.Equal("Name: Ada Example, ID: 4711", recording.Header.Subject);
    }

    [Fact]
    public void Events_inside_are_read_unless_there_are_others_beside()
    {
        using var inside = Open(new AntCntBytes());
        Assert.Equal([(5L, "1"), (50L, "Rs")], inside.Streams[0].Markers.Select(m => (m.SampleIndex, m.Label)));
        using var listed = Open(new AntCntBytes(),
            ("made.trg", "0.002 10\n 0.020 999 7\n 0.100 8 cls A\n 0.040 12 Rt cls B\n"u8.ToArray()));
        Assert.Equal([(10L, "7"), (20L, "Rt"), (50L, "8")], listed.Streams[0].Markers.Select(m => (m.SampleIndex, m.Label)));
        using var library = Open(new AntCntBytes(), ("made.evt", AntCntBytes.Library()),
            ("made.trg", "0.002 10\n0.020 999 7\n"u8.ToArray()));
        Assert.Equal([("Impedance", "Event Marker", null), ("17", "rare", null), ("眨眼", "Artefact", "Cz")],
            library.Markers.Select(m => (m.Label, m.Kind, m.Channel)));
        Assert.Equal([0, 0.1, 0.15], library.Markers.Select(m => Math.Round(m.Onset.Seconds, 9)));
        Assert.Equal(0.05, library.Markers[2].Length!.Value.Seconds);
        Assert.Equal([5000, null, 12500], library.Streams[0].Details.Select(d => d.ImpedanceOhms));
    }

    [Fact]
    public void Events_of_an_unknown_class_end_the_library_and_that_is_said()
    {
        using var recording = Open(new AntCntBytes(), ("made.evt", AntCntBytes.Library("class dcSpikeEvent_c")));
        Assert.Equal(2, recording.Markers.Length);
        Assert.Contains("only the first 2 are read", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_are_stretches_with_gaps()
    {
        // The second segment began a second and a quarter after the first, which has 70 samples.
        using var recording = Open(new AntCntBytes(), ("made.seg", "NumberSegments=2\n45544.456770833334 0.5 30\n"u8.ToArray()));
        Assert.Equal([(0L, 70L), (625L, 30L)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(0.14, recording.Gaps[0].Start.Seconds);
    }

    [Fact]
    public void Start_of_an_older_file_is_two_numbers()
    {
        var file = new AntCntBytes { Info = "________________" }.ToBytes();
        byte[] info = [.. BitConverter.GetBytes(36526.5), .. BitConverter.GetBytes(0.5)];
        info.CopyTo(file.AsSpan(file.AsSpan().IndexOf("________________"u8)));
        using var recording = Open(file);
        Assert.Equal(new DateTime(2000, 1, 1, 12, 0, 0, 500), recording.Header.StartTime);
    }

    [Fact]
    public void Damage_is_named()
    {
        Assert.Contains("There is no header 'eeph'", Refused(new AntCntBytes().ToBytes()[..200]).What, StringComparison.Ordinal);
        Assert.Contains("cannot hold more than", Refused(new AntCntBytes { StatedSamples = 100_000 }.ToBytes()).What,
            StringComparison.Ordinal);
        var file = new AntCntBytes().ToBytes();
        "rawf"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("raw3chan"u8)));
        Assert.Contains("It holds an average", Refused(file).Why, StringComparison.Ordinal);
        file = new AntCntBytes { Method = 1 }.ToBytes();
        var data = file.AsSpan().IndexOf("data"u8) + 12;
        file[data] = 0x76;
        using var recording = Open(file);
        Assert.Contains("Block 1 cannot be decoded from its channel 1 on",
            Assert.Throws<RecordingFormatException>(() => recording.Streams[0].Read(0, 1)).What, StringComparison.Ordinal);
        Assert.Equal(3, recording.Streams[0].Read(40, 1).Length);
    }
}
