using System.Collections.Immutable;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

public sealed class EdfWritingTests : IDisposable
{
    private static readonly ClockId Clock = new("recording made.edf");
    private readonly string _folder = Directory.CreateTempSubdirectory("pons-edf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name);

    internal static Recording Held(ImmutableArray<RecordedStream> streams, ImmutableArray<RecordedMarker> markers = default,
        DateTime? start = null) =>
        new(new() { Format = "held", File = "made.edf", StartTime = start, Subject = "S 01", Description = "a test" }, streams,
            markers.IsDefault ? [] : markers);

    internal static HeldStream Stream(double rate, int channels, Func<int, int, float> value, params (long First, long Count)[] stretches)
    {
        var info = new StreamInfo($"{rate} Hz", [.. Enumerable.Range(0, channels)
            .Select(c => new Channel($"X{c}@{rate:0}", ChannelKind.Unknown))], rate, Clock);
        var segments = stretches.Select(s => new RecordedSegment(s.First, s.Count, Timestamp.FromSeconds(Clock, s.First / rate)))
            .ToImmutableArray();
        var samples = segments.SelectMany(s => Enumerable.Range((int)s.FirstSampleIndex, (int)s.SampleCount))
            .SelectMany(n => Enumerable.Range(0, channels).Select(c => value(n, c))).ToArray();
        return new(info, samples, segments);
    }

    private (Recording Read, CreationReport Report) RoundTrip(Recording content)
    {
        var report = new EdfFormat().Create(PathOf("made.edf"), content);
        return (Recording.Open(PathOf("made.edf")), report);
    }

    [Theory]
    [InlineData("mi/eegmmidb/S001R04.edf")]
    [InlineData("formats/edf_bdf/test.edf")]
    [InlineData("formats/edf_bdf/test_reduced.edf")]
    [InlineData("formats/edf_bdf/chtypes_edf.edf")]
    [InlineData("formats/edf_bdf/subsecond_starttime.edf")]
    [InlineData("formats/edf_bdf/test_uneven_samp.edf")]
    [InlineData("formats/edf_bdf/test_utf8_annotations.edf")]
    [InlineData("formats/edf_bdf/test_edfann.edf")]
    [InlineData("formats/nihon_kohden/MB0400FU.EDF")]
    [InlineData("sleep/edfio/short_psg.edf")]
    public void Real_recording_is_written_bit_equal(string file)
    {
        using var content = Recording.Open(RecordedData.PathOf(file));
        var (read, report) = RoundTrip(content);
        using var _ = read;
        Assert.True(report.IsBitEqual);
        Assert.Equal(content.Markers, read.Markers);
        Assert.Equal(content.Header.StartTime, read.Header.StartTime);
        Assert.Equal(content.Streams.Length, read.Streams.Length);
        foreach (var (before, after) in content.Streams.Zip(read.Streams))
        {
            Assert.Equal(before.Info.RateHz, after.Info.RateHz);
            Assert.Equal(before.Read(0, (int)before.SampleCount), after.Read(0, (int)before.SampleCount));
        }
    }

    [Fact]
    public void Whole_numbers_and_round_steps_come_back_bit_equal()
    {
        float[] steps = [1, 0.5f, 0.1f, 0.01f];
        var (read, report) =
            RoundTrip(Held([Stream(100, 4, (n, c) => (float)(((n * 7919) % 20001 - 10000) * (double)(decimal)steps[c]), (0, 500))]));
        using var _ = read;
        Assert.True(report.IsBitEqual, string.Join("; ", report.Losses));
        Assert.Equal(5, read.Header.DurationSeconds);
    }

    [Fact]
    public void Loss_of_other_values_is_reported_and_at_most_half_a_step()
    {
        var noise = new SplitMix(5).Gaussians(3000);
        var content = Held([Stream(250, 3, (n, c) => (float)(noise[n * 3 + c] * Math.Pow(10, c * 2)), (0, 1000))]);
        var (read, report) = RoundTrip(content);
        using var _ = read;
        Assert.All(report.Losses, l => Assert.InRange(l.LargestError, 1e-9, l.Step * 0.5001));
        for (var c = 0; c < 3; c++) Assert.InRange(report.Losses[c].Step, 0, 12 * Math.Pow(10, c * 2) / 65535 * 1.02);
        var (before, after) = (content.Streams[0].Read(0, 1000), read.Streams[0].Read(0, 1000));
        for (var i = 0; i < before.Length; i++) Assert.True(Math.Abs(before[i] - after[i]) <= report.Losses[i % 3].LargestError);
    }

    [Fact]
    public void Gaps_make_a_discontinuous_file_and_keep_their_places()
    {
        var content = Held([Stream(100, 2, (n, c) => n + c, (0, 150), (400, 250), (1000, 77)),
            Stream(50, 1, (n, _) => -n, (0, 75), (200, 125), (500, 38))]);
        var (read, _) = RoundTrip(content);
        using var __ = read;
        Assert.Equal("EDF+D", read.Header.Format);
        Assert.Equal([(0L, 150L), (400, 250), (1000, 77)], read.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([(1.5, 2.5), (6.5, 3.5)], read.Gaps.Select(g => (g.Start.Seconds, g.Length.Seconds)));
        Assert.Equal(content.Streams[0].Read(0, 1077), read.Streams[0].Read(0, 1077));
    }

    [Fact]
    public void Last_record_is_filled_declared_and_left_out_again()
    {
        // A prime number of samples, so that no usual record length divides it.
        var content = Held([Stream(256, 2, (n, c) => n - c, (0, 7919))],
            [new(Duration.FromSeconds(1.25), "T1", Duration.FromSeconds(0.5))]);
        var (read, report) = RoundTrip(content);
        using var _ = read;
        Assert.Contains(report.Warnings, w => w.Contains("filled with", StringComparison.Ordinal));
        Assert.Equal(7919, read.Streams[0].SampleCount);
        Assert.Equal(7919 / 256.0, read.Header.DurationSeconds);
        Assert.Equal(content.Markers, read.Markers);
        Assert.Equal(content.Streams[0].Read(0, 7919), read.Streams[0].Read(0, 7919));
    }

    [Fact]
    public void Many_markers_at_one_time_spread_over_the_records()
    {
        var markers = Enumerable.Range(0, 500).Select(i => new RecordedMarker(Duration.FromSeconds(2), $"marker {i}")).ToImmutableArray();
        var (read, _) = RoundTrip(Held([Stream(100, 1, (n, _) => n, (0, 1000))], markers));
        using var __ = read;
        Assert.Equal(markers, read.Markers);
        Assert.InRange(new FileInfo(PathOf("made.edf")).Length, 0, 60_000);
    }

    [Fact]
    public void Start_and_places_are_kept()
    {
        var start = new DateTime(2091, 12, 31, 23, 59, 58).AddMilliseconds(250);
        var info = new StreamInfo("EEG", [new("FC5", ChannelKind.Eeg, Reference: "Ref"), new("EOG left", ChannelKind.Eog)], 10, Clock);
        var (read, report) = RoundTrip(Held([new HeldStream(info, new float[40])], [new(Duration.FromSeconds(0.1), "go")], start));
        using var _ = read;
        Assert.Equal(start, read.Header.StartTime);
        Assert.Equal(0.1, read.Markers[0].Onset.Seconds);
        Assert.Equal([("FC5", ChannelKind.Eeg, "Ref"), ("EOG left", ChannelKind.Eog, null)],
            read.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind, c.Reference)));
        Assert.DoesNotContain(report.Warnings, w => w.Contains("will be read", StringComparison.Ordinal));
        Assert.Equal("X X X S_01", read.Header.Subject);
        Assert.Equal("Startdate 31-DEC-2091 X X a_test", read.Header.Description);
    }

    [Fact]
    public void Unknown_start_stays_unknown()
    {
        var (read, _) = RoundTrip(Held([Stream(10, 1, (n, _) => n, (0, 20))]));
        using var __ = read;
        Assert.Null(read.Header.StartTime);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void Foreign_letters_and_long_labels_are_changed_with_a_word()
    {
        var info = new StreamInfo("x", [new("Größe eines langen Kanals", ChannelKind.Other, "°C")], 10, Clock);
        var (read, report) =
            RoundTrip(Held([new HeldStream(info, new float[20])], [new(Duration.Zero, "中文 bleibt"), new(Duration.Zero, "")]));
        using var _ = read;
        Assert.Equal("Gr??e eines lang", read.Streams[0].Info.Channels[0].Label);
        Assert.Equal("中文 bleibt", Assert.Single(read.Markers).Label);
        foreach (var said in (string[])["is ASCII", "cut to 16 characters", "will be read as", "has no text"])
            Assert.Contains(report.Warnings, w => w.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Value_that_is_no_number_is_refused_with_its_place(float value)
    {
        var content = Held([Stream(10, 2, (n, c) => n == 7 && c == 1 ? value : 0, (0, 20))]);
        var fault = Assert.Throws<RecordingFormatException>(() => RoundTrip(content));
        Assert.Contains("Sample 7 of channel 'X1@10'", fault.What, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Gaps_that_fit_no_record_are_refused()
    {
        var content = Held([Stream(100, 1, (n, _) => n, (0, 101), (300, 100)), Stream(50, 1, (n, _) => n, (0, 50), (150, 50))]);
        Assert.Contains("between the gaps", Refused(content).What + Refused(Held([content.Streams[0], content.Streams[1]])).What,
            StringComparison.OrdinalIgnoreCase);
    }

    private RecordingFormatException Refused(Recording content)
    {
        using var withGaps = new Recording(content.Header, content.Streams, content.Markers, [new(Duration.Zero, Duration.FromSeconds(1))]);
        return Assert.Throws<RecordingFormatException>(() => new EdfFormat().Create(PathOf("made.edf"), withGaps));
    }

    [Fact]
    public void Interrupted_writing_leaves_the_old_file_alone()
    {
        File.WriteAllText(PathOf("made.edf"), "what was there");
        using var cancellation = new CancellationTokenSource();
        var content = Held([new CancellingStream(cancellation)]);
        Assert.Throws<OperationCanceledException>(() => new EdfFormat().Create(PathOf("made.edf"), content, cancellation: cancellation.Token));
        Assert.Equal("what was there", File.ReadAllText(PathOf("made.edf")));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Finished_file_replaces_the_old_one()
    {
        File.WriteAllText(PathOf("made.edf"), "what was there");
        var (read, _) = RoundTrip(Held([Stream(10, 1, (n, _) => n, (0, 20))]));
        using var __ = read;
        Assert.Equal(20, read.Streams[0].SampleCount);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Extreme_values_are_scaled_or_refused_never_wrong()
    {
        float[] peaks = [1e-6f, 3e4f, 2e8f, 1e12f];
        foreach (var peak in peaks)
        {
            var (read, report) = RoundTrip(Held([Stream(10, 1, (n, _) => peak * MathF.Sin(n), (0, 20))]));
            using var _ = read;
            Assert.InRange(report.Losses[0].LargestError, 0, peak * 2e-3);
        }

        var celsius = new StreamInfo("x", [new("T", ChannelKind.Other, "degC")], 10, Clock);
        Assert.Throws<RecordingFormatException>(() => RoundTrip(Held([new HeldStream(celsius, new float[] { 1e20f, -1e20f })])));
    }

    /// <summary>Asks for the end of the writing while its samples are read for the second time.</summary>
    private sealed class CancellingStream(CancellationTokenSource cancellation) : RecordedStream(
        new("x", [new("C3")], 10, Clock), [new(0, 5000, new(Clock, 0))], [])
    {
        protected override void ReadStored(long firstStored, Span<float> destination)
        {
            destination.Clear();
            if (destination.Length < 1000 && firstStored > 0 && destination.Length != 5000 % 4096) cancellation.Cancel();
        }
    }

    [Fact]
    public void Texts_on_transducers_and_filters_of_an_EDF_source_are_kept()
    {
        var (first, _) = RoundTrip(Held([Stream(100, 2, (n, c) => n + c, (0, 200))]));
        var header = (EdfHeader)first.Header;
        var told = header with { Signals = [.. header.Signals.Select((s, i) => s.IsAnnotations ? s : s with { Transducer = $"AgAgCl cup {i}", Prefiltering = "HP:0.1Hz" })] };
        var (read, report) = RoundTrip(new Recording(told, first.Streams, first.Markers));
        Assert.Equal(["AgAgCl cup 0", "AgAgCl cup 1"], ((EdfHeader)read.Header).Signals.Where(s => !s.IsAnnotations).Select(s => s.Transducer));
        Assert.All(((EdfHeader)read.Header).Signals.Where(s => !s.IsAnnotations), s => Assert.Equal("HP:0.1Hz", s.Prefiltering));
        Assert.DoesNotContain(report.Warnings, w => w.Contains("transducers", StringComparison.Ordinal));
    }
}
