using System.Text;
using Pons.Formats;
using Pons.Formats.Edf;
using Pons.Streams;

namespace Pons.Tests.Formats;

/// <summary>Files that are wrong in one place each: read and said, or refused with the byte.</summary>
public sealed class EdfMendingTests
{
    private static Recording Open(byte[] file) => new EdfFormat().Open(RecordingFiles.InMemory("made.edf", file));

    private static RecordingFormatException Refused(byte[] file) => Assert.Throws<RecordingFormatException>(() => Open(file));

    private static void Warns(byte[] file, string what)
    {
        using var recording = Open(file);
        Assert.Contains(recording.Warnings, w => w.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void Clean_file_reads_without_a_word()
    {
        using var recording = Open(new EdfBytes());
        Assert.Empty(recording.Warnings);
        Assert.Equal(new DateTime(2004, 3, 2, 5, 6, 7), recording.Header.StartTime);
        Assert.Equal(["4 Hz", "2 Hz"], recording.Streams.Select(s => s.Info.Name));
        Assert.Equal([("C3", ChannelKind.Eeg, "µV"), ("Cz", ChannelKind.Eeg, "µV")],
            recording.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind, c.Unit)));
        Assert.Equal(("Resp", ChannelKind.Unknown, ""), (recording.Streams[1].Info.Channels[0].Label,
            recording.Streams[1].Info.Channels[0].Kind, recording.Streams[1].Info.Channels[0].Unit));
        Assert.Equal([0.4f, 100.4f, 0.5f, 100.5f], recording.Streams[0].Read(4, 2));
    }

    [Fact]
    public void Every_field_of_the_header_is_kept()
    {
        using var recording = Open(new EdfBytes { Patient = "MCH-0234567 F 02-MAY-1951 Haagse_Harry" });
        var header = Assert.IsType<EdfHeader>(recording.Header);
        Assert.Equal(("MCH-0234567 F 02-MAY-1951 Haagse_Harry", "Startdate 02-MAR-2004 X X X"), (header.Subject, header.Description));
        Assert.Equal(("02.03.04", "05.06.07", "EDF+C", 256 * 5, 3L), (header.StartDateText, header.StartTimeText, header.Reserved,
            header.HeaderBytes, header.StatedRecordCount));
        Assert.All(header.Signals, s => Assert.Equal(("AgAgCl", "HP:0.1Hz"), (s.Transducer, s.Prefiltering)));
        Assert.Equal(new DigitalScale(-3276.8, 3276.7, -32768, 32767, "uV"), header.Signals[0].Scale);
    }

    [Theory]
    [InlineData(100, "ends inside the header, which needs 256 bytes")]
    [InlineData(700, "ends inside the header, which needs 1280 bytes")]
    public void Cut_inside_the_header_is_refused(int length, string what) =>
        Assert.Contains(what, Refused(new EdfBytes().ToBytes()[..length]).What, StringComparison.Ordinal);

    [Theory]
    [InlineData(1280, 0)]
    [InlineData(1281, 0)]
    [InlineData(1280 + 60, 1)]
    [InlineData(1280 + 60 + 59, 1)]
    [InlineData(1280 + 120, 2)]
    public void Cut_inside_the_data_leaves_the_whole_records(int length, int records)
    {
        using var recording = Open(new EdfBytes().ToBytes()[..length]);
        Assert.Equal(records * 4, recording.Streams[0].SampleCount);
        Assert.Contains(recording.Warnings, w => w.Contains("promises 3 data records", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("    ")]
    [InlineData("abc")]
    public void Impossible_number_of_signals_is_refused(string count)
    {
        var fault = Refused(new EdfBytes { SignalCount = count });
        Assert.Equal(252, fault.ByteOffset);
        Assert.Contains("number of signals", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_signals_do_not_fit_their_field()
    {
        var file = new EdfBytes { SignalCount = "9999" }.ToBytes();
        Assert.Contains("needs 2560000 bytes", Refused(file).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_header_length_is_mended_by_the_size() => Warns(new EdfBytes { HeaderBytes = 512 }, "agrees with the second number");

    [Fact]
    public void Wrong_header_length_that_nothing_confirms_is_refused() =>
        Assert.Equal(184, Refused(((byte[])new EdfBytes { HeaderBytes = 512 })[..1300]).ByteOffset);

    [Fact]
    public void Signal_without_samples_is_left_out()
    {
        var file = new EdfBytes { Signals = [new("EEG C3", 4), new("EEG C4", 0)] };
        Warns(file, "'EEG C4' holds 0 samples");
        using var recording = Open(file);
        Assert.Equal("C3", Assert.Single(Assert.Single(recording.Streams).Info.Channels).Label);
    }

    [Theory]
    [InlineData("5", "5", "-32768", "32767")]
    [InlineData("-100", "100", "7", "7")]
    [InlineData("0", "0", "0", "0")]
    public void Limits_that_fix_no_scale_leave_digital_numbers(string pmin, string pmax, string dmin, string dmax)
    {
        var file = new EdfBytes { Signals = [new("EEG C3", 4, "uV", pmin, pmax, dmin, dmax)] };
        Warns(file, "fix no scale");
        using var recording = Open(file);
        var channel = recording.Streams[0].Info.Channels[0];
        Assert.Equal((ChannelKind.Unknown, "digital"), (channel.Kind, channel.Unit));
        Assert.Equal([4f, 5f], recording.Streams[0].Read(4, 2));
    }

    [Fact]
    public void Limit_that_is_no_number_is_refused_with_its_place()
    {
        var fault = Refused(new EdfBytes { Signals = [new("C3", 4), new("C4", 4, "uV", "low")] });
        Assert.Equal(256 + 104 * 3 + 8, fault.ByteOffset);
        Assert.Contains("physical minimum of signal 2 'C4' is 'low'", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Decimal_comma_is_read_and_said()
    {
        var file = new EdfBytes { Signals = [new("C3", 4, "uV", "-3276,8", "3276,7")] };
        Warns(file, "decimal comma: read as -3276.8");
        using var recording = Open(file);
        Assert.Equal([0.1f], recording.Streams[0].Read(1, 1));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1E300")]
    [InlineData("1E-300")]
    [InlineData("NaN")]
    public void Duration_of_a_record_that_gives_no_rate_is_refused(string duration) =>
        Assert.Equal(244, Refused(new EdfBytes { Duration = duration }).ByteOffset);

    [Theory]
    [InlineData("00.00.00")]
    [InlineData("31.02.04")]
    [InlineData("")]
    public void Impossible_date_means_an_unknown_start(string date)
    {
        var file = new EdfBytes { StartDate = date, Recording = "" };
        Warns(file, "the start of the recording is unknown");
        using var recording = Open(file);
        Assert.Null(recording.Header.StartTime);
    }

    [Theory]
    [InlineData("01.02.84", "", 2084)]
    [InlineData("01.02.85", "", 1985)]
    [InlineData("01.02.yy", "Startdate 01-FEB-2091 X X X", 2091)]
    [InlineData("01.02.52", "Startdate 01-FEB-1952 X X X", 1952)]
    public void Year_has_four_digits_in_the_text_and_two_in_the_field(string date, string recording, int year)
    {
        using var open = Open(new EdfBytes { StartDate = date, Recording = recording });
        Assert.Equal(new DateTime(year, 2, 1, 5, 6, 7), open.Header.StartTime);
    }

    [Fact]
    public void Foreign_letters_in_the_header_are_read_and_said()
    {
        var file = new EdfBytes { Patient = "X F X Müller" };
        Warns(file, "0xFC");
        using var recording = Open(file);
        Assert.Equal("X F X Müller", recording.Header.Subject);
    }

    [Fact]
    public void Recording_that_was_not_closed_is_read_by_its_size()
    {
        var file = new EdfBytes { Records = "-1" };
        Warns(file, "did not close the file: 3 by its size");
        using var recording = Open(file);
        Assert.Equal(12, recording.Streams[0].SampleCount);
    }

    [Fact]
    public void More_records_than_stated_are_left_out_and_counted() => Warns(new EdfBytes { Records = "1" }, "would make 2 more records");

    [Fact]
    public void Transducer_units_are_brought_to_microvolts()
    {
        string[] units = ["nV", "uV", "mV", "V"];
        using var recording =
            Open(new EdfBytes
            {
                Signals = [.. units.Select((u, i) => new EdfBytes.Signal($"C{i + 1}", 1, u, "-32768", "32767"))],
                Sample = (_, _) => 2
            });
        Assert.Equal([0.002f, 2f, 2000f, 2_000_000f], recording.Streams[0].Read(0, 1));
        Assert.All(recording.Streams[0].Info.Channels, c => Assert.Equal("µV", c.Unit));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Annotation_without_end_is_taken_to_its_end()
    {
        var file = new EdfBytes
        {
            AnnotationSamples = 9,
            Annotations = r =>
            EdfBytes.Tal(r == 1 ? "+1\u0014\u0014\0+1.5\u0014longtext" : $"+{r}\u0014\u0014\0")
        };
        Warns(file, "not closed");
        using var recording = Open(file);
        Assert.Equal("longtext", Assert.Single(recording.Markers).Label);
    }

    [Fact]
    public void Annotations_know_onset_duration_and_several_texts()
    {
        using var recording =
            Open(new EdfBytes
            {
                AnnotationSamples = 40,
                Annotations = r =>
                EdfBytes.Tal(r == 0 ? "+0\u0014\u0014\0+1.25\u00150.5\u0014left\u0014right\u0014\0-0.5\u0014before\u0014\0"
                    : $"+{r}\u0014\u0014late\u0014\0")
            });
        Assert.Equal([("before", -0.5, null), ("late", 1.0, null), ("left", 1.25, 0.5), ("right", 1.25, 0.5), ("late", 2.0, (double?)null)],
            recording.Markers.Select(m => (m.Label, m.Onset.Seconds, m.Length?.Seconds)));
        Assert.Contains(recording.Warnings, w => w.Contains("1 of 5 markers lie outside the samples", StringComparison.Ordinal));
    }

    [Fact]
    public void Annotation_with_a_second_onset_is_refused()
    {
        var fault = Refused(new EdfBytes { Annotations = r => EdfBytes.Tal($"+{r}+{r}\u0014\u0014\0") });
        Assert.Equal(1280 + 20, fault.ByteOffset);
        Assert.Contains("record 0", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Annotation_in_latin1_is_read_and_said()
    {
        var file = new EdfBytes { Annotations = r => Encoding.Latin1.GetBytes($"+{r}\u0014\u0014Müde\u0014\0") };
        Warns(file, "Latin-1");
        using var recording = Open(file);
        Assert.Equal("Müde", recording.Markers[0].Label);
    }

    [Fact]
    public void Annotation_beyond_the_end_belongs_to_no_block()
    {
        var file = new EdfBytes { Annotations = r => EdfBytes.Tal($"+{r}\u0014\u0014\0+99\u0014late\u0014\0") };
        Warns(file, "lie outside the samples");
        using var recording = Open(file);
        Assert.All(recording.Streams[0].ReadBlocks(5), b => Assert.Empty(b.Markers));
    }

    [Fact]
    public void Annotations_in_a_plain_file_are_read_and_said() => Warns(new EdfBytes { Reserved = "" }, "a signal holds annotations");

    [Fact]
    public void Plain_file_has_no_markers()
    {
        using var recording = Open(new EdfBytes { Reserved = "", Annotations = null });
        Assert.Equal("EDF", recording.Header.Format);
        Assert.Empty(recording.Markers);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Records_without_time_follow_each_other_and_are_counted() =>
        Warns(new EdfBytes { Annotations = r => EdfBytes.Tal(r == 1 ? "" : $"+{r}\u0014\u0014\0") },
            "1 of 3 records do not say when they start");

    [Fact]
    public void Discontinuous_record_without_time_is_refused() =>
        Assert.Contains("Record 1",
            Refused(new EdfBytes { Reserved = "EDF+D", Annotations = r => EdfBytes.Tal(r == 1 ? "" : $"+{r}\u0014\u0014\0") }).What,
            StringComparison.Ordinal);

    [Fact]
    public void Records_that_overlap_are_refused() =>
        Assert.Contains("Record 2 starts at 1.5 s",
            Refused(new EdfBytes
            {
                Reserved = "EDF+D",
                Annotations = r =>
                EdfBytes.Tal(r == 2 ? "+1.5\u0014\u0014\0" : $"+{r}\u0014\u0014\0")
            }).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("EDF+D", 0)]
    [InlineData("EDF+C", 1)]
    public void Gap_is_counted_and_shown(string reserved, int warnings)
    {
        // Made on purpose: no public sample is truly discontinuous.
        using var recording =
            Open(new EdfBytes
            {
                Reserved = reserved,
                Annotations = r =>
                EdfBytes.Tal(r == 2 ? "+4.5\u0014\u0014\0+4.5\u0014again\u0014\0" : $"+{r}\u0014\u0014\0")
            });
        Assert.Equal(warnings, recording.Warnings.Length);
        Assert.Equal(new RecordingGap(Duration.FromSeconds(2), Duration.FromSeconds(2.5)), Assert.Single(recording.Gaps));
        var stream = recording.Streams[0];
        Assert.Equal((22L, 12L, 10L), (stream.SampleCount, stream.StoredCount, stream.MissingCount));
        var across = stream.Read(6, 14);
        Assert.Equal([0.6f, 100.6f, 0.7f, 100.7f], across[..4]);
        Assert.All(across[4..24], v => Assert.True(float.IsNaN(v)));
        Assert.Equal([0.8f, 100.8f, 0.9f, 100.9f], across[24..]);
        var blocks = stream.ReadBlocks(3).ToList();
        Assert.Equal([(0, 3, 0), (3, 3, 0), (6, 2, 0), (18, 3, 10), (21, 1, 0)],
            blocks.Select(b => ((int)b.FirstSampleIndex, b.SampleCount, (int)b.MissingBefore)));
        Assert.Equal(4.5, blocks[3].Time.Seconds);
        Assert.Equal("again", Assert.Single(blocks[3].Markers).Label);
    }

    [Fact]
    public void Text_mode_transfer_of_a_plain_file_is_recognised_though_its_size_fits()
    {
        var clean = new EdfBytes
        {
            Reserved = "",
            Annotations = null,
            Records = "100",
            StoredRecords = 100,
            Sample = (s, n) =>
            (short)(n * 37 + s)
        }.ToBytes();
        var damaged = new List<byte>();
        foreach (var b in clean) damaged.AddRange(b == '\n' ? [(byte)'\r', (byte)'\n'] : [b]);
        Assert.True(damaged.Count > clean.Length + 16);
        Assert.Contains("text-mode transfer", Refused([.. damaged[..clean.Length]]).What, StringComparison.Ordinal);
        Assert.Contains("text-mode transfer", Refused([.. damaged]).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Reencoded_text_is_recognised()
    {
        var clean = new EdfBytes { Records = "50", StoredRecords = 50, Sample = (s, n) => (short)(n * 137 - s) }.ToBytes();
        var damaged = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(clean));
        Assert.Contains("decoded and encoded again as text", Refused(damaged).What, StringComparison.Ordinal);
    }

    [Fact]
    public void One_long_record_reads_like_many_short_ones()
    {
        static int Value(int signal, int n) => (short)(n * 7 + signal * 1000);
        List<EdfBytes.Signal> Signals(int samples) => [.. Enumerable.Range(0, 9).Select(i => new EdfBytes.Signal($"X{i}", samples))];
        using var shortOnes = Open(new EdfBytes { Signals = Signals(1000), Records = "100", StoredRecords = 100, Sample = Value });
        using var longOne = Open(new EdfBytes
        {
            Signals = Signals(100000),
            Records = "1",
            StoredRecords = 1,
            Duration = "100",
            Sample = Value
        });
        Assert.Equal(shortOnes.Streams[0].Read(0, 100000), longOne.Streams[0].Read(0, 100000));
        Assert.Equal(shortOnes.Streams[0].Read(99990, 10), longOne.Streams[0].Read(99990, 10));
        Assert.Equal(shortOnes.Streams[0].Read(5, 70), longOne.Streams[0].Read(5, 70));
    }

    [Fact]
    public void Header_alone_describes_the_streams_of_the_recording()
    {
        byte[] file = new EdfBytes();
        using var recording = Open(file);
        var header = new EdfFormat().ReadHeader(RecordingFiles.InMemory("made.edf", file));
        Assert.Equal(recording.Streams.Select(s => s.Info), header.Streams);
        Assert.Equal(3, header.DurationSeconds);
    }

    [Fact]
    public void Reading_after_closing_names_the_fault()
    {
        var recording = Open(new EdfBytes());
        recording.Dispose();
        Assert.Throws<RecordingFormatException>(() => recording.Streams[0].Read(0, 1));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 13)]
    [InlineData(12, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Samples_outside_the_stream_are_a_mistake_of_the_caller(long first, int count)
    {
        using var recording = Open(new EdfBytes());
        Assert.Throws<ArgumentOutOfRangeException>(() => recording.Streams[0].Read(first, count));
    }

    [Fact]
    public void Unknown_content_names_the_formats_that_are_known() =>
        Assert.Contains("EDF", Assert.Throws<RecordingFormatException>(() => RecordingFormat.Of(RecordingFiles.InMemory("x.edf", "RIFF...."u8.ToArray()))).Remedy,
            StringComparison.Ordinal);
}
