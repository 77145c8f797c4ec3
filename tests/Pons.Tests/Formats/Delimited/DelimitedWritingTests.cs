using System.Collections.Immutable;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Delimited;
using Pons.Streams;

namespace Pons.Tests.Formats.Delimited;

public sealed class DelimitedWritingTests
{
    private static readonly ClockId Clock = new("recording made");
    private static readonly DelimitedFormat Format = new();

    private static CreationReport Create(string path, Recording content, CreationOptions? options = null) =>
        Format.Create(path, content, options, TestContext.Current.CancellationToken);

    private static Recording Held(ImmutableArray<RecordedStream> streams, ImmutableArray<RecordedMarker> markers = default) =>
        new(new() { Format = "held", File = "made" }, streams, markers.IsDefault ? [] : markers);

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

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf", "a.csv")]
    [InlineData("formats/brainvision/test.vhdr", "a.tsv")]
    [InlineData("formats/brainvision/test_old_layout_latin1_software_filter.vhdr", "a.csv")]
    [InlineData("ssvep/muse/subject1_session1_data_2017-09-14-21.20.04.csv", "a.csv")]
    [InlineData("biosignal/neurokit/bio_resting_5min_100hz.csv", "a.csv")]
    public void Real_recording_is_written_bit_equal(string file, string name)
    {
        using var source = Recording.Open(RecordedData.PathOf(file));
        using var folder = new TemporaryFolder();
        Assert.True(Format.Preview(source).HoldsSamples);
        Assert.True(Create(folder.PathOf(name), source).IsBitEqual);
        using var read = Recording.Open(folder.PathOf(name));
        var (before, after) = (source.Streams[0], read.Streams.Single());
        Assert.Equal(before.Info.RateHz, after.Info.RateHz);
        Assert.Equal(before.Info.Channels.Select(c => (c.Label, c.Unit)), after.Info.Channels.Select(c => (c.Label, c.Unit)));
        var (exactBefore, exactAfter) = (new double[before.SampleCount * before.Info.ChannelCount],
            new double[before.SampleCount * before.Info.ChannelCount]);
        before.Read(0, exactBefore);
        after.Read(0, exactAfter);
        // Of 32-bit values the shortest text is written: it names the same float, not the same double.
        if (before.StoredAs == SampleType.Text) Assert.Equal(exactBefore, exactAfter);
        Assert.Equal(before.Read(0, (int)before.SampleCount), after.Read(0, (int)before.SampleCount));
        Assert.Equal(source.Markers.Select(m => (m.Onset, m.Label)), read.Markers.Select(m => (m.Onset, m.Label)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(173.61)]
    [InlineData(1e6 / 7)]
    [InlineData(0.5)]
    [InlineData(30_000)]
    public void Creation_keeps_the_contract(double rate)
    {
        Channel[] channels = [new("Fp1"), new("a,\"b\" [c]", ChannelKind.Unknown, ""), new("resp (V)", ChannelKind.Unknown, ""),
            new("t", ChannelKind.Unknown, "m/s")];
        using var content = Held([Stream(rate, channels, (n, c) => n * 0.37f - c, (0, 200), (500, 300), (812, 2))],
            [new(Duration.Zero, "start"), new(Duration.OfSamples(12, rate), "T1; \"and\", more"),
                new(Duration.OfSamples(12, rate), "again"),
                new(Duration.OfSamples(500, rate), "again"), new(Duration.OfSamples(501, rate), "again")]);
        new FormatContract(Format, "a,b\n1,2\n3,4\n5,6\n"u8.ToArray()).VerifyCreation(content, Path.GetTempPath());
    }

    [Fact]
    public void Every_float_is_read_as_it_was_written()
    {
        float[] odd = [0, -0f, float.Epsilon, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, 0.1f, 1e-20f, 16777217,
            MathF.PI];
        using var content = Held([Stream(100, Plain(1), (n, _) => odd[n % odd.Length], (0, 50))]);
        using var folder = new TemporaryFolder();
        Create(folder.PathOf("a.csv"), content);
        using var read = Format.Open(folder.PathOf("a.csv"));
        Assert.Equal(content.Streams[0].Read(0, 50).Select(BitConverter.SingleToInt32Bits), read.Streams[0].Read(0, 50)
            .Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Stream_without_a_rate_keeps_its_times()
    {
        using var irregular = Format.Open(RecordingFiles.InMemory("made.csv", System.Text.Encoding.UTF8.GetBytes(
            "time_s,pupil\n" + string.Concat(Enumerable.Range(0, 60).Select(n => FormattableString.Invariant($"{n * n * 0.37},{n}\n"))))));
        using var content = Held([irregular.Streams[0]], [new(Duration.FromSeconds(25 * 0.37), "five")]);
        using var folder = new TemporaryFolder();
        Create(folder.PathOf("a.csv"), content);
        using var read = Format.Open(folder.PathOf("a.csv"));
        Assert.Null(read.Streams[0].Info.RateHz);
        Assert.Equal(irregular.Streams[0].TimeOf(33), read.Streams[0].TimeOf(33) with { Clock = irregular.Streams[0].Info.Clock });
        Assert.Equal(5, read.Streams[0].Markers.Single().SampleIndex);
    }

    [Fact]
    public void Header_line_names_time_channels_and_markers()
    {
        using var content = Held([Stream(4, [new("Fp1"), new("x,y", ChannelKind.Unknown, "")], (n, c) => n + c * 0.5f, (0, 3))],
            [new(Duration.FromSeconds(0.25), "a"), new(Duration.FromSeconds(0.25), "b;c", Duration.FromSeconds(1)) { Kind = "Stimulus" }]);
        using var folder = new TemporaryFolder();
        Create(folder.PathOf("a.csv"), content);
        Assert.Equal("time_s,Fp1 [µV],\"x,y\",marker\r\n0,0,0.5,\r\n0.25,1,1.5,a;b\\;c\r\n0.5,2,2.5,\r\n",
            File.ReadAllText(folder.PathOf("a.csv")));
        var losses = Format.Preview(content).Losses;
        Assert.Contains(losses, l => l.Contains("holds no length of a marker; 1 markers have one", StringComparison.Ordinal));
        Assert.Contains(losses, l => l.Contains("1 markers have a kind or a channel", StringComparison.Ordinal));
        Assert.Equal("a.tsv", Path.GetFileName(folder.PathOf("a.tsv")));
        Create(folder.PathOf("a.tsv"), content);
        Assert.StartsWith("time_s\tFp1 [µV]\tx,y\tmarker\r\n", File.ReadAllText(folder.PathOf("a.tsv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_of_different_rates_are_refused_with_advice()
    {
        using var folder = new TemporaryFolder();
        using var mixed = Held([Stream(100, Plain(1), (n, _) => n, (0, 50)), Stream(50, Plain(1), (n, _) => n, (0, 25))]);
        var refusal = Assert.Throws<RecordingFormatException>(() => Create(folder.PathOf("a.csv"), mixed));
        Assert.Contains("Write each stream to a table of its own", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
        using var same = Held([Stream(100, Plain(2), (n, c) => n + c, (0, 50)),
            Stream(100, [new("Y", ChannelKind.Unknown)], (n, _) => -n, (0, 50))]);
        Create(folder.PathOf("a.csv"), same);
        using var read = Format.Open(folder.PathOf("a.csv"));
        Assert.Equal([3f, 4, -3], read.Streams.Single().Read(3, 1));
    }
}
