using System.Collections.Immutable;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.NumPy;
using Pons.Streams;

namespace Pons.Tests.Formats.NumPy;

public sealed class NumPyWritingTests
{
    private static readonly ClockId Clock = new("recording made");
    private static readonly NpzFormat Archive = new();

    private static CreationReport Create(string path, Recording content, CreationOptions? options = null) =>
        Archive.Create(path, content, options, TestContext.Current.CancellationToken);

    private static CreationReport CreateArray(string path, Recording content, CreationOptions? options = null) =>
        new NpyFormat().Create(path, content, options, TestContext.Current.CancellationToken);

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

    [Fact]
    public void Archive_keeps_the_contract()
    {
        Channel[] channels = [new("Fp1", Reference: "Cz"), new("心电", ChannelKind.Ecg), new("x", ChannelKind.Other, "m/s²")];
        using var content = Held([Stream(512.0 / 3, channels, (n, c) => n * 0.37f - c, (0, 200), (500, 300)),
            Stream(10, [new("t", ChannelKind.Unknown, "°C")], (n, _) => n, (0, 40))],
            [new(Duration.FromSeconds(-0.5), "before"),
                new(Duration.FromSeconds(0.123456789), "事件", Duration.FromSeconds(4.1)) { Kind = "Stimulus", Channel = "Fp1" },
                new(Duration.FromSeconds(60), "")],
            new DateTime(2024, 2, 29, 23, 59, 59).AddTicks(1_234_567));
        new FormatContract(Archive, NumPyReadingTests.Archive(false,
            ("data", NumPyReadingTests.Array("<f4", false, "3,", new byte[12])))).VerifyCreation(content, Path.GetTempPath());
        using var folder = new TemporaryFolder();
        Assert.True(Create(folder.PathOf("a.npz"), content).IsBitEqual);
        using var read = Archive.Open(folder.PathOf("a.npz"));
        Assert.Equal(content.Header.StartTime, read.Header.StartTime);
        Assert.Equal(channels, read.Streams[0].Info.Channels.Select(c => c with { Position = null }));
        Assert.Equal(content.Streams[1].Info.Channels, read.Streams[1].Info.Channels);
        Assert.Equal(content.Markers, read.Markers);
        Assert.Empty(read.Warnings);
        Assert.Empty(Archive.Preview(content).Losses);
        Create(folder.PathOf("b.npz"), content);
        Assert.Equal(File.ReadAllBytes(folder.PathOf("a.npz")), File.ReadAllBytes(folder.PathOf("b.npz")));
    }

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf")]
    [InlineData("sleep/edfio/short_psg.edf")]
    [InlineData("formats/brainvision/test.vhdr")]
    [InlineData("ssvep/ganglion_belgrade/S03_a_data.csv")]
    public void Real_recording_is_written_bit_equal_to_an_archive(string file)
    {
        using var source = Recording.Open(RecordedData.PathOf(file));
        using var folder = new TemporaryFolder();
        foreach (var isChannelMajor in new[] { false, true })
        {
            Assert.True(Create(folder.PathOf("a.npz"), source, new() { IsChannelMajor = isChannelMajor }).IsBitEqual);
            using var read = Recording.Open(folder.PathOf("a.npz"));
            Assert.Equal(source.Markers, read.Markers);
            Assert.Equal(source.Header.StartTime, read.Header.StartTime);
            foreach (var (before, after) in source.Streams.Zip(read.Streams))
            {
                Assert.Equal((before.Info.RateHz, before.SampleCount, before.StoredCount),
                    (after.Info.RateHz, after.SampleCount, after.StoredCount));
                Assert.Equal(before.Info.Channels.Select(c => (c.Label, c.Kind, c.Unit, c.Reference)),
                    after.Info.Channels.Select(c => (c.Label, c.Kind, c.Unit, c.Reference)));
                Assert.Equal(before.Read(0, (int)before.SampleCount), after.Read(0, (int)before.SampleCount));
            }
        }
    }

    [Fact]
    public void Array_holds_numbers_only_and_says_so()
    {
        using var content = Held([Stream(100, [new("Fp1"), new("Fp2")], (n, c) => n + c * 0.5f, (0, 200), (250, 50))],
            [new(Duration.Zero, "a")]);
        using var folder = new TemporaryFolder();
        var format = new NpyFormat();
        var losses = format.Preview(content).Losses;
        Assert.Contains(losses, l => l.Contains("holds numbers only", StringComparison.Ordinal));
        Assert.Contains(losses, l => l.Contains("holds no markers", StringComparison.Ordinal));
        Assert.Contains(losses, l => l.Contains("50 samples are missing", StringComparison.Ordinal));
        Assert.True(format.Preview(content).HoldsSamples);
        CreateArray(folder.PathOf("a.npy"), content);
        using var read = format.Open(folder.PathOf("a.npy"));
        Assert.Equal((300L, 2), (read.Streams[0].SampleCount, read.Streams[0].Info.ChannelCount));
        Assert.Equal(content.Streams[0].Read(0, 300), read.Streams[0].Read(0, 300));
        using var two = Held([content.Streams[0], Stream(10, [new("t")], (n, _) => n, (0, 3))]);
        Assert.Contains("Write an .npz file", Assert.Throws<RecordingFormatException>(() =>
            CreateArray(folder.PathOf("b.npy"), two)).Message, StringComparison.Ordinal);
        using var torn = Held([Stream(100, [new("Fp1")], (n, _) => n, (0, 2), (5_000_000, 2))]);
        Assert.Contains("cut the recording at its gaps",
            Assert.Throws<RecordingFormatException>(() => CreateArray(folder.PathOf("b.npy"), torn)).Message, StringComparison.Ordinal);
        Assert.Contains("Choose Float32 or Float64",
            Assert.Throws<RecordingFormatException>(() =>
                CreateArray(folder.PathOf("b.npy"), content, new() { SampleType = SampleType.Int16 })).Message,
            StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Values_beyond_float_are_kept_or_their_loss_is_told()
    {
        using var source = new NpyFormat().Open(RecordingFiles.InMemory("a.npy",
            NumPyReadingTests.Array("<f8", false, "3,", NumPyReadingTests.Bytes(1.0, 0.1, double.NaN))));
        using var folder = new TemporaryFolder();
        Assert.True(CreateArray(folder.PathOf("a.npy"), source).IsBitEqual);
        Assert.Equal(SampleType.Float64, Recorded(folder.PathOf("a.npy")));
        var report = CreateArray(folder.PathOf("a.npy"), source, new() { SampleType = SampleType.Float32 });
        Assert.Equal(Math.Abs(0.1f - 0.1), report.Losses.Single().LargestError);
        Assert.Equal(SampleType.Float32, Recorded(folder.PathOf("a.npy")));
    }

    private static SampleType Recorded(string path)
    {
        using var recording = Recording.Open(path);
        return recording.Streams[0].StoredAs;
    }
}
