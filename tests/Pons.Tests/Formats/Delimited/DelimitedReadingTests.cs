using System.IO.Compression;
using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Delimited;
using Pons.Streams;

namespace Pons.Tests.Formats.Delimited;

public sealed class DelimitedReadingTests
{
    private static readonly DelimitedFormat Format = new();

    private static Recording Open(string text, string name = "made.csv") =>
        Format.Open(RecordingFiles.InMemory(name, Encoding.UTF8.GetBytes(text)));

    private static bool Recognised(string text, string name) =>
        Format.Recognise(RecordingFiles.InMemory(name, Encoding.UTF8.GetBytes(text)));

    private static string Rows(int count, Func<int, FormattableString> row) =>
        string.Concat(Enumerable.Range(0, count).Select(n => FormattableString.Invariant(row(n)) + "\n"));

    [Fact]
    public void Table_with_times_becomes_a_stream_of_its_rate()
    {
        using var recording = Open("time_s,Fp1 [mV],GSR (uS)\r\n" + Rows(500, n => $"{n / 250.0},{n * 0.5},{-n}"));
        var stream = recording.Streams.Single();
        Assert.Equal((250.0, 500L, SampleType.Text), (stream.Info.RateHz, stream.SampleCount, stream.StoredAs));
        Assert.Equal([("Fp1", ChannelKind.Eeg, "µV"), ("GSR", ChannelKind.Unknown, "uS")],
            stream.Info.Channels.Select(c => (c.Label, c.Kind, c.Unit)));
        Assert.Equal([1500f, -3], stream.Read(3, 1));
        Assert.Equal((2.0, "CSV"), (recording.Header.DurationSeconds, recording.Header.Format));
        Assert.Empty(recording.Warnings);
    }

    [Theory]
    [InlineData("a\tb\n1.5\t2\n3\t4\n5\t-6e-3\n")]
    [InlineData("a;b\n1,5;2\n3;4\n5;-6e-3\n")]
    [InlineData("a,b\n1.5,2\n3,4\n5,-6e-3\n")]
    [InlineData("a b\n  1.5   2\n3 4\n 5\t-6e-3\n")]
    [InlineData("\uFEFF\"a\",\"b\"\r\n\"1.5\",\"2\"\r\n3, 4 \r\n5,-0.006")]
    [InlineData("% a remark\n# another: one\n\na,b\n1.5,2\n# inside\n\n3,4\n5,-6e-3")]
    public void Every_dialect_gives_the_same_numbers(string text)
    {
        using var recording = Open(text, "made.txt");
        Assert.Equal(["a", "b"], recording.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Equal([1.5f, 2, 3, 4, 5, -0.006f], recording.Streams[0].Read(0, 3));
    }

    [Fact]
    public void Gap_in_exact_times_is_counted()
    {
        using var recording = Open("time,x\n" + Rows(300, n => $"{(n < 100 ? n : n < 200 ? n + 7 : n + 1007) * 0.004:0.000},{n}"));
        var stream = recording.Streams[0];
        Assert.Equal(250, stream.Info.RateHz);
        Assert.Equal([(0L, 100L), (107L, 100L), (1207L, 100L)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([0.4, 0.828], recording.Gaps.Select(g => g.Start.Seconds), new Near());
        Assert.Equal(150, stream.Read(157, 1)[0]);
    }

    [Fact]
    public void Times_with_few_digits_still_give_the_rate()
    {
        // 256 Hz in milliseconds: steps of 3 and 4.
        using var recording = Open("timestamps,x\n" + Rows(2000, n => $"{Math.Floor(n * 1000.0 / 256) / 1000 + 1_500_000_000:0.000},{n}"));
        Assert.Equal((256.0, 1), (recording.Streams[0].Info.RateHz, recording.Streams[0].Segments.Length));
        Assert.Equal(new DateTime(2017, 7, 14, 2, 40, 0), recording.Header.StartTime);
    }

    [Fact]
    public void Times_of_arrival_are_replaced_by_a_count()
    {
        // Twenty samples arrive together, every 80 ms, with a jitter of 10 ms.
        using var recording = Open("timestamp [ms],x\n" + Rows(5000, n => $"{n / 20 * 80 + n / 20 * 7919 % 11},{n}"));
        Assert.Equal((250.0, 5000L), (recording.Streams[0].Info.RateHz, recording.Streams[0].SampleCount));
        Assert.Contains(recording.Warnings, w => w.Contains("as times of arrival do", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_without_a_rate_stay_with_their_rows()
    {
        using var recording = Open("time_s,pupil\n" + Rows(100, n => $"{n * n * 0.37},{n}"));
        var stream = recording.Streams[0];
        Assert.Null(stream.Info.RateHz);
        Assert.Equal(10 * 10 * 0.37, stream.TimeOf(10).Seconds, 1e-9);
        Assert.Equal(0.37, stream.ReadBlocks(1).ElementAt(1).Time.Seconds, 1e-9);
        Assert.Contains(recording.Warnings, w => w.Contains("the stream is irregular", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_are_markers_where_they_change()
    {
        using var recording = Open("time_s,x,phase\n" + Rows(40, n =>
            $"{n * 0.1},{n},{(n < 10 ? "" : n < 20 ? "left" : n < 30 ? "right" : "left")}"));
        Assert.Equal([(1.0, "left", "phase"), (2.0, "right", "phase"), (3.0, "left", "phase")],
            recording.Markers.Select(m => (m.Onset.Seconds, m.Label, m.Kind)));
        Assert.Equal([10L, 20, 30], recording.Streams[0].Markers.Select(m => m.SampleIndex));
        Assert.Equal(1, recording.Streams[0].Info.ChannelCount);
    }

    [Fact]
    public void Numbers_that_look_like_markers_stay_a_channel_and_clocks_are_left_out()
    {
        using var recording = Open("x,Marker0,when\n" + Rows(40, n => $"{n},{n / 10},12:00:{n:00}"));
        Assert.Equal([("x", ChannelKind.Unknown), ("Marker0", ChannelKind.Trigger)],
            recording.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind)));
        Assert.Contains(recording.Warnings, w => w.Contains("'Marker0' holds numbers and stays a channel", StringComparison.Ordinal));
        Assert.Contains(recording.Warnings, w => w.Contains("'when' holds words that change with the rows", StringComparison.Ordinal));
        Assert.Contains(recording.Warnings, w => w.Contains("their times are unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_values_are_not_numbers()
    {
        using var recording = Open("a,b\n1,\n,NaN\nn/a,-inf\nNULL,4\n");
        float[] expected = [1, float.NaN, float.NaN, float.NaN, float.NaN, float.NegativeInfinity, float.NaN, 4];
        Assert.Equal(expected, recording.Streams[0].Read(0, 4));
    }

    [Fact]
    public void Word_among_numbers_is_refused_with_its_place()
    {
        var text = "a,b\n" + Rows(2000, n => $"{n},{(n == 1500 ? "oops" : "1")}");
        using var recording = Open(text);
        var refusal = Assert.Throws<RecordingFormatException>(() => recording.Streams[0].Read(1490, 20));
        Assert.Contains("'oops', which is no number", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text.IndexOf("1500,oops", StringComparison.Ordinal), refusal.ByteOffset);
        Assert.Equal(1600, recording.Streams[0].Read(1600, 1)[0]);
    }

    [Fact]
    public void Short_row_is_refused_and_torn_last_row_left_out()
    {
        using var recording = Open("a,b,c\n" + Rows(1000, n => $"{n},1,2") + "5,1");
        Assert.Equal(1000, recording.Streams[0].SampleCount);
        Assert.Contains(recording.Warnings, w => w.Contains("is torn: it has 2 of 3 cells", StringComparison.Ordinal));
        using var broken = Open("a,b,c\n" + Rows(1000, n => n == 700 ? (FormattableString)$"{n},1" : $"{n},1,2"));
        Assert.Contains("has 2 cells; at least 3", Assert.Throws<RecordingFormatException>(() => broken.Streams[0].Read(700, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Remarks_state_rate_names_and_date()
    {
        using var recording = Open("# Sampling Rate (Hz):= 1000.00\n# Labels:= ECG\n# Date:= 2021-07-18T23:58:26.5\n# Patient:= N. N.\n" + Rows(20, n => $"{n}.0"), "made.txt");
        Assert.Equal((1000.0, "ECG"), (recording.Streams[0].Info.RateHz, recording.Streams[0].Info.Channels[0].Label));
        Assert.Equal(new DateTime(2021, 7, 18, 23, 58, 26, 500), recording.Header.StartTime);
        Assert.Contains(new HeaderField("Patient", "N. N.", IsPersonal: true), recording.Header.Fields);
        Assert.Contains(recording.Header.Fields, f => f is { Name: "Sampling Rate (Hz)", IsPersonal: false });
    }

    [Fact]
    public void Side_car_names_columns_units_and_rate_also_of_a_compressed_table()
    {
        var json = """{"SamplingFrequency": 50.0, "StartTime": -2.5, "Columns": ["cardiac", "respiratory"], "cardiac": {"Units": "mV"}}"""u8.ToArray();
        var table = Encoding.UTF8.GetBytes(Rows(30_000, n => $"{n}\t{n % 7}"));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(table);
        foreach (var (name, bytes) in ((string, byte[])[])[("sub-1_physio.tsv", table), ("sub-1_physio.tsv.gz", packed.ToArray())])
        {
            var files = RecordingFiles.InMemory(name,
                new Dictionary<string, ReadOnlyMemory<byte>> { [name] = bytes, ["sub-1_physio.json"] = json });
            Assert.IsType<DelimitedFormat>(RecordingFormat.Of(files));
            using var recording = Format.Open(files);
            var stream = recording.Streams[0];
            Assert.Equal((50.0, 30_000L), (stream.Info.RateHz, stream.SampleCount));
            Assert.Equal([("cardiac", "µV"), ("respiratory", "")], stream.Info.Channels.Select(c => (c.Label, c.Unit)));
            Assert.Equal([29_999_000f, 4], stream.Read(29_999, 1));
            Assert.Equal([7_000f, 0], stream.Read(7, 1));
            Assert.Contains(recording.Header.Fields, f => f.Name == "sub-1_physio.json: StartTime" && f.Value == "-2.5");
        }
    }

    [Fact]
    public void Compressed_file_that_swells_is_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0\t0\n", 1 << 18)));
            for (var i = 0; i < 300; i++) gzip.Write(rows);
        }

        var refusal = Assert.Throws<RecordingFormatException>(() => Format.Open(RecordingFiles.InMemory("bomb.tsv.gz", packed.ToArray())));
        Assert.Contains("200 times its size", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compressed_file_that_is_cut_is_said()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress,
            leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(Rows(20_000, n => $"{n}\t{n * 0.7}")));
        using (var whole = Format.Open(RecordingFiles.InMemory("a.tsv.gz", packed.ToArray())))
            Assert.DoesNotContain(whole.Warnings, w => w.Contains("cut short", StringComparison.Ordinal));
        using var cut = Format.Open(RecordingFiles.InMemory("a.tsv.gz", packed.ToArray().AsMemory(0, 20_000)));
        Assert.Contains(cut.Warnings, w => w.Contains("cut short", StringComparison.Ordinal));
        Assert.InRange(cut.Streams[0].SampleCount, 1000, 19_000);
    }

    [Theory]
    [InlineData("participant_id\tage\tsex\nsub-1\t20\tM\nsub-2\t30\tF\nsub-3\t40\tF\n", "participants.tsv", "a list of participants")]
    [InlineData("onset\tduration\ttrial_type\n1\t0\tleft\n2\t0\tright\n3\t0\tleft\n", "events.tsv", "a list of events")]
    [InlineData("name\ttype\tunits\tlow\nC3\tEEG\tuV\t1\nC4\tEEG\tuV\t1\nCz\tEEG\tuV\t1\n", "channels.tsv", "a list of channels")]
    [InlineData("name\ttype\tunits\nC3\tEEG\tuV\nC4\tEEG\tuV\n", "channels.tsv", "a list of channels")]
    [InlineData("filename\tacq_time\neeg/a.edf\t2020-01-01T00:00:00\n", "scans.tsv", "a list of scans")]
    [InlineData("Site\t Theta\tPhi\nFp1\t-92\t-72\nAF7\t-92\t-54\nAF3\t-74\t-65\n", "cap.txt", "a list of electrode places")]
    [InlineData("Fp1\t1.0\t2\t3\nFp2\t1\t2\t3\nF3\t1\t2\t3\nF4\t4\t5\t6\n", "cap.txt", "a list of named things, such as 'Fp1', 'Fp2', 'F3'")]
    [InlineData("[Hypnogram]\n5\n5\n4\n3\n", "h.txt", "a list of sleep stages")]
    [InlineData("[vis1_Spindles/C3-A1]\n  282.2400\t    0.7200\n  311.7200\t    1.5400\n  340.2800\t    0.7200\n", "v.txt", "a list of onsets and durations")]
    public void Tables_that_are_no_recordings_are_refused_with_what_they_look_like(string text, string name, string says)
    {
        Assert.True(Recognised(text, name));
        Assert.Contains(says, Assert.Throws<RecordingFormatException>(() => Open(text, name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Square_matrix_is_no_recording()
    {
        var text = Rows(9, n => $"{n},1,2,3,4,5,6,7,8");
        Assert.Contains("a square matrix of 9 by 9", Assert.Throws<RecordingFormatException>(() => Open(text)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("This is prose, with commas.\nIt goes on, and on.\nAnd ends, here 3.\n", "readme.txt")]
    [InlineData("{\"a\": 1,\n\"b\": 2,\n\"c\": 3}\n", "a.json")]
    [InlineData("[\n 1,\n 2,\n 3\n]\n", "a.txt")]
    [InlineData("<?xml version=\"1.0\"?>\n<a>1</a>\n<b>2</b>\n", "a.txt")]
    [InlineData("# Title\n\n- one\n- two\n- three\n", "README.md")]
    [InlineData("dat_path = 'x'\nn_channels_dat = 32\noffset = 0\n", "params.py")]
    [InlineData("Session name: S03\nDate: 2023-05-24\nPositions: \n\t0: Oz\n\t1: O1\n", "info.txt")]
    [InlineData("Fp1\t1\t2\nFp2\t1\t2\nF3\t1\t2\nF4\t1\t2\n", "cap.sfp")]
    [InlineData("12 100 200\n", "one.txt")]
    [InlineData("100 2 360 650000\n100.dat 212 200 11 1024\n100.dat 212 200 11 1024\n", "100.hea")]
    [InlineData("", "empty.csv")]
    [InlineData("\0\0\0\0", "zeros.csv")]
    public void What_is_no_table_is_not_recognised(string text, string name) => Assert.False(Recognised(text, name));

    [Fact]
    public void Chinese_names_are_read()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes("时间,脑电,标记\n" + Rows(20, n =>
            $"{n},{n},{(n < 10 ? "睁眼" : "闭眼")}"));
        using var recording = Format.Open(RecordingFiles.InMemory("made.csv", bytes));
        Assert.Equal(["时间", "脑电"], recording.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Equal(["睁眼", "闭眼"], recording.Markers.Select(m => m.Label));
    }

    [Fact]
    public void Any_row_of_a_long_table_is_found()
    {
        using var recording = Open("a\n" + Rows(10_000, n => $"{n}"));
        var stream = recording.Streams[0];
        foreach (var n in (int[])[9_999, 0, 5_000, 4_999, 1_023, 1_024, 1_025, 8_000]) Assert.Equal(n, stream.Read(n, 1)[0]);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(n => (float)n), stream.Read(0, 10_000));
    }

    [Fact]
    public void Made_files_keep_the_contract()
    {
        new FormatContract(Format, Encoding.UTF8.GetBytes("time_s,Fp1 [µV],y,phase\r\n" + Rows(700, n =>
            $"{(n < 300 ? n : n + 50) / 128.0},{n * 0.1},{n % 3},{(n / 100 % 2 == 0 ? "a" : "b,c")}")
            .Replace("b,c", "\"b,c\"", StringComparison.Ordinal))).Verify();
        new FormatContract(Format, Encoding.UTF8.GetBytes("% Sample Rate = 250 Hz\n" + Rows(300, n => $"{n} {n * 0.5}"))).Verify();
        new FormatContract(Format, Encoding.UTF8.GetBytes("time_s,pupil\n" + Rows(100, n => $"{n * n * 0.37},{n}"))).Verify();
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-9;

        public int GetHashCode(double obj) => 0;
    }
}
