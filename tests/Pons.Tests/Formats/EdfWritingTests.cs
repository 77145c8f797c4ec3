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
        Assert.Equal("Startdate 31-DEC-2091 X X X a_test", read.Header.Description);
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

    private static Recording Made(EdfBytes file) => new EdfFormat().Open(RecordingFiles.InMemory("made.edf", file.ToBytes()));

    [Fact]
    public void Texts_on_labels_transducers_and_filters_are_kept_with_several_rates()
    {
        using var content = Made(new EdfBytes());
        var (read, report) = RoundTrip(content);
        using var _ = read;
        Assert.Equal(["EEG C3", "EEG Cz", "Resp"], ((EdfHeader)read.Header).Signals.Where(s => !s.IsAnnotations).Select(s => s.Label));
        foreach (var stream in read.Streams)
            Assert.All(stream.Details, d => Assert.Equal(("AgAgCl", "HP:0.1Hz", 0.1), (d.Sensor, d.Filtering, d.HighPassHz)));
        Assert.Empty(report.Warnings);
    }

    [Theory]
    [InlineData("HP:0.1Hz LP:75Hz N:50Hz", 0.1, 75.0, 50.0)]
    [InlineData("HP: DC; LP: 417 Hz", 0.0, 417.0, null)]
    [InlineData("LP:1,5kHz", null, 1500.0, null)]
    [InlineData("No filtering", null, null, null)]
    [InlineData("", null, null, null)]
    public void Filters_are_understood(string text, double? highPass, double? lowPass, double? notch)
    {
        var channel = EdfFilters.Parsed(new(), text);
        Assert.Equal((highPass, lowPass, notch, text), (channel.HighPassHz, channel.LowPassHz, channel.NotchHz, channel.Filtering));
        Assert.Equal(text.Length > 0 ? text : "HP:0.5Hz", EdfFilters.Text(text.Length > 0 ? channel : new() { HighPassHz = 0.5 }));
    }

    [Fact]
    public void Subfields_on_person_and_equipment_are_fields_and_are_kept()
    {
        var file = new EdfBytes
        {
            Patient = "MCH-0234567 F 02-MAY-1951 Haagse_Harry left handed",
            Recording = "Startdate 02-MAR-2004 EMG561 BK/JOP Sony. MNC R Median Nerve.",
        };
        using var content = Made(file);
        Assert.Equal([("patient code", "MCH-0234567"), ("sex", "F"), ("birthdate", "02-MAY-1951"), ("patient name", "Haagse_Harry"),
            ("further patient details", "left handed"), ("administration code", "EMG561"), ("technician", "BK/JOP"),
            ("equipment", "Sony."), ("further recording details", "MNC R Median Nerve.")],
            content.Header.Fields.Select(f => (f.Name, f.Value)));
        Assert.All(content.Header.Fields, f => Assert.True(f.IsPersonal));
        Assert.Equal("Sony.", content.Header.Device);
        using var read = RoundTrip(content).Read;
        Assert.Equal((file.Patient, file.Recording), (read.Header.Subject, read.Header.Description));
    }

    [Fact]
    public void Fields_of_another_format_become_subfields()
    {
        using var stream = Held([Stream(10, 1, (n, _) => n, (0, 20))]);
        var content = new Recording(stream.Header with
        {
            Subject = "",
            Description = "",
            Device = "Amp 7",
            Fields = [new("Sex", "F"), new("patient code", "P 12"), new("technician", "N.N.")],
        }, stream.Streams, []);
        using var read = RoundTrip(content).Read;
        Assert.Equal(("P_12 F X X", "Startdate X X N.N. Amp_7"), (read.Header.Subject, read.Header.Description));
    }

    [Fact]
    public void Markers_of_a_channel_name_it_and_keep_it()
    {
        using var content = Made(new EdfBytes
        {
            Signals = [new("EEG C3-Ref", 4), new("EEG C3-Ref", 4), new("EEG Cz", 4)],
            AnnotationSamples = 60,
            Annotations = r => EdfBytes.Tal(r > 0 ? $"+{r}\u0014\u0014\0"
                : "+0\u0014\u0014\0+0.5\u0014Spike@@EEG Cz\u0014mail a@@b\u0014Spike@@C3 (2)\u0014Spike@@EEG C3-Ref\u0014\0"),
        });
        Assert.Equal([("Spike", "Cz"), ("mail a@@b", null), ("Spike", "C3 (2)"), ("Spike@@EEG C3-Ref", null)],
            content.Markers.Select(m => (m.Label, m.Channel)));
        using var read = RoundTrip(content).Read;
        Assert.Equal(content.Markers, read.Markers);
    }

    [Fact]
    public void Marker_of_a_channel_that_is_not_written_keeps_its_name_in_the_text()
    {
        var (read, report) = RoundTrip(Held([Stream(10, 1, (n, _) => n, (0, 20))], [new(Duration.Zero, "Spike") { Channel = "T7" }]));
        using var _ = read;
        Assert.Equal("Spike@@T7", Assert.Single(read.Markers).Label);
        Assert.Contains(report.Warnings, w => w.Contains("its channel in the text", StringComparison.Ordinal));
    }

    [Fact]
    public void Kinds_of_markers_are_lost_with_a_word_before_and_after()
    {
        var content = Held([Stream(10, 1, (n, _) => n, (0, 20))], [new(Duration.Zero, "S  1") { Kind = "Stimulus" }]);
        const string Said = "EDF holds no kind of a marker; 1 markers have one, such as 'Stimulus'.";
        Assert.Contains(Said, new EdfFormat().Preview(content).Losses);
        Assert.Contains(Said, RoundTrip(content).Report.Warnings);
    }

    [Fact]
    public void Thousands_of_gaps_and_markers_keep_their_places()
    {
        var stretches = Enumerable.Range(0, 3000).Select(i => (i * 30L, 10L)).ToArray();
        var markers = Enumerable.Range(0, 3000).Select(i => new RecordedMarker(Duration.FromSeconds(i * 3 + 0.5), $"{i}")).ToImmutableArray();
        var content = Held([Stream(10, 1, (n, _) => n % 1000, stretches)], markers);
        using var read = RoundTrip(content).Read;
        Assert.Equal(stretches, read.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(markers, read.Markers);
        Assert.Equal(3000, read.Streams[0].ReadBlocks(10).Sum(b => b.Markers.Length));
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void Progress_rises_to_the_end()
    {
        var told = new List<double>();
        var content = Held([Stream(10, 1, (n, _) => n, (0, 5000))]);
        new EdfFormat().Create(PathOf("made.edf"), content, new() { Progress = told.Add }, TestContext.Current.CancellationToken);
        Assert.Equal(1, told[^1]);
        Assert.True(told.Count > 3 && told.Zip(told.Skip(1)).All(p => p.First < p.Second));
    }

    [Fact]
    public void Type_that_EDF_does_not_know_is_refused()
    {
        var content = Held([Stream(10, 1, (n, _) => n, (0, 20))]);
        var options = new CreationOptions { SampleType = SampleType.Float32 };
        var fault = Assert.Throws<RecordingFormatException>(() => new EdfFormat().Create(PathOf("made.edf"), content, options, TestContext.Current.CancellationToken));
        Assert.Contains("Float32", fault.What, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        var preview = new EdfFormat().Preview(content, options);
        Assert.False(preview.HoldsSamples);
        Assert.Contains(preview.Losses, l => l.Contains("cannot hold the recording at all", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_beyond_the_stated_limits_are_kept()
    {
        using var content = Made(new EdfBytes { Signals = [new("EEG C3", 4, "uV", "-100", "100", "-1000", "1000")], Sample = (_, n) => 3000 * n - 15000 });
        var (read, report) = RoundTrip(content);
        using var _ = read;
        Assert.True(report.IsBitEqual);
        Assert.Equal(content.Streams[0].Scales, read.Streams[0].Scales);
        Assert.Equal(content.Streams[0].Read(0, 12), read.Streams[0].Read(0, 12));
    }

    [Fact]
    public void Numbers_of_other_widths_are_shifted_where_their_range_fits()
    {
        using var content = Held([new WideStream([new(-1000, 1000, -8_000_000, 8_000_000, "mV"), new(0, 1, 0, 1, "")],
            (n, c) => c == 0 ? 3_000_000 + 40 * n : 40_000_000 - n)]);
        Assert.True(new EdfFormat().Preview(content).HoldsSamples);
        var (read, report) = RoundTrip(content);
        using var _ = read;
        Assert.True(report.IsBitEqual, string.Join("; ", report.Losses));
        var (before, after) = (new double[2000], new double[2000]);
        content.Streams[0].Read(0, before);
        read.Streams[0].Read(0, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Preview_says_what_writing_does()
    {
        var noise = new SplitMix(5).Gaussians(300);
        var content = Held([Stream(100, 3, (n, c) => c == 1 ? (float)noise[n] : n, (0, 300))]);
        var preview = new EdfFormat().Preview(content);
        Assert.False(preview.HoldsSamples);
        Assert.Contains(preview.Losses, l => l.Contains("1 channels are rounded, the first 'X1@100'", StringComparison.Ordinal));
        Assert.False(RoundTrip(content).Report.IsBitEqual);
    }

    [Fact]
    public void Missing_value_among_whole_numbers_is_refused_with_its_place()
    {
        using var content = Held([new WideStream([new(-1, 1, -1000, 1000, "V")], (n, _) => n == 700 ? double.NaN : n, SampleType.Int16)]);
        var fault = Assert.Throws<RecordingFormatException>(() => RoundTrip(content));
        Assert.Contains("Sample 700 of channel 'X0' is NaN", fault.What, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    /// <summary>A thousand samples of whole numbers with scales.</summary>
    private sealed class WideStream(ImmutableArray<DigitalScale> scales, Func<int, int, double> digital, SampleType type = SampleType.Int32)
        : RecordedStream(
            new("wide", [.. scales.Select((s, c) => new Channel($"X{c}", ChannelKind.Unknown, s.Unit.EndsWith('V') ? "µV" : s.Unit))], 100, Clock),
            [new(0, 1000, new(Clock, 0))], [])
    {
        public override ImmutableArray<DigitalScale> Scales => scales;

        public override SampleType StoredAs => type;

        protected override void ReadStored(long firstStored, Span<double> destination)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                var (n, c) = ((int)firstStored + i / scales.Length, i % scales.Length);
                destination[i] = digital(n, c) * scales[c].Gain + scales[c].Offset;
            }
        }

        protected override void ReadStored(long firstStored, Span<float> destination)
        {
            var wide = new double[destination.Length];
            ReadStored(firstStored, wide);
            for (var i = 0; i < wide.Length; i++) destination[i] = (float)wide[i];
        }
    }
}
