using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Gdf;
using Pons.Streams;

namespace Pons.Tests.Formats.Gdf;

public sealed class GdfReadingTests
{
    private static Recording Open(byte[] file) => new GdfFormat().Open(RecordingFiles.InMemory("made.gdf", file));

    private static RecordingFormatException Refused(byte[] file) => Assert.Throws<RecordingFormatException>(() => Open(file));

    /// <summary>Sums and first values agree with MNE-Python 1.3.0, for the first file within the single precision that MNE scales it in.</summary>
    [Theory]
    [InlineData("formats/gdf/test_1ch.gdf", "GDF 2.10", 1, 4500, 150, 79321.68398209615, -9.672)]
    [InlineData("formats/gdf/ut_rest_subj5_gel.gdf", "GDF 2.00", 14, 49664, 512, -1463212713.7888184, -5001.84033203, -9018.71972656, -8951.63964844)]
    [InlineData("ssvep/exoskeleton/subject01_record-2012.07.06-19.02.16.gdf", "GDF 1.25", 8, 57024, 256, -2482.305183522548, 0.00671727, -0.0120122, -0.01198338)]
    [InlineData("ssvep/exoskeleton/subject03_record-2012.07.11-15.25.23.gdf", "GDF 1.25", 8, 59040, 256, -1306.2908772150342, 0.00758044, -0.00587086, -0.00793442)]
    public void Samples_equal_those_of_the_reference_reader(
        string file, string format, int channels, int samples, double rate, double sum, params double[] first)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(format, recording.Header.Format);
        Assert.Equal((channels, samples, rate), (stream.Info.ChannelCount, (int)stream.SampleCount, stream.Info.RateHz!.Value));
        var values = new double[samples * channels];
        stream.Read(0, values);
        Assert.Equal(1, values.Sum() / sum, 1e-9);
        for (var i = 0; i < first.Length; i++) Assert.Equal(first[i], values[i], Math.Max(1e-6, Math.Abs(first[i]) * 1e-8));
    }

    [Fact]
    public void Trials_of_the_flicker_recording_are_markers_at_their_sample()
    {
        using var recording = Recording.Open(RecordedData.PathOf("ssvep/exoskeleton/subject03_record-2012.07.11-15.25.23.gdf"));
        Assert.Equal([("32769", 1), ("32770", 1), ("32779", 32), ("32780", 32), ("33024", 8), ("33025", 8), ("33026", 8), ("33027", 8)],
            recording.Markers.CountBy(m => m.Label).Select(p => (p.Key, p.Value)).OrderBy(p => p.Key, StringComparer.Ordinal));
        Assert.Equal(2306, recording.Streams[0].Markers[0].SampleIndex);
        Assert.Contains(recording.Warnings, w => w.Contains("does not state its rate: that of the fastest signal is taken, 256 Hz", StringComparison.Ordinal));
    }

    [Fact]
    public void Stop_of_the_record_lies_behind_its_samples_in_one_recording()
    {
        using var recording = Recording.Open(RecordedData.PathOf("ssvep/exoskeleton/subject01_record-2012.07.06-19.02.16.gdf"));
        Assert.Equal(98, recording.Markers.Length);
        Assert.Contains(recording.Warnings, w => w.Contains("1 of 98 markers lie outside the samples", StringComparison.Ordinal));
    }

    [Fact]
    public void Header_without_data_opens_with_no_sample_and_says_so()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/gdf/ut_rest_subj4_gel_HEADER_ONLY.gdf"));
        Assert.Equal((14, 0L), (recording.Streams[0].Info.ChannelCount, recording.Streams[0].SampleCount));
        Assert.Equal(0, recording.Header.DurationSeconds);
        Assert.Contains("The file holds no whole data record: it opens with 0 samples.", recording.Warnings);
        Assert.Equal(new DateTime(2022, 10, 26, 15, 36, 24), recording.Header.StartTime!.Value, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("1.25")]
    [InlineData("1.94")]
    [InlineData("2.00")]
    [InlineData("2.20")]
    [InlineData("2.51")]
    public void Made_file_of_every_version_keeps_the_contract_and_says_the_same(string version)
    {
        var file = new GdfFile { Version = version };
        new FormatContract(new GdfFormat(), file).Verify();
        using var recording = Open(file);
        Assert.Empty(recording.Warnings);
        Assert.Equal([("8 Hz", 12L), ("4 Hz", 6L)], recording.Streams.Select(s => (s.Info.Name, s.SampleCount)));
        Assert.Equal([0f, 10, 1, 11], recording.Streams[0].Read(0, 2));
        Assert.Equal([("C3", ChannelKind.Eeg, "µV"), ("C4", ChannelKind.Eeg, "µV")],
            recording.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind, c.Unit)));
        Assert.Equal([("768", 0.0, 0.5, null), ("770", 1.0, (double?)null, "C4")],
            recording.Markers.Select(m => (m.Label, m.Onset.Seconds, m.Length?.Seconds, m.Channel)));
        Assert.Equal(("P7 Wang", "run 3"), (recording.Header.Subject, recording.Header.Description));
        Assert.Equal([("patient code", "P7", true), ("patient name", "Wang", true)],
            recording.Header.Fields.Select(f => (f.Name, f.Value, f.IsPersonal)));
        Assert.Equal((SampleType.Int16, SampleType.Float32), (recording.Streams[0].StoredAs, recording.Streams[1].StoredAs));
        Assert.Equal((2, 0), (recording.Streams[0].Scales.Length, recording.Streams[1].Scales.Length));
    }

    [Theory]
    [InlineData(1u, -128, 127)]
    [InlineData(2u, 0, 255)]
    [InlineData(3u, -32768, 32767)]
    [InlineData(4u, 0, 65535)]
    [InlineData(279u, -8388608, 8388607)]
    [InlineData(535u, 0, 16777215)]
    [InlineData(5u, -2147483648.0, 2147483647)]
    [InlineData(6u, 0, 4294967295)]
    [InlineData(7u, -9007199254740992.0, 9007199254740992)]
    [InlineData(8u, 0, 9007199254740992)]
    [InlineData(16u, -1.5, 0.1f)]
    [InlineData(17u, -1e300, 0.1)]
    public void Every_number_type_is_read_to_its_ends(uint type, double lowest, double highest)
    {
        double[] numbers = [lowest, highest, 0, 1, lowest, highest, 2, 3, 0, 0, 0, 0];
        using var recording = Open(new GdfFile
        {
            Signals = [new("A", 4, type, -1e5, 1e5) { UnitCode = 512 }, new("B", 4, type, -1e5, 1e5) { UnitCode = 4256 + 18 }],
            Sample = (_, n) => numbers[n],
        });
        var values = new double[24];
        recording.Streams[0].Read(0, values);
        Assert.Equal(numbers.SelectMany(n => new[] { n, n * 1000 }), values);
    }

    [Fact]
    public void Signals_of_several_types_and_one_rate_are_one_stream()
    {
        uint[] types = [3, 279, 16, 17, 5, 2, 4, 6, 1];
        using var recording = Open(new GdfFile
        {
            Signals = [.. types.Select((t, i) => new GdfFile.Signal($"X{i}", 40, t) { UnitCode = 512 })],
            Sample = (s, n) => n / 2 + s,
        });
        var stream = Assert.Single(recording.Streams);
        Assert.Equal(SampleType.Float64, stream.StoredAs);
        Assert.Equal(Enumerable.Range(0, 120).SelectMany(n => types.Select((_, s) => (float)(n / 2 + s))), stream.Read(0, 120));
    }

    [Theory]
    [InlineData(4256, "µV", 1e6)]
    [InlineData(4274, "µV", 1e3)]
    [InlineData(4275, "µV", 1)]
    [InlineData(4276, "µV", 1e-3)]
    [InlineData(3872, "mmHg", 1)]
    [InlineData(6048, "°C", 1)]
    [InlineData(2496, "Hz", 1)]
    [InlineData(4160 + 20, "nA", 1)]
    [InlineData(512, "", 1)]
    [InlineData(60000, "unit 60000", 1)]
    public void Dimension_codes_are_units(int code, string unit, double factor)
    {
        using var recording = Open(new GdfFile { Signals = [new("A", 1, 3) { UnitCode = code, UnitText = "" }], Sample = (_, n) => n });
        Assert.Equal(unit, recording.Streams[0].Info.Channels[0].Unit);
        Assert.Equal([0f, (float)factor, (float)(2 * factor)], recording.Streams[0].Read(0, 3));
    }

    [Fact]
    public void Scale_offset_and_details_of_a_signal_are_kept()
    {
        using var recording = Open(new GdfFile
        {
            Signals = [new("C3", 4, 3, 0, 10)
            {
                DigitalMinimum = 0, DigitalMaximum = 100, Corners = (75, 0.5f, 50), Place = (0.01f, 0.02f, 0.08f), Impedance = 5000,
                Filtering = "notch 50",
            }],
            Sample = (_, n) => n * 10,
        });
        Assert.Equal([0f, 1, 2], recording.Streams[0].Read(0, 3));
        var detail = recording.Streams[0].Details[0];
        Assert.Equal(("C3", "AgAgCl", "notch 50", 75.0, 0.5, 50.0, 5000.0),
            (detail.SourceLabel, detail.Sensor, detail.Filtering, detail.LowPassHz, detail.HighPassHz, detail.NotchHz, detail.ImpedanceOhms));
        Assert.Equal(0.08, detail.LocationMetres!.Value.Z, 1e-6);
    }

    [Fact]
    public void Older_version_states_impedance_as_a_power_and_places_in_other_units()
    {
        using var recording = Open(new GdfFile { Version = "2.10", Signals = [new("C3", 4, 3) { Impedance = 96, Place = (0, 0, 1) }] });
        Assert.Equal(4096, recording.Streams[0].Details[0].ImpedanceOhms);
        Assert.Null(recording.Streams[0].Details[0].LocationMetres);
        Assert.Contains(new HeaderField("position of 'C3'", "0, 0, 1"), recording.Header.Fields);
    }

    [Fact]
    public void Person_and_tags_are_fields()
    {
        var file = new GdfFile
        {
            Tags = [.. GdfFile.Tag(1, "\0eyes closed\0eyes open\0"), .. GdfFile.Tag(3, "ACME\0Amp 2\01.0\0SN-77\0"), .. GdfFile.Tag(6, "N. N."),
                .. GdfFile.Tag(7, "Ward 4"), .. GdfFile.Tag(99, "?")],
            Change = b => (b[84], b[85], b[86], b[87]) = (0b01_00_00_10, 70, 180, 0b00_00_10_01),
        };
        using var recording = Open(file);
        Assert.Equal("ACME Amp 2", recording.Header.Device);
        var fields = recording.Header.Fields.ToDictionary(f => f.Name, f => f.Value);
        foreach (var (name, value) in new[]
        {
            ("sex", "M"), ("handedness", "left"), ("weight (kg)", "70"), ("height (cm)", "180"), ("smoking", "yes"), ("medication", "no"),
            ("event 1", "eyes closed"), ("event 2", "eyes open"), ("manufacturer", "ACME"), ("model", "Amp 2"), ("serial number", "SN-77"),
            ("technician", "N. N."), ("institution", "Ward 4"),
        }) Assert.Equal(value, fields[name]);
        Assert.All(recording.Header.Fields.Where(f => f.Name is not ("manufacturer" or "model" or "version")), f => Assert.True(f.IsPersonal));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Tag_beyond_the_header_is_said()
    {
        using var recording = Open(new GdfFile { Tags = [6, 0xFF, 0xFF, 0, 65] });
        Assert.Contains(recording.Warnings, w => w.Contains("Tag 6 at byte 1024 of the header promises 65535 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void Start_has_hundredths_in_the_first_version_and_a_fraction_of_a_day_in_the_second()
    {
        using var first = Open(new GdfFile { Version = "1.25" });
        using var second = Open(new GdfFile());
        Assert.Equal(new DateTime(2012, 7, 6, 19, 2, 16, 500), first.Header.StartTime);
        Assert.Equal(new DateTime(2012, 5, 11, 18, 0, 0), second.Header.StartTime);
        using var wrong = Open(new GdfFile { Version = "1.25", StartText = "2012130619021650" });
        Assert.Null(wrong.Header.StartTime);
        Assert.Contains(wrong.Warnings, w => w.Contains("no date and time", StringComparison.Ordinal));
    }

    [Fact]
    public void Events_without_lengths_have_none()
    {
        using var recording = Open(new GdfFile { EventMode = 1 });
        Assert.Equal([("768", null), ("770", (string?)null)], recording.Markers.Select(m => (m.Label, m.Channel)));
        Assert.All(recording.Markers, m => Assert.Null(m.Length));
    }

    [Fact]
    public void Sparse_samples_are_counted_and_no_markers()
    {
        using var recording = Open(new GdfFile { Events = [new(2, 0x7FFF, 1, 77), new(5, 1)] });
        Assert.Equal("1", Assert.Single(recording.Markers).Label);
        Assert.Contains(recording.Warnings, w => w.Contains("1 single samples of sparse channels", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1000u)]
    [InlineData(0xFFFFFFu)]
    public void Table_of_events_that_promises_too_many_gives_those_that_are_there(uint count)
    {
        using var recording = Open(new GdfFile { EventCount = count });
        Assert.Contains(recording.Warnings, w => w.Contains($"promises {count}; the file ends after 0", StringComparison.Ordinal));
    }

    [Fact]
    public void Trailing_bytes_that_are_no_events_are_said()
    {
        using var recording = Open([.. (byte[])new GdfFile { EventMode = 0 }, 1, 2, 3]);
        Assert.Contains(recording.Warnings, w => w.Contains("3 trailing bytes after the last data record are no table of events", StringComparison.Ordinal));
        Assert.Empty(recording.Markers);
    }

    [Fact]
    public void Torn_and_unclosed_recordings_are_read_as_far_as_they_go()
    {
        var bytes = new GdfFile { EventMode = 0 }.ToBytes();
        using var torn = Open(bytes[..^5]);
        Assert.Equal(8, torn.Streams[0].SampleCount);
        Assert.Contains(torn.Warnings, w => w.Contains("promises 3 data records of 24 bytes; the file ends after 2", StringComparison.Ordinal));
        using var unclosed = Open(new GdfFile { Records = -1, EventMode = 0 });
        Assert.Equal(12, unclosed.Streams[0].SampleCount);
        Assert.Contains(unclosed.Warnings, w => w.Contains("did not close the file: 3 by its size", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, "ends inside the header, which needs 256 bytes")]
    [InlineData(700, "ends inside the header, which needs 1024 bytes")]
    public void Cut_inside_the_header_is_refused(int length, string what) =>
        Assert.Contains(what, Refused(new GdfFile().ToBytes()[..length]).What, StringComparison.Ordinal);

    [Fact]
    public void Faults_of_the_header_are_refused_with_their_place()
    {
        Assert.Equal(184, Refused(new GdfFile { HeaderBytes = 512 }).ByteOffset);
        Assert.Equal(184, Refused(new GdfFile { HeaderBytes = 65280 }).ByteOffset);
        Assert.Equal(244, Refused(new GdfFile { Duration = (0, 1) }).ByteOffset);
        Assert.Equal(244, Refused(new GdfFile { Duration = (1, 0) }).ByteOffset);
        Assert.Equal(244, Refused(new GdfFile { Duration = (1, uint.MaxValue) }).ByteOffset);
        var type = Refused(new GdfFile { Signals = [new("C3", 4, 3), new("C4", 4, 18)] });
        Assert.Equal(256 + 220 * 2 + 4, type.ByteOffset);
        Assert.Contains("'C4' has samples of type 18", type.What, StringComparison.Ordinal);
        Assert.Equal(0, Refused([.. "GDF?1.25"u8, .. new byte[300]]).ByteOffset);
    }

    [Fact]
    public void Limits_that_fix_no_scale_leave_whole_numbers_digital_and_measured_numbers_as_they_are()
    {
        using var recording = Open(new GdfFile { Signals = [new("C3", 4, 3, 0, 0), new("C4", 4, 16, 0, 0)] });
        Assert.Equal(["digital", "µV"], recording.Streams[0].Info.Channels.Select(c => c.Unit));
        Assert.Equal([0f, 10, 1, 11], recording.Streams[0].Read(0, 2));
        Assert.Contains(recording.Warnings, w => w.Contains("fix no scale", StringComparison.Ordinal));
    }

    [Fact]
    public void File_of_events_alone_has_no_stream()
    {
        using var recording = Open(new GdfFile { Signals = [], Records = 0, StoredRecords = 0, Duration = (0, 1) });
        Assert.Empty(recording.Streams);
        Assert.Equal(["768", "770"], recording.Markers.Select(m => m.Label));
    }

    [Fact]
    public void Whole_numbers_go_to_EDF_with_numbers_limits_and_person()
    {
        var file = new GdfFile { Signals = [new("C3", 4, 3, -100, 100) { DigitalMinimum = -1000, DigitalMaximum = 1000 }] };
        using var content = Open(file);
        var path = Path.Combine(Path.GetTempPath(), $"pons-{Guid.NewGuid():N}.edf");
        try
        {
            var report = new Pons.Formats.Edf.EdfFormat().Create(path, content, cancellation: TestContext.Current.CancellationToken);
            using var read = Recording.Open(path);
            Assert.True(report.IsBitEqual);
            Assert.Equal(content.Streams[0].Scales, read.Streams[0].Scales);
            Assert.Equal(content.Streams[0].Read(0, 12), read.Streams[0].Read(0, 12));
            Assert.StartsWith("P7 X X Wang", read.Header.Subject, StringComparison.Ordinal);
            Assert.Equal(content.Markers.Select(m => (m.Onset, m.Label)), read.Markers.Select(m => (m.Onset, m.Label)));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
