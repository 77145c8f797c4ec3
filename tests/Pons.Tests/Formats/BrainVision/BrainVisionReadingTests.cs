using System.Text;
using Pons.Formats;
using Pons.Formats.BrainVision;
using Pons.Streams;

namespace Pons.Tests.Formats.BrainVision;

public sealed class BrainVisionReadingTests
{
    private static Recording Open(BrainVisionBytes bytes, string name = "made.vhdr") => new BrainVisionFormat().Open(bytes.Files(name));

    private static RecordingFormatException Refused(BrainVisionBytes bytes) =>
        Assert.Throws<RecordingFormatException>(() => Open(bytes).Dispose());

    [Theory]
    [InlineData("INT_16", "MULTIPLEXED", SampleType.Int16)]
    [InlineData("INT_16", "VECTORIZED", SampleType.Int16)]
    [InlineData("UINT_16", "MULTIPLEXED", SampleType.UInt16)]
    [InlineData("UINT_16", "VECTORIZED", SampleType.UInt16)]
    [InlineData("INT_32", "MULTIPLEXED", SampleType.Int32)]
    [InlineData("INT_32", "VECTORIZED", SampleType.Int32)]
    [InlineData("IEEE_FLOAT_32", "MULTIPLEXED", SampleType.Float32)]
    [InlineData("IEEE_FLOAT_32", "VECTORIZED", SampleType.Float32)]
    public void Every_type_and_orientation_is_scaled(string format, string orientation, SampleType storedAs)
    {
        using var recording = Open(new() { BinaryFormat = format, Orientation = orientation });
        var stream = recording.Streams.Single();
        Assert.Equal((storedAs, 250.0, 50L), (stream.StoredAs, stream.Info.RateHz!.Value, stream.SampleCount));
        double[] gains = [0.5, 100, 1];
        var (single, exact) = (stream.Read(0, 50), new double[150]);
        stream.Read(0, exact);
        for (var n = 0; n < 50; n++)
            for (var c = 0; c < 3; c++)
            {
                var number = BrainVisionBytes.Number(n, c);
                double stored = format switch
                {
                    "UINT_16" => number + 2000.0,
                    "INT_32" => number * 1_000_003.0,
                    "INT_16" => number,
                    _ =>
                    number * 0.37f
                };
                Assert.Equal(storedAs == SampleType.Int32 ? stored * gains[c] : (float)(stored * gains[c]), exact[n * 3 + c]);
                Assert.Equal((float)(stored * gains[c]), single[n * 3 + c]);
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(64)]
    public void Every_number_of_channels_and_samples_is_turned_alike(int width)
    {
        string[] channels = [.. Enumerable.Range(0, width).Select(c => FormattableString.Invariant($"X{c},,{c % 7 + 1}e-1,µV"))];
        foreach (var points in (int[])[1, 7, 8, 9, 200])
            foreach (var format in (string[])["INT_16", "UINT_16", "INT_32", "IEEE_FLOAT_32"])
            {
                using var rows = Open(new() { Channels = channels, Points = points, BinaryFormat = format });
                using var columns = Open(new() { Channels = channels, Points = points, BinaryFormat = format, Orientation = "VECTORIZED" });
                var (expected, found) = (rows.Streams[0].Read(0, points), columns.Streams[0].Read(0, points));
                Assert.Equal(expected, found);
                if (format == "INT_16")
                    Assert.Equal(Enumerable.Range(0, points * width)
                        .Select(i => (float)(BrainVisionBytes.Number(i / width, i % width) * (double)((i % width % 7 + 1) * 0.1m))),
                            expected);
            }
    }

    [Theory]
    [InlineData("MULTIPLEXED", ".", 0, 0)]
    [InlineData("MULTIPLEXED", ",", 1, 1)]
    [InlineData("VECTORIZED", ".", 0, 1)]
    [InlineData("VECTORIZED", ",", 2, 0)]
    public void Samples_as_text_are_read(string orientation, string symbol, int lines, int columns)
    {
        const int Points = 50_000;
        string Number(int n, int c) => FormattableString.Invariant($"{BrainVisionBytes.Number(n, c)}.25").Replace(".", symbol,
            StringComparison.Ordinal);
        var isRows = orientation == "MULTIPLEXED";
        var text = string.Concat(Enumerable.Repeat("title\r\n", lines))
            + string.Join("\r\n", Enumerable.Range(0, isRows ? Points : 3).Select(i =>
            string.Concat(Enumerable.Repeat("skipped ", columns))
                + string.Join(' ', Enumerable.Range(0, isRows ? 3 : Points).Select(k => isRows ? Number(i, k) : Number(k, i))))) + "\r\n";
        using var recording = Open(new()
        {
            DataFormat = "ASCII",
            Orientation = orientation,
            Data = Encoding.UTF8.GetBytes(text),
            Sections = $"[ASCII Infos]\r\nDecimalSymbol={symbol}\r\nSkipLines={lines}\r\nSkipColumns={columns}"
        });
        var stream = recording.Streams[0];
        Assert.Equal((SampleType.Text, (long)Points), (stream.StoredAs, stream.SampleCount));
        double[] gains = [0.5, 100, 1];
        static double Value(int n, int c) => BrainVisionBytes.Number(n, c) is var v && v < 0 ? v - 0.25 : v + 0.25;
        foreach (var n in (int[])[0, 49_999, 43_690, 43_691, 20_000])
            for (var c = 0; c < 3; c++) Assert.Equal((float)(Value(n, c) * gains[c]), stream.Read(n, 1)[c]);
        var whole = stream.Read(0, Points);
        Assert.Equal(Enumerable.Range(0, Points * 3).Select(i => (float)(Value(i / 3, i % 3) * gains[i % 3])), whole);
    }

    [Fact]
    public void Faults_of_samples_as_text_are_named()
    {
        BrainVisionBytes Bytes(string text) => new()
        {
            DataFormat = "ASCII",
            Orientation = "VECTORIZED",
            Data = Encoding.UTF8.GetBytes(text)
        };
        Assert.Contains("channel 2 has 2 samples, that of the first 3", Refused(Bytes("1 2 3\n1 2\n1 2 3\n")).Message,
            StringComparison.Ordinal);
        Assert.Contains("has 2 lines with samples; 3 were expected", Refused(Bytes("1 2 3\n1 2 3\n")).Message, StringComparison.Ordinal);
        Assert.Contains("longer than 400 letters", Refused(Bytes(new string('1', 500))).Message, StringComparison.Ordinal);
        using var words = Open(Bytes("1 2 3\n1 x 3\n1 2 3\n"));
        Assert.Contains("Sample 2 of channel 'C3' is no number",
            Assert.Throws<RecordingFormatException>(() => words.Streams[0].Read(0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Big_endian_samples_are_turned_round()
    {
        var data = new byte[] { 1, 2, 255, 254, 0, 1 };
        using var recording = Open(new() { Data = data, Sections = "[Binary Infos]\r\nUseBigEndianOrder=YES" });
        Assert.Equal([258 * 0.5f, -2 * 100f, 1f], recording.Streams[0].Read(0, 1));
    }

    [Fact]
    public void Channels_have_reference_unit_and_canonical_name()
    {
        using var recording = Open(new() { Channels = ["FP1,Cz,0.5,µV", "x\\1y,,,", "Temp,,0.1,C", "HEOG,,2e-7,V", "GSR,,0,µS"] });
        var channels = recording.Streams[0].Info.Channels;
        Assert.Equal(["Fp1", "x,y", "Temp", "HEOG", "GSR"], channels.Select(c => c.Label));
        Assert.Equal([ChannelKind.Eeg, ChannelKind.Unknown, ChannelKind.Unknown, ChannelKind.Eog, ChannelKind.Unknown],
            channels.Select(c => c.Kind));
        Assert.Equal(["µV", "µV", "C", "µV", "digital"], channels.Select(c => c.Unit));
        Assert.Equal("Cz", channels[0].Reference);
        Assert.Equal([0.5, 1, 0.1, 0.2], recording.Streams[0].Scales.Take(4).Select(s => s.Gain));
    }

    [Theory]
    [InlineData("made.vhdr")]
    [InlineData("made.vmrk")]
    [InlineData("made.eeg")]
    public void Any_of_the_three_files_leads_to_the_recording(string name)
    {
        var files = new BrainVisionBytes().Files(name);
        Assert.IsType<BrainVisionFormat>(RecordingFormat.Of(files));
        using var recording = new BrainVisionFormat().Open(files);
        Assert.Equal(("made.vhdr", 50L), (recording.Header.File, recording.Streams[0].SampleCount));
        Assert.Equal(new DateTime(2020, 2, 29, 23, 59, 59, 500), recording.Header.StartTime);
    }

    [Fact]
    public void Markers_keep_type_text_length_and_channel()
    {
        using var recording = Open(new());
        Assert.Equal(
            [new(new(40_000_000), "S  1") { Kind = "Stimulus" }, new(new(80_000_000), "a,b", new(20_000_000)) { Channel = "C3" }],
            recording.Markers);
        Assert.Equal([10L, 20], recording.Streams[0].Markers.Select(m => m.SampleIndex));
    }

    [Fact]
    public void New_segment_with_a_date_makes_a_gap()
    {
        using var recording = Open(new()
        {
            Markers = ["New Segment,,1,1,0,20200101000000000000", "Stimulus,S  1,10,1,0",
            "New Segment,,11,1,0,20200101000001040000", "Stimulus,S  2,12,1,0"]
        });
        var stream = recording.Streams[0];
        Assert.Equal([(0L, 10L), (260L, 40L)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(new RecordingGap(new(40_000_000), new(1_000_000_000)), recording.Gaps.Single());
        Assert.Equal([9L, 261], stream.Markers.Select(m => m.SampleIndex));
        Assert.True(float.IsNaN(stream.Read(100, 1)[0]));
        Assert.Equal(BrainVisionBytes.Number(10, 2), stream.Read(260, 1)[2]);
        Assert.Empty(recording.Warnings);
    }

    [Theory]
    [InlineData("New Segment,,11,1,0", "no date says for how long")]
    [InlineData("New Segment,,11,1,0,00000000000000000000", "no date says for how long")]
    [InlineData("New Segment,,11,1,0,20191231000000000000", "before the samples ahead of it had ended")]
    [InlineData("New Segment,,11,1,0,99990101000000000000", "years later")]
    public void Interruption_of_unknown_length_is_said_and_kept(string marker, string warning)
    {
        using var recording = Open(new() { Markers = ["New Segment,,1,1,0,20200101000000000000", marker] });
        Assert.Contains(recording.Warnings, w => w.Contains(warning, StringComparison.Ordinal));
        Assert.Empty(recording.Gaps);
        Assert.Equal("New Segment", recording.Markers.Single().Kind);
    }

    [Fact]
    public void Comment_gives_filters_and_impedances()
    {
        using var recording = Open(new()
        {
            Comment = "BrainVision Recorder Professional   -   V. 1.22.0001\r\n\r\nA m p l "
            + "i f i e r  S e t u p\r\n"
            + "#     Name      Phys. Chn.    Resolution / Unit   Low Cutoff [s]   High Cutoff [Hz]   Notch [Hz]\r\n"
            + "1     Fp1       1             0.5 µV              10               250                50\r\n"
            + "2     C3        2             0.1 mV              DC               1000               Off\r\n\r\n"
            + "S o f t w a r e  F i l t e r s\r\n#     Low Cutoff [Hz]   High Cutoff [Hz]   Notch [Hz]\r\n1     0.5               100   "
                + "             Off\r\n\r\n"
            + "Impedance [kOhm] at 10:11:12 :\r\nFp1:   5\r\nC3:    Out of Range!\r\nECG+:  35\r\nECG-:  46\r\nGnd:   2.5\r\n"
        });
        var details = recording.Streams[0].Details;
        Assert.Equal((0.5, 100.0, 50.0, 5000.0),
            (details[0].HighPassHz, details[0].LowPassHz, details[0].NotchHz, details[0].ImpedanceOhms));
        Assert.Equal(((double?)0, 1000.0, 0.0, null),
            (details[1].HighPassHz, details[1].LowPassHz, details[1].NotchHz, details[1].ImpedanceOhms));
        Assert.Equal(46000, details[2].ImpedanceOhms);
        Assert.Equal("amplifier: low cutoff 10 s, high cutoff 250 Hz, notch 50 Hz; software: low cutoff 0.5 Hz, high "
            + "cutoff 100 Hz, notch Off",
            details[0].Filtering);
        Assert.StartsWith("BrainVision Recorder", recording.Header.Device, StringComparison.Ordinal);
        Assert.Contains(new HeaderField("Impedance of Gnd [kOhm]", "2.5"), recording.Header.Fields);
        Assert.Contains(recording.Header.Fields, f => f is { Name: "Comment", IsPersonal: true });
    }

    [Fact]
    public void Coordinates_become_directions_and_places()
    {
        using var recording = Open(new() { Sections = "[Coordinates]\r\nCh1=1,-90,-72\r\nCh2=90,45,0\r\nCh3=0,0,0" });
        var (channels, details) = (recording.Streams[0].Info.Channels, recording.Streams[0].Details);
        Assert.Equal(-Math.Cos(72 * Math.PI / 180), channels[0].Position!.Value.X, 1e-12);
        Assert.Equal(Math.Sin(72 * Math.PI / 180), channels[0].Position!.Value.Y, 1e-12);
        Assert.Null(details[0].LocationMetres);
        Assert.Equal(0.09 * Math.Sqrt(0.5), details[1].LocationMetres!.Value.X, 1e-12);
        Assert.Null(channels[2].Position);
    }

    [Fact]
    public void Letters_of_a_text_without_code_page_are_found_out()
    {
        using var western = Open(new() { Codepage = "ANSI", Encoding = Encoding.Latin1, Markers = ["Comment,für,1,1,0"] });
        Assert.Equal(("µV", "für"), (western.Streams[0].Info.Channels[0].Unit, western.Markers.Single().Label));
        var chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        using var eastern = Open(new()
        {
            Codepage = "ANSI",
            Encoding = chinese,
            Channels = ["Fp1,,0.5,uV"],
            Markers = ["Comment,癫痫发作,1,1,0"]
        });
        Assert.Equal("癫痫发作", eastern.Markers.Single().Label);
        Assert.Contains(eastern.Warnings, w => w.Contains("GB 18030", StringComparison.Ordinal));
        using var stated = Open(new() { Codepage = "GBK", Encoding = chinese, Channels = ["Fp1,,0.5,uV"], Markers = ["Comment,丂,1,1,0"] });
        Assert.Equal("丂", stated.Markers.Single().Label);
    }

    [Fact]
    public void Renamed_files_are_found_and_said()
    {
        using var recording = Open(new() { DataFile = "old.eeg", MarkerFile = "old.vmrk" });
        Assert.Equal(50, recording.Streams[0].SampleCount);
        Assert.Equal(2, recording.Markers.Length);
        Assert.Contains(recording.Warnings, w =>
            w.Contains("'old.eeg', which the header names, is not there: 'made.eeg'", StringComparison.Ordinal));
        Assert.Contains(recording.Warnings, w =>
            w.Contains("'old.vmrk', which the header names, is not there: 'made.vmrk'", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_files_are_named()
    {
        var files = new BrainVisionBytes { DataFile = "old.eeg" }.ToFiles().ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value);
        files.Remove("made.eeg", out var data);
        files.Add("other.eeg", data);
        var refusal = Assert.Throws<RecordingFormatException>(() =>
            new BrainVisionFormat().Open(RecordingFiles.InMemory("made.vhdr", files)));
        Assert.Contains("'old.eeg', which is not there", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'other.eeg'", refusal.Message, StringComparison.Ordinal);
        var alone = Assert.Throws<RecordingFormatException>(() => new BrainVisionFormat().Open(
            RecordingFiles.InMemory("made.vmrk", new BrainVisionBytes().ToFiles()["made.vmrk"])));
        Assert.Contains("No header file (.vhdr)", alone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Header_that_climbs_out_of_its_folder_is_refused() =>
        Assert.Contains("outside its folder", Refused(new() { DataFile = "../../secret.eeg" }).Message, StringComparison.Ordinal);

    [Fact]
    public void Faults_of_the_header_are_named_with_their_place()
    {
        (BrainVisionBytes Bytes, string Says)[] faults =
        [
            (new() { ChannelCount = "4" }, "The number of channels is 4, but [Channel Infos] describes 3"),
            (new() { ChannelCount = "-1" }, "The number of channels is -1, a whole number was expected"),
            (new() { ChannelCount = "1000000000000" }, "describes 3"),
            (new() { ChannelCount = "many" }, "'many', which is no number"),
            (new() { Interval = "0" }, "The sampling interval is 0 µs"),
            (new() { Interval = "1e-9" }, "a positive time was expected"),
            (new() { Orientation = "SIDEWAYS" }, "'SIDEWAYS'; MULTIPLEXED or VECTORIZED"),
            (new() { BinaryFormat = "INT_24" }, "'INT_24'; INT_16"),
            (new() { DataFormat = "MP3" }, "'MP3'; BINARY or ASCII"),
            (new() { More = "DataType=FREQUENCYDOMAIN" }, "The data type is FREQUENCYDOMAIN"),
            (new() { Channels = ["C3,,fine,µV"] }, "The resolution of channel 'C3' is 'fine', which is no number"),
        ];
        foreach (var (bytes, says) in faults)
        {
            var refusal = Refused(bytes);
            Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
            Assert.True(refusal.ByteOffset > 50, refusal.Message);
        }
    }

    [Fact]
    public void Torn_files_are_mended_or_refused()
    {
        var whole = new BrainVisionBytes().ToFiles()["made.eeg"];
        using var torn = Open(new() { Data = whole[..100], More = "DataPoints=50" });
        Assert.Equal(16, torn.Streams[0].SampleCount);
        Assert.Contains(torn.Warnings, w => w.Contains("promises 50 samples of each channel; 'made.eeg' ends after 16",
            StringComparison.Ordinal));
        Assert.Contains(torn.Warnings, w => w.Contains("The last 4 bytes", StringComparison.Ordinal));
        using var empty = Open(new() { Data = [] });
        Assert.Equal(0, empty.Streams[0].SampleCount);
        Assert.Contains("where each begins follows from the size",
            Refused(new() { Data = whole[..120], Orientation = "VECTORIZED", More = "DataPoints=50" }).Message, StringComparison.Ordinal);
        Assert.Contains("101 bytes", Refused(new() { Data = whole[..101], Orientation = "VECTORIZED" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decimal_comma_is_read_and_said()
    {
        using var recording = Open(new() { Interval = "1953,125" });
        Assert.Equal(512, recording.Streams[0].Info.RateHz);
        Assert.Contains(recording.Warnings, w => w.Contains("'1953,125' with a decimal comma", StringComparison.Ordinal));
    }

    [Fact]
    public void Large_file_is_read_through_a_small_window()
    {
        // 40 MB of samples: what is allocated while they stream by must not follow.
        var data = new byte[40_000_002];
        using var recording = Open(new() { Data = data });
        var row = new float[3 * 1000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0L; n + 1000 <= recording.Streams[0].SampleCount; n += 1000) recording.Streams[0].Read(n, row);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
    }
}
