using System.Text;
using Pons.Formats;
using Pons.Formats.Wfdb;
using Pons.Streams;

namespace Pons.Tests.Formats.Wfdb;

/// <summary>Numbers of recorded files against wfdb 4 for Python.</summary>
public sealed class WfdbRecordingTests
{
    private static Recording Open(string file) => Recording.Open(RecordedData.PathOf("biosignal/ecg_wfdb/" + file));

    private static string Field(Recording recording, string name) => recording.Header.Fields.Single(f => f.Name == name).Value;

    [Theory]
    [InlineData("100.hea")]
    [InlineData("100.dat")]
    [InlineData("100.atr")]
    public void Arrhythmia_record_is_found_from_each_of_its_files(string file)
    {
        using var recording = Open(file);
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((360, 650_000L, SampleType.Int16), (stream.Info.RateHz, stream.StoredCount, stream.StoredAs));
        Assert.Equal([("MLII", ChannelKind.Ecg, "µV"), ("V5", ChannelKind.Ecg, "µV")], stream.Info.Channels
            .Select(c => (c.Label, c.Kind, c.Unit)));
        Assert.Equal([-145f, -65f], stream.Read(0, 1));
        Assert.Equal([-1_280f, 0f], stream.Read(649_999, 1));
        Assert.Equal("2 right, 0 wrong", Field(recording, "checksums"));
        Assert.Equal("69 M 1085 1629 x1; Aldomet, Inderal", recording.Header.Subject);
        Assert.Equal(3, recording.Header.Fields.Count(f => f is { Name: "comment", IsPersonal: true }));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Beats_are_markers_with_their_mnemonics()
    {
        using var recording = Open("100.hea");
        Assert.Equal([("+ (N", 1), ("A", 33), ("N", 2_239), ("V", 1)],
            recording.Markers.GroupBy(m => m.Label).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal));
        Assert.Equal([18L, 77, 370, 662, 946], recording.Streams[0].Markers.Take(5).Select(m => m.SampleIndex));
        Assert.All(recording.Markers, m => Assert.Equal("atr", m.Kind));
        Assert.Equal("1", Field(recording, "annotations with subtype or number (atr)"));
    }

    [Fact]
    public void Every_storage_format_gives_the_values_of_the_reference_reader()
    {
        using var recording = Open("binformats.hea");
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((10, 499L, SampleType.Int32), (stream.Info.ChannelCount, stream.StoredCount, stream.StoredAs));
        Assert.Equal("10 right, 0 wrong", Field(recording, "checksums"));
        var values = new double[10];
        stream.Read(0, values);
        Assert.Equal([-2_047, -32_766, -32_765, -124, -32_763, -2_042, -505, -504, -8_388_599, -2_147_483_638], values
            .Select(v => Math.Round(v / 5)));
        stream.Read(498, values);
        Assert.All(values, v => Assert.True(double.IsFinite(v)));
        Assert.Equal(10, stream.Scales.Length);
        Assert.Empty(recording.Warnings);
    }

    [Theory]
    [InlineData("flacformats.hea")]
    [InlineData("flacformats.d1")]
    public void Flac_is_unpacked_to_the_values_that_are_also_stored_plainly(string file)
    {
        using var packed = Open(file);
        using var plain = Open("binformats.hea");
        Assert.Equal("3 right, 0 wrong", Field(packed, "checksums"));
        var (a, b) = (packed.Streams[0].Read(0, 499), plain.Streams[0].Read(0, 499));
        Assert.Equal(Enumerable.Range(0, 499).Select(i => b[i * 10 + 1]), Enumerable.Range(0, 499).Select(i => a[i * 3 + 1]));
        Assert.Equal(a.AsSpan(3 * 250, 30).ToArray(), packed.Streams[0].Read(250, 10));
    }

    [Theory]
    [InlineData("a103l.hea")]
    [InlineData("a103l.mat")]
    public void Matlab_container_is_read_by_its_offset(string file)
    {
        using var recording = Open(file);
        Assert.Equal((82_500L, 250), (recording.Streams[0].StoredCount, recording.Streams[0].Info.RateHz));
        Assert.Equal(["µV", "µV", "NU"], recording.Streams[0].Info.Channels.Select(c => c.Unit));
        Assert.Equal([(float)(-171 / 7.247), (float)(9_127 / 10.52), (float)(6_042 / 12_530.0)], recording.Streams[0].Read(0, 1));
        Assert.Equal("3 right, 0 wrong", Field(recording, "checksums"));
        Assert.Equal("Asystole; False alarm", recording.Header.Subject);
    }

    [Theory]
    [InlineData("r.dat")]
    [InlineData("r.d0")]
    [InlineData("other.dat")]
    public void Signal_files_lead_to_their_record(string name)
    {
        var files = WfdbFilesOf.Session();
        if (!files.ContainsKey(name))
        {
            files[name] = files["r.dat"];
            files["r.hea"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(files["r.hea"]).Replace("r.dat", name,
                StringComparison.Ordinal));
        }

        var record = RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value));
        Assert.IsType<WfdbFormat>(RecordingFormat.Of(record));
        using var recording = new WfdbFormat().Open(record);
        Assert.Equal(("r.hea", 2), (recording.Header.File, recording.Streams.Length));
    }

    [Fact]
    public void Signals_of_several_rates_and_files_are_streams_of_their_own()
    {
        using var recording = new WfdbFormat().Open(RecordingFiles.InMemory("r.hea", WfdbFilesOf.Session()
            .ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value)));
        Assert.Equal([(200.0, 400L), (100.0, 200L)], recording.Streams.Select(s => (s.Info.RateHz!.Value, s.StoredCount)));
        Assert.Equal([-50f, -45f, -40f], recording.Streams[0].Read(0, 3));
        Assert.Equal([-199 / 2f, 1f], recording.Streams[1].Read(199, 1));
        Assert.Equal(["ABP", "EMG"], recording.Streams[1].Info.Channels.Select(c => c.Label));
        Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9, 500), recording.Header.StartTime);
        Assert.Equal([("+ (N", 0.0, null), ("N", 0.2, null), ("V", 0.5, "ABP")], recording.Markers
            .Select(m => (m.Label, m.Onset.Seconds, m.Channel)));
        Assert.Equal([0L, 40, 100], recording.Streams[0].Markers.Select(m => m.SampleIndex));
    }

    [Fact]
    public void Skewed_signals_are_aligned_and_end_in_missing_values()
    {
        using var recording = new WfdbFormat().Open(WfdbFilesOf.Files("r 2 100 5\nr.dat 16 1/X 16 0 0 0 0 a\nr.dat 16:2 1/X 16 0 0 0 0 b\n",
            ("r.dat", WfdbFilesOf.Int16(0, 0, 1, 10, 2, 20, 3, 30, 4, 40))));
        Assert.Equal([0f, 20, 1, 30, 2, 40, 3, float.NaN, 4, float.NaN], recording.Streams[0].Read(0, 5));
    }

    [Fact]
    public void Marks_of_invalid_samples_are_missing_values()
    {
        using var recording = new WfdbFormat().Open(WfdbFilesOf.Files("r 1 100 3\nr.dat 16 1/X\n",
            ("r.dat", WfdbFilesOf.Int16(1, short.MinValue, -1))));
        Assert.Equal([1f, float.NaN, -1f], recording.Streams[0].Read(0, 3));
    }

    [Fact]
    public void Differences_are_summed_from_every_place()
    {
        var random = new Reference.SplitMix(5);
        var steps = Enumerable.Range(0, 200_000).Select(_ => (sbyte)random.Next()).ToArray();
        using var recording = new WfdbFormat().Open(WfdbFilesOf.Files("r 2 100\nr.dat 8 1/X 16 0 7 0 0 a\nr.dat 8 1/X 16 0 -7 0 0 b\n",
            ("r.dat", [.. steps.Select(s => (byte)s)])));
        var (a, b) = (7f, -7f);
        var expected = steps.Chunk(2).SelectMany(p => new[] { a += p[0], b += p[1] }).ToArray();
        Assert.Equal(expected.AsSpan(2 * 90_000, 200).ToArray(), recording.Streams[0].Read(90_000, 100));
        Assert.Equal(expected, recording.Streams[0].Read(0, 100_000));
    }

    [Fact]
    public void Segments_are_joined_and_stretches_without_samples_are_gaps()
    {
        using var recording = new WfdbFormat().Open(WfdbFilesOf.Files("r/4 2 10 12 1:00\nlayout 0\na 4\n~ 5\nb 3\n",
            ("layout.hea", Encoding.ASCII.GetBytes("layout 2 10 0\n~ 0 1/X 16 0 0 0 0 x\n~ 0 1/X 16 0 0 0 0 y\n")),
            ("a.hea", Encoding.ASCII.GetBytes("a 1 10 4\na.dat 16 2/X 16 0 0 0 0 y\n")), ("a.dat", WfdbFilesOf.Int16(2, 4, 6, 8)),
            ("b.hea", Encoding.ASCII.GetBytes("b 2 10 3\nb.dat 16 1/X 16 0 0 0 0 y\nb.dat 16 1/X 16 0 0 0 0 x\n")),
                ("b.dat", WfdbFilesOf.Int16(1, 10, 2, 20, 3, 30))));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(["x", "y"], stream.Info.Channels.Select(c => c.Label));
        Assert.Equal([(0L, 4L), (9L, 3L)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([float.NaN, 1, float.NaN, 2, float.NaN, 3, float.NaN, 4], stream.Read(0, 4));
        Assert.Equal([10f, 1, 20, 2, 30, 3], stream.Read(9, 3));
        Assert.Equal((0.4, 0.5), (Assert.Single(recording.Gaps).Start.Seconds, recording.Gaps[0].Length.Seconds));
        Assert.Empty(stream.Scales);
        Assert.Equal("01:00:00", Field(recording, "base time")[..8].Replace("00:01:00", "01:00:00", StringComparison.Ordinal));
    }

    [Fact]
    public void Segments_that_follow_each_other_are_one_stretch()
    {
        using var recording = new WfdbFormat().Open(WfdbFilesOf.Files("r/2 1 10 6\na 3\nb 3\n",
            ("a.hea", Encoding.ASCII.GetBytes("a 1 10 3\na.dat 16 1/X\n")), ("a.dat", WfdbFilesOf.Int16(1, 2, 3)),
            ("b.hea", Encoding.ASCII.GetBytes("b 1 10 3\nb.dat 16 1/X\n")), ("b.dat", WfdbFilesOf.Int16(4, 5, 6))));
        Assert.Equal(6, Assert.Single(recording.Streams[0].Segments).SampleCount);
        Assert.Equal([1f, 2, 3, 4, 5, 6], recording.Streams[0].Read(0, 6));
        Assert.Equal([3f, 4], recording.Streams[0].Read(2, 2));
    }

    [Fact]
    public void Annotations_beside_a_recording_of_another_format_take_its_rate()
    {
        using var recording = Recording.Open(RecordedData.PathOf("mi/eegmmidb/S001R04.edf.event"));
        Assert.Empty(recording.Streams);
        Assert.Equal(30, recording.Markers.Length);
        Assert.Equal([("T0", 0L, 42L), ("T2", 42, 41), ("T0", 83, 42)],
            recording.Markers.Take(3).Select(m => (m.Label, m.Onset.Nanoseconds / 100_000_000, m.Length!.Value.Nanoseconds / 100_000_000)));
        Assert.Equal("160", Field(recording, "sample intervals a second"));
        var alone = WfdbFilesOf.Words(WfdbFilesOf.Annotation(1, 320), WfdbFilesOf.Annotation(1, 1), 0);
        using var beside = new WfdbFormat().Open(RecordingFiles.InMemory("run.edf.qrs", new Dictionary<string,
            ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            ["run.edf.qrs"] = alone,
            ["run.edf"] = File.ReadAllBytes(RecordedData.PathOf("mi/eegmmidb/S001R04.edf")),
        }));
        Assert.Equal(2, beside.Markers[0].Onset.Seconds);
        Assert.Empty(beside.Warnings);
    }

    [Fact]
    public void An_annotation_beyond_32_bits_keeps_its_sample()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/malformed/huge.qrs"));
        Assert.Equal("10000000000", Field(recording, "last annotated sample"));
        Assert.Equal(("N", 40_000_000.0), (Assert.Single(recording.Markers).Label, recording.Markers[0].Onset.Seconds));
        Assert.StartsWith("'huge.qrs' states no rate, and neither a header nor a recording of its name lies beside it: 250 Hz",
            Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_that_define_their_own_codes_use_their_names()
    {
        byte[] file =
        [
            .. Remark("## annotation type definitions"), .. Remark("42 St stimulus"), .. Remark("## end of definitions"),
                .. Remark("## time resolution: 1000"),
            .. WfdbFilesOf.Words(WfdbFilesOf.Annotation(42, 500), WfdbFilesOf.Annotation(41, 500), WfdbFilesOf.Annotation(43, 1), 0),
        ];
        using var recording = new WfdbFormat().Open(RecordingFiles.InMemory("x.atr", file));
        Assert.Equal([("St", 500L), ("r", 1_000), ("[43]", 1_001)], recording.Markers
            .Select(m => (m.Label, m.Onset.Nanoseconds / 1_000_000)));
        Assert.Empty(recording.Warnings);
    }

    private static byte[] Remark(string text) => [.. WfdbFilesOf.Words(WfdbFilesOf.Annotation(22, 0)), .. WfdbFilesOf.Aux(text)];
}
