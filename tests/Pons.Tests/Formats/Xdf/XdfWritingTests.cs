using System.Collections.Immutable;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Formats.Xdf;
using Pons.Streams;

namespace Pons.Tests.Formats.Xdf;

public sealed class XdfWritingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pons-xdf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private CreationReport Create(string name, Recording content, CreationOptions? options = null) =>
        new XdfFormat().Create(PathOf(name), content, options, TestContext.Current.CancellationToken);

    private (Recording Read, CreationReport Report) RoundTrip(Recording content, CreationOptions? options = null)
    {
        var name = $"{Guid.NewGuid():N}.xdf";
        var report = Create(name, content, options);
        return (Recording.Open(PathOf(name)), report);
    }

    private static long SinceStart(RecordedStream stream, long sample) =>
        stream.TimeOf(sample).Nanoseconds - stream.Segments[0].Start.Nanoseconds;

    private static void AssertSame(Recording expected, Recording actual)
    {
        Assert.Equal(expected.Streams.Select(s => s.Info.Name), actual.Streams.Select(s => s.Info.Name));
        Assert.Equal(expected.Markers.OrderBy(m => (m.Onset.Nanoseconds, m.Kind)), actual.Markers
            .OrderBy(m => (m.Onset.Nanoseconds, m.Kind)));
        foreach (var (e, a) in expected.Streams.Zip(actual.Streams))
        {
            Assert.Equal(e.Info.Channels, a.Info.Channels);
            Assert.Equal(e.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)), a.Segments
                .Select(s => (s.FirstSampleIndex, s.SampleCount)));
            Assert.Equal(e.Read(0, (int)e.SampleCount), a.Read(0, (int)e.SampleCount));
            foreach (var g in e.Segments)
                for (var i = g.FirstSampleIndex; i < g.EndSampleIndex; i += Math.Max(1, g.SampleCount / 50))
                    Assert.InRange(SinceStart(a, i) - SinceStart(e, i), -2, 2);
        }
    }

    [Fact]
    public void Streams_markers_and_header_come_back()
    {
        using var content = MadeRecording.Held(
            [MadeRecording.Stream(250, 4, (n, c) => MathF.Sin(n * 0.1f) * 50 + c, (0, 1_000), (1_003, 500)), MadeRecording
                .Stream(10, 1, (n, _) => float.NaN, (0, 30))],
            [new(Duration.FromSeconds(-2), "early") { Kind = "Note" }, new(Duration.FromSeconds(1.5), "仰卧 & <b>") { Kind = "Stimulus" },
                new(Duration.FromSeconds(1.5), "")],
            new DateTime(2031, 2, 3, 4, 5, 6, 789));
        var (read, report) = RoundTrip(content);
        using (read)
        {
            AssertSame(content, read);
            Assert.True(report.IsBitEqual);
            Assert.Empty(report.Warnings);
            Assert.Empty(read.Warnings);
            Assert.Equal((content.Header.StartTime, "S 01", "a test"),
                (read.Header.StartTime, read.Header.Subject, read.Header.Description));
            Assert.Equal(0.012, Assert.Single(read.Gaps).Length.Seconds, 1e-8);
        }
    }

    [Fact]
    public void Session_with_all_kinds_of_streams_is_written_as_it_was_read()
    {
        using var content = new XdfFormat().Open(RecordingFiles.InMemory("made.xdf", XdfBytes.Session().ToArray()));
        var (read, report) = RoundTrip(content);
        using (read)
        {
            AssertSame(content, read);
            Assert.True(report.IsBitEqual);
            Assert.Equal([SampleType.Float32, SampleType.Int16, SampleType.Float64], read.Streams.Select(s => s.StoredAs));
        }
    }

    [Fact]
    public void Recording_with_a_reset_clock_is_written_with_the_times_that_were_found()
    {
        using var content = Recording.Open(RecordedData.PathOf("formats/xdf/clock_resets.xdf"));
        var (read, report) = RoundTrip(content);
        using (read)
        {
            AssertSame(content, read);
            Assert.True(report.IsBitEqual);
            Assert.Equal("BP-LP-022", read.Header.Fields.Single(f => f.Name == "BioSemi hostname").Value);
        }
    }

    [Fact]
    public void What_was_taken_from_the_header_is_not_written_again()
    {
        using var source = new XdfFormat().Open(RecordingFiles.InMemory("made.xdf", new XdfBytes()
            .Stream(1, "int8", 1, 10, desc: "<subject><name>Somebody</name></subject>").Samples(1, XdfBytes.Row(1, [1]))
                .Footer(1, 1).ToArray()));
        using var content = new Recording(source.Header with
        {
            Subject = "",
            Fields = [.. source.Header.Fields.Where(f => !f.IsPersonal)]
        }, source.Streams, source.Markers);
        Create("clean.xdf", content);
        Assert.DoesNotContain("Somebody", File.ReadAllText(PathOf("clean.xdf")), StringComparison.Ordinal);
        Create("kept.xdf", source);
        Assert.Contains("Somebody", File.ReadAllText(PathOf("kept.xdf")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf", SampleType.Int16)]
    [InlineData("formats/edf_bdf/test_uneven_samp.edf", SampleType.Float32)]
    [InlineData("formats/edf_bdf/chtypes_edf.edf", SampleType.Float32)]
    public void Edf_comes_back_with_the_same_digital_numbers(string file, SampleType storedAs)
    {
        using var content = Recording.Open(RecordedData.PathOf(file));
        var (read, report) = RoundTrip(content);
        using (read)
        {
            Assert.True(report.IsBitEqual);
            Assert.All(read.Streams, s => Assert.Equal(storedAs, s.StoredAs));
            new EdfFormat().Create(PathOf("back.edf"), read, cancellation: TestContext.Current.CancellationToken);
            using var back = Recording.Open(PathOf("back.edf"));
            AssertSame(content, back);
            Assert.Equal(content.Streams.SelectMany(s => s.Scales), back.Streams.SelectMany(s => s.Scales));
        }
    }

    [Fact]
    public void Chosen_whole_numbers_keep_their_scale_in_the_header()
    {
        using var content = Recording.Open(RecordedData.PathOf("formats/edf_bdf/test_uneven_samp.edf"));
        var (read, report) = RoundTrip(content, new() { SampleType = SampleType.Int16 });
        using (read)
        {
            AssertSame(content, read);
            Assert.True(report.IsBitEqual);
            Assert.All(read.Streams, s => Assert.Equal(SampleType.Int16, s.StoredAs));
            Assert.Contains(report.Warnings, w =>
                w.EndsWith("with its scale in the header: other readers of XDF show those numbers.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Types_that_cannot_hold_the_values_are_refused()
    {
        using var content = MadeRecording.Held([MadeRecording.Stream(10, 1, (n, _) => n + 0.5f, (0, 10))]);
        foreach (var type in (SampleType[])[SampleType.Int16, SampleType.UInt16, SampleType.Text])
            Assert.Throws<RecordingFormatException>(() => Create("no.xdf", content, new() { SampleType = type }));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Rounding_to_single_precision_is_reported()
    {
        using var content = new XdfFormat().Open(RecordingFiles.InMemory("made.xdf",
            new XdfBytes().Stream(1, "double64", 1, 10).Samples(1, XdfBytes.Row(1, BitConverter.GetBytes(0.1))).Footer(1, 1).ToArray()));
        var (read, report) = RoundTrip(content, new() { SampleType = SampleType.Float32 });
        read.Dispose();
        Assert.Equal(0.1f - 0.1, report.Losses[0].LargestError, 1e-20);
    }

    [Fact]
    public void Irregular_streams_and_details_of_channels_are_written()
    {
        var clock = new ClockId("made");
        ImmutableArray<Channel> channels =
        [
            new("Fp1", ChannelKind.Eeg, "µV", "Cz", ElectrodeName.TryParse("Fp1", out var known) ? known.Position : null),
            new("F1", ChannelKind.Emg, "µV"), new("temp", ChannelKind.Other, "°C"),
                new("E7", ChannelKind.Eeg, "µV", null, new(0.6, 0, 0.8)), new("q", ChannelKind.Unknown, ""),
        ];
        ImmutableArray<RecordedChannel> details = [.. channels.Select((c, i) => new RecordedChannel
        {
            SourceLabel = "src " + c.Label, ImpedanceOhms = i == 0 ? 4_700 : null, HighPassHz = i == 1 ? 0 : null, LowPassHz =
                40, NotchHz = 50, Filtering = "HP:0.1Hz", Sensor = "cup",
            LocationMetres = i == 0 ? (0.01, -0.02, 0.09) : null,
        })];
        using var content = MadeRecording.Held([new DetailedStream(new("mixed", channels, 10, clock), details)]);
        var (read, report) = RoundTrip(content);
        using (read)
        {
            Assert.Empty(report.Warnings);
            Assert.Equal(channels.Select(c => (c.Label, c.Kind, c.Unit, c.Reference)), read.Streams[0].Info.Channels
                .Select(c => (c.Label, c.Kind, c.Unit, c.Reference)));
            Assert.Equal(channels[3].Position, read.Streams[0].Info.Channels[3].Position);
            Assert.Null(read.Streams[0].Info.Channels[1].Position);
            Assert.Equal(details.Select(d => d with { LocationMetres = null }), read.Streams[0].Details
                .Select(d => d with { LocationMetres = null }));
            Assert.Equal(0.09, read.Streams[0].Details[0].LocationMetres!.Value.Z, 1e-15);
        }
    }

    [Fact]
    public void Writer_appends_whole_chunks_so_that_every_moment_leaves_a_readable_file()
    {
        using var file = new MemoryStream();
        var writer = new XdfWriter(file);
        var eeg = writer.AddStream(new() { Name = "EEG", SampleType = SampleType.Int16, RateHz = 100, Channels = [new("C3"), new("C4")] });
        var cues = writer.AddStream(new() { Name = "Cues", Type = "Markers", SampleType = SampleType.Text, Channels = [new("label")] });
        for (var part = 0; part < 20; part++)
        {
            writer.Write(eeg, [part * 0.1], [.. Enumerable.Range(part * 10, 10).SelectMany(n => new[] { n, -(float)n })]);
            writer.Write(cues, [part * 0.1 + 0.05], ["cue"]);
            writer.WriteClockOffset(eeg, part * 0.1, 0);
            using var torn = new XdfFormat().Open(RecordingFiles.InMemory("live.xdf", file.ToArray()));
            Assert.Equal((part + 1) * 10, torn.Streams[0].StoredCount);
            Assert.Equal(part + 1, torn.Markers.Length);
            Assert.Equal(["The streams 'EEG', 'Cues' have no footer: the recording was not closed."], torn.Warnings);
        }

        writer.Close();
        using var recording = new XdfFormat().Open(RecordingFiles.InMemory("live.xdf", file.ToArray()));
        Assert.Empty(recording.Warnings);
        Assert.Equal([199f, -199f], recording.Streams[0].Read(199, 1));
    }

    [Fact]
    public void Writer_puts_boundaries_between_and_cuts_long_writes()
    {
        using var file = new MemoryStream();
        var writer = new XdfWriter(file);
        var id = writer.AddStream(new() { Name = "EEG", SampleType = SampleType.Float64, RateHz = 1_000, Channels = [new("C3")] });
        writer.Write(id, [0], [.. Enumerable.Range(0, 200_000).Select(n => (double)n)]);
        writer.Close();
        byte[] bytes = file.ToArray();
        var boundaries = 0;
        for (var at = bytes.AsSpan().IndexOf(XdfBytes.Boundary); at >= 0; boundaries++)
        {
            var next = bytes.AsSpan(at + 1).IndexOf(XdfBytes.Boundary);
            at = next < 0 ? -1 : at + 1 + next;
        }

        Assert.Equal(bytes.Length / XdfWriter.BoundaryBytes, boundaries, 1.0);
        using var recording = new XdfFormat().Open(RecordingFiles.InMemory("long.xdf", bytes));
        Assert.Equal(199_999, recording.Streams[0].Read(199_999, 1)[0]);
        Assert.Equal(200_000, Assert.Single(recording.Streams[0].Segments).SampleCount);
    }

    [Fact]
    public void Writer_refuses_what_would_make_the_file_lie()
    {
        var writer = new XdfWriter(new MemoryStream());
        var id = writer.AddStream(new() { Name = "EEG", SampleType = SampleType.Int8, RateHz = 10, Channels = [new("a"), new("b")] });
        Assert.Throws<ArgumentException>(() => writer.AddStream(new() { Name = "", SampleType = SampleType.Int8, Channels = [new("a")] }));
        Assert.Throws<ArgumentException>(() =>
            writer.AddStream(new() { Name = "x", SampleType = SampleType.UInt16, Channels = [new("a")] }));
        Assert.Throws<ArgumentException>(() => writer.AddStream(new() { Name = "x", SampleType = SampleType.Int8, Channels = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(id, [0], [1f, 128f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(id, [0], [1f, 0.5f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(9, [0], [1f, 2f]));
        Assert.Throws<ArgumentException>(() => writer.Write(id, [0], [1f]));
        Assert.Throws<ArgumentException>(() => writer.Write(id, [0, 1], [1f, 2f]));
        Assert.Throws<ArgumentException>(() => writer.Write(id, [double.NaN], [1f, 2f]));
        Assert.Throws<ArgumentException>(() => writer.Write(id, [0], ["a", "b"]));
        Assert.Throws<ArgumentException>(() => writer.WriteClockOffset(id, 0, double.NaN));
        writer.EndStream(id);
        Assert.Throws<ArgumentException>(() => writer.Write(id, [0], [1f, 2f]));
    }

    [Fact]
    public void Cancelled_writing_leaves_nothing()
    {
        using var content = MadeRecording.Held([MadeRecording.Stream(100, 1, (n, _) => n, (0, 1_000))]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => new XdfFormat().Create(PathOf("no.xdf"), content, cancellation: cancelled.Token));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private sealed class DetailedStream(StreamInfo info, ImmutableArray<RecordedChannel> details)
        : RecordedStream(info, [new(0, 5, new(info.Clock, 0))], [])
    {
        public override ImmutableArray<RecordedChannel> Details => details;

        protected override void ReadStored(long firstStored, Span<float> destination) => destination.Fill(firstStored);
    }
}
