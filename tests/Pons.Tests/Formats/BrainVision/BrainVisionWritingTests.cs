using System.Collections.Immutable;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.BrainVision;
using Pons.Streams;

namespace Pons.Tests.Formats.BrainVision;

public sealed class BrainVisionWritingTests
{
    private static readonly ClockId Clock = new("recording made");
    private static readonly BrainVisionFormat Format = new();

    private static CreationReport Create(string path, Recording content, CreationOptions? options = null) =>
        Format.Create(path, content, options, TestContext.Current.CancellationToken);

    private static Recording Held(ImmutableArray<RecordedStream> streams, ImmutableArray<RecordedMarker> markers = default,
        DateTime? start = null) =>
        new(new() { Format = "held", File = "made", StartTime = start }, streams, markers.IsDefault ? [] : markers);

    private static HeldStream Stream(double rate, Channel[] channels, Func<int, int, float> value,
        params (long First, long Count)[] stretches)
    {
        var segments = stretches.Select(s => new RecordedSegment(s.First, s.Count,
            new(Clock, Duration.OfSamples(s.First, rate).Nanoseconds))).ToImmutableArray();
        var samples = segments.SelectMany(s => Enumerable.Range((int)s.FirstSampleIndex, (int)s.SampleCount))
            .SelectMany(n => Enumerable.Range(0, channels.Length).Select(c => value(n, c))).ToArray();
        return new(new StreamInfo("made", [.. channels], rate, Clock), samples, segments);
    }

    private static Channel[] Plain(int count) => [.. Enumerable.Range(0, count).Select(c => new Channel($"X{c}", ChannelKind.Unknown))];

    public static TheoryData<string, SampleType> Recorded => new()
    {
        { "formats/brainvision/test.vhdr", SampleType.Int16 },
        { "formats/brainvision/test_units.vhdr", SampleType.Int16 },
        { "formats/brainvision/test_mixed_lowpass.vhdr", SampleType.Int16 },
        { "formats/brainvision/testv2.vhdr", SampleType.Int16 },
        { "formats/brainvision/test_old_layout_latin1_software_filter.vhdr", SampleType.Float32 },
        { "formats/ant_eego/test-ref.vhdr", SampleType.Float32 },
        { "mi/eegmmidb/S001R04.edf", SampleType.Int16 },
        { "formats/edf_bdf/test_utf8_annotations.edf", SampleType.Float32 },
        { "sleep/edfio/short_psg.edf", SampleType.Float32 },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Real_recording_is_written_bit_equal_in_both_orientations(string file, SampleType storedAs)
    {
        using var source = Recording.Open(RecordedData.PathOf(file));
        // Of a recording with several rates only the fastest stream fits.
        var fastest = source.Streams.MaxBy(s => s.Info.RateHz)!;
        var content = new Recording(source.Header, [fastest], source.Markers, source.Gaps);
        using var folder = new TemporaryFolder();
        foreach (var isChannelMajor in new[] { false, true })
        {
            Assert.True(Format.Preview(content).HoldsSamples);
            var report = Create(folder.PathOf("made.vhdr"), content, new() { IsChannelMajor = isChannelMajor });
            Assert.True(report.IsBitEqual);
            using var read = Format.Open(folder.PathOf("made.eeg"));
            var stream = read.Streams.Single();
            Assert.Equal((storedAs, isChannelMajor), (stream.StoredAs, ((BrainVisionHeader)read.Header).IsChannelMajor));
            Assert.Equal(fastest.Info.RateHz, stream.Info.RateHz);
            Assert.Equal(fastest.Read(0, (int)fastest.SampleCount), stream.Read(0, (int)fastest.SampleCount));
            Assert.Equal(source.Markers.Select(m => (m.Label, m.Kind, m.Channel)), read.Markers.Select(m => (m.Label, m.Kind, m.Channel)));
            Assert.Equal(source.Header.StartTime, read.Header.StartTime);
            if (storedAs == SampleType.Int16) Assert.Equal(fastest.Scales.Select(s => s.Gain), stream.Scales.Select(s => s.Gain));
        }
    }

    [Fact]
    public void Second_writing_gives_the_same_bytes()
    {
        using var source = Recording.Open(RecordedData.PathOf("formats/brainvision/test_mixed_lowpass.vhdr"));
        using var folder = new TemporaryFolder();
        Create(folder.PathOf("a.vhdr"), source);
        using (var once = Format.Open(folder.PathOf("a.vhdr"))) Create(folder.PathOf("b.vhdr"), once);
        Assert.Equal(File.ReadAllBytes(RecordedData.PathOf("formats/brainvision/test.eeg")), File.ReadAllBytes(folder.PathOf("b.eeg")));
        foreach (var extension in new[] { "vhdr", "vmrk" })
            Assert.Equal(File.ReadAllText(folder.PathOf($"a.{extension}")).Replace("a.", "b.", StringComparison.Ordinal),
                File.ReadAllText(folder.PathOf($"b.{extension}")).Replace("a.", "b.", StringComparison.Ordinal));
    }

    [Fact]
    public void Creation_keeps_the_contract()
    {
        Channel[] channels = [new("Fp1"), new("Cz", Reference: "Fz"), new("resp", ChannelKind.Unknown, "mmHg"),
            new("n", ChannelKind.Unknown, "")];
        using var content = Held([Stream(100, channels, (n, c) => n * 0.37f - c, (0, 200), (500, 300), (812, 1))],
            [new(Duration.FromSeconds(-0.5), "before"), new(Duration.FromSeconds(0.12), "T1, and more", Duration.FromSeconds(4.1)),
                new(Duration.FromSeconds(5), "S  1") { Kind = "Stimulus", Channel = "Cz" }, new(Duration.FromSeconds(60), "after")],
            new DateTime(2024, 2, 29, 23, 59, 59).AddTicks(1_234_560));
        new FormatContract(Format, "made.vhdr", new BrainVisionBytes().ToFiles()).VerifyCreation(content, Path.GetTempPath());
        using var unknown = Held([.. content.Streams], content.Markers);
        new FormatContract(Format, "made.vhdr", new BrainVisionBytes().ToFiles()).VerifyCreation(unknown, Path.GetTempPath());
    }

    [Theory]
    [InlineData("INT_16", "MULTIPLEXED")]
    [InlineData("IEEE_FLOAT_32", "VECTORIZED")]
    public void Made_files_keep_the_contract(string format, string orientation) => new FormatContract(Format, "made.vhdr",
        new BrainVisionBytes
        {
            BinaryFormat = format,
            Orientation = orientation,
            Sections = "[Coordinates]\r\nCh1=1,-90,-72",
            Markers =
            ["New Segment,,1,1,0,20200101000000000000", "Stimulus,S  1,10,1,0", "New Segment,,11,1,0,20200101000001040000",
                "Stimulus,S  2,12,1,0"]
        }.ToFiles()).Verify();

    [Fact]
    public void Whole_numbers_of_32_bits_come_back_as_they_are()
    {
        using var source = Format.Open(new BrainVisionBytes
        {
            BinaryFormat = "INT_32",
            Channels = ["Fp1,,0.0488281,µV", "C3,,0.1,mV", "ECG,,7e-8,V"]
        }.Files());
        using var folder = new TemporaryFolder();
        Assert.True(Create(folder.PathOf("made.vhdr"), source).IsBitEqual);
        Assert.Equal(new BrainVisionBytes { BinaryFormat = "INT_32" }.ToFiles()["made.eeg"], File.ReadAllBytes(folder.PathOf("made.eeg")));
        Assert.Contains("Ch3=ECG,,0.00000007,V", File.ReadAllText(folder.PathOf("made.vhdr")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SampleType.Int16)]
    [InlineData(SampleType.Int32)]
    public void Measured_values_are_stored_as_whole_numbers_when_asked(SampleType type)
    {
        float[] steps = [1, 0.5f, 0.1f];
        using var round = Held([Stream(100, Plain(3), (n, c) =>
            (float)(((n * 7919) % 20001 - 10000) * (double)(decimal)steps[c]), (0, 500))]);
        using var folder = new TemporaryFolder();
        Assert.True(Format.Preview(round, new() { SampleType = type }).HoldsSamples);
        Assert.True(Create(folder.PathOf("made.vhdr"), round, new() { SampleType = type }).IsBitEqual);
        using var odd = Held([Stream(100, Plain(1), (n, _) => MathF.Sin(n) * 1234.5f, (0, 500))]);
        var report = Create(folder.PathOf("made.vhdr"), odd, new() { SampleType = type });
        using var read = Format.Open(folder.PathOf("made.vhdr"));
        Assert.Equal(type, read.Streams[0].StoredAs);
        var loss = report.Losses.Single();
        if (type == SampleType.Int16) Assert.False(Format.Preview(odd, new() { SampleType = type }).HoldsSamples);
        Assert.True(loss.LargestError <= loss.Step * 0.51, $"{loss}");
        var (before, after) = (odd.Streams[0].Read(0, 500), read.Streams[0].Read(0, 500));
        Assert.Equal(loss.LargestError, before.Zip(after, (a, b) => Math.Abs((double)a - b)).Max(), 1e-4 * loss.Step);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_kept_as_float_and_refused_as_whole_numbers()
    {
        using var content = Held([Stream(100, Plain(2), (n, _) => n == 7 ? float.NaN : n, (0, 50))]);
        using var folder = new TemporaryFolder();
        Assert.True(Create(folder.PathOf("made.vhdr"), content).IsBitEqual);
        using (var read = Format.Open(folder.PathOf("made.vhdr"))) Assert.True(float.IsNaN(read.Streams[0].Read(7, 1)[1]));
        var refusal = Assert.Throws<RecordingFormatException>(() =>
            Create(folder.PathOf("other.vhdr"), content, new() { SampleType = SampleType.Int16 }));
        Assert.Contains("Sample 7 of channel 'X0' is NaN", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Details_are_written_and_read_again()
    {
        using var content = Held([new Detailed()]);
        using var folder = new TemporaryFolder();
        Create(folder.PathOf("made.vhdr"), content);
        using var read = Format.Open(folder.PathOf("made.vhdr"));
        var (before, after) = (content.Streams[0].Details, read.Streams[0].Details);
        for (var c = 0; c < 2; c++)
        {
            Assert.Equal((before[c].HighPassHz, before[c].LowPassHz, before[c].NotchHz, before[c].ImpedanceOhms),
                (after[c].HighPassHz, after[c].LowPassHz, after[c].NotchHz, after[c].ImpedanceOhms));
        }

        Assert.Equal(0.01, after[0].LocationMetres!.Value.X, 1e-9);
        Assert.Equal(-0.09, after[0].LocationMetres!.Value.Y, 1e-9);
        Assert.Null(after[1].LocationMetres);
        Assert.Equal(0.6, read.Streams[0].Info.Channels[1].Position!.Value.Y, 1e-9);
    }

    [Fact]
    public void Streams_of_one_rate_become_one_and_others_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var two = Held([Stream(100, Plain(2), (n, c) => n + c, (0, 50)),
            Stream(100, [new("Y", ChannelKind.Unknown)], (n, _) => -n, (0, 50))]);
        var report = Create(folder.PathOf("made.vhdr"), two);
        Assert.Contains(report.Warnings, w => w.Contains("have one rate and become one stream", StringComparison.Ordinal));
        using (var read = Format.Open(folder.PathOf("made.vhdr"))) Assert.Equal([3f, 4, -3], read.Streams.Single().Read(3, 1));
        using var mixed = Held([Stream(100, Plain(1), (n, _) => n, (0, 50)), Stream(50, Plain(1), (n, _) => n, (0, 25))]);
        Assert.Contains("2 different rates", Assert.Throws<RecordingFormatException>(() => Create(folder.PathOf("x.vhdr"), mixed)).Message,
            StringComparison.Ordinal);
        Assert.Contains(Format.Preview(mixed).Losses, l => l.Contains("holds one rate", StringComparison.Ordinal));
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Markers_that_move_are_counted()
    {
        using var folder = new TemporaryFolder();
        using var content = Held([Stream(100, Plain(1), (n, _) => n, (0, 50), (150, 50))],
            [new(Duration.FromSeconds(0.123), "between"), new(Duration.FromSeconds(0.7), "in the gap"),
                new(Duration.FromSeconds(1.4), "near its end")]);
        var report = Create(folder.PathOf("made.vhdr"), content);
        Assert.Contains(report.Warnings, w => w.StartsWith("1 markers lie between two samples", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, w => w.StartsWith("2 markers lie in a gap", StringComparison.Ordinal));
        using var read = Format.Open(folder.PathOf("made.vhdr"));
        Assert.Equal([12L, 49, 150], read.Streams[0].Markers.Select(m => m.SampleIndex));
    }

    [Fact]
    public void Cancelled_writing_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        using var content = Held([Stream(100, Plain(1), (n, _) => n, (0, 50))]);
        Assert.Throws<OperationCanceledException>(() => Format.Create(folder.PathOf("made.vhdr"), content, null, cancellation.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private sealed class Detailed() : RecordedStream(
        new("made", [new("Fp1"), new("Q1", ChannelKind.Unknown, Position: new(0, 0.6, 0.8))], 100, Clock), [new(0, 10, new(Clock, 0))], [])
    {
        public override ImmutableArray<RecordedChannel> Details =>
        [
            new() { HighPassHz = 0.1, LowPassHz = 70, NotchHz = 50, ImpedanceOhms = 4500, LocationMetres = (0.01, -0.09, 0.02) },
            new() { HighPassHz = 0, NotchHz = 0 },
        ];

        protected override void ReadStored(long firstStored, Span<float> destination) => destination.Clear();
    }
}
