using System.Buffers.Binary;
using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Persyst;
using Pons.Streams;

namespace Pons.Tests.Formats.Persyst;

/// <summary>Layouts made line by line, and a recording whose numbers agree with MNE-Python 1.3.0 in every sample.</summary>
public sealed class PersystFormatTests
{
    private const string Recorded = "formats/persyst/sub-pt1_ses-02_task-monitor_acq-ecog_run-01_clip2";

    private static string Layout(string file = "made.dat", string type = "0", string extra = "",
        string waveforms = "3", string rate = "10") => $"""
        [FileInfo]
        File={file}
        FileType=Interleaved
        SamplingRate={rate}
        HeaderLength=4
        Calibration=0.5
        WaveformCount={waveforms}
        DataType={type}
        [Patient]
        First=Ada
        ID=4711
        TestDate=02/13/2016
        TestTime=23:59:58
        [ChannelMap]
        Cz-Ref=2
        C3-Ref=1
        ECG=3
        {extra}
        """;

    private static Dictionary<string, byte[]> Files(string? layout = null, int samples = 40, int bytesEach = 2)
    {
        var data = new byte[4 + samples * 3 * bytesEach];
        for (var i = 0; i < samples * 3; i++)
            if (bytesEach == 2) BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(4 + i * 2), (short)(i * 7 - 100));
            else BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4 + i * 4), (i + 1) * 16_777_217);
        return new(StringComparer.Ordinal) { ["made.lay"] = Encoding.UTF8.GetBytes(layout ?? Layout()), ["made.dat"] = data };
    }

    private static Recording Open(Dictionary<string, byte[]> files, string name = "made.lay") => new PersystFormat().Open(
        RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value, StringComparer.Ordinal)));

    private static RecordingFormatException Refused(string layout) => Assert.Throws<RecordingFormatException>(() => Open(Files(layout)));

    [Fact]
    public void Made_recording_keeps_the_contract() => new FormatContract(new PersystFormat(), "made.lay", Files(Layout(extra: """
        [SampleTimes]
        0=86398.25
        20=3.5
        [Comments]
        0.5,0.25,0,1,first
        1.9,0,0,1,second
        """))).Verify();

    [Fact]
    public void Damaged_recording_is_survived() => new FormatDamage(new PersystFormat(), "made.lay", Files(Layout(extra: """
        [SampleTimes]
        0=86398.25
        20=3.5
        [Comments]
        0.5,0.25,0,1,first
        """))).Survive(1);

    [Fact]
    public void Every_sample_of_a_recording_equals_the_reference()
    {
        using var recording = Recording.Open(RecordedData.PathOf(Recorded + ".lay"));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((83, 200.0, 847L, SampleType.Int32),
            (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount, stream.StoredAs));
        var values = new double[847 * 83];
        stream.Read(0, values);
        Assert.Equal(-5034062.109375, values.Sum(), 1e-6);
        Assert.Equal([214.453125, 16.015625, 135.15625], values[..3]);
        Assert.Equal(new DateTime(2014, 12, 19, 2, 37, 48, 360), recording.Header.StartTime);
        Assert.Equal([(0, "seizure"), (0, "CLip2"), (1, "seizure"), (1, "seizure1,2"), (3.73, "Clip1")],
            recording.Markers.Select(m => (Math.Round(m.Onset.Seconds, 6), m.Label)));
        Assert.Equal(new HeaderField("Patient/BirthDate", "19-NOV-199", true),
            recording.Header.Fields.Single(f => f.Name == "Patient/BirthDate"));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Either_file_leads_to_the_same_recording()
    {
        using var layout = Recording.Open(RecordedData.PathOf(Recorded + ".lay"));
        using var data = Recording.Open(RecordedData.PathOf(Recorded + ".dat"));
        Assert.Equal(layout.Streams[0].Info, data.Streams[0].Info);
        Assert.Equal(layout.Streams[0].Read(5, 9), data.Streams[0].Read(5, 9));
    }

    [Fact]
    public void Labels_go_to_the_waveforms_that_the_map_names()
    {
        using var recording = Open(Files());
        Assert.Equal(["C3", "Cz", "ECG"], recording.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Equal(["Ref", "Ref", null], recording.Streams[0].Info.Channels.Select(c => c.Reference));
        Assert.Equal([-50f, -46.5f, -43f, -39.5f], recording.Streams[0].Read(0, 2)[..4]);
        Assert.Equal("First: Ada, ID: 4711", recording.Header.Subject);
        Assert.Equal(new DateTime(2016, 2, 13, 23, 59, 58), recording.Header.StartTime);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Thirty_two_bits_come_whole_through_doubles()
    {
        using var recording = Open(Files(Layout(type: "7"), bytesEach: 4));
        var values = new double[3];
        recording.Streams[0].Read(1, values);
        Assert.Equal([4 * 16_777_217 * 0.5, 5 * 16_777_217 * 0.5, 6 * 16_777_217 * 0.5], values);
    }

    [Fact]
    public void Jump_of_the_time_of_day_is_a_gap_and_drift_is_none()
    {
        using var recording = Open(Files(Layout(extra: """
            [SampleTimes]
            0=86398.25
            10=86399.251
            20=3.5
            [Comments]
            1.9,0.1,0,7,before
            2.1,0,0,7,behind
            """)));
        var gap = Assert.Single(recording.Gaps);
        Assert.Equal((2.0, 3.249), (gap.Start.Seconds, Math.Round(gap.Length.Seconds, 6)));
        Assert.Equal([(0L, 20L), (52L, 20L)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([1.9, 5.349], recording.Markers.Select(m => Math.Round(m.Onset.Seconds, 6)));
        Assert.Equal(("7", 0.1), (recording.Markers[0].Kind, recording.Markers[0].Length!.Value.Seconds));
        Assert.Equal(new DateTime(2016, 2, 13, 23, 59, 58, 250), recording.Header.StartTime);
    }

    [Theory]
    [InlineData(@"D:\Archive\made.dat")]
    [InlineData("MADE.DAT")]
    public void Path_of_another_computer_means_the_file_beside(string file)
    {
        using var recording = Open(Files(Layout(file)));
        Assert.Equal(40, recording.Streams[0].SampleCount);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void File_of_another_name_is_said()
    {
        using var recording = Open(Files(Layout("other.dat")));
        Assert.Contains("'made.dat' is read", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_samples_name_their_file()
    {
        var files = Files();
        files.Remove("made.dat");
        Assert.Contains("'made.dat' is not there", Assert.Throws<RecordingFormatException>(() => Open(files)).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Trailing_bytes_are_said()
    {
        var files = Files();
        files["made.dat"] = [.. files["made.dat"], 1, 2];
        using var recording = Open(files);
        Assert.Contains("2 trailing bytes", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", "The data type is 3")]
    [InlineData("", "says nothing about DataType")]
    public void Unknown_type_is_refused(string type, string what) =>
        Assert.Contains(what, Refused(Layout(type: type)).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("2", "waveform 3 of 2")]
    [InlineData("0", "number of waveforms is 0")]
    [InlineData("99999999", "number of waveforms is 99999999")]
    [InlineData("x", "'x' instead of a number")]
    public void Impossible_number_of_waveforms_is_refused(string count, string what) =>
        Assert.Contains(what, Refused(Layout(waveforms: count)).What, StringComparison.Ordinal);

    [Fact]
    public void Waveform_without_a_label_is_called_by_its_number()
    {
        var files = Files(Layout(waveforms: "4"), samples: 40);
        using var recording = Open(files);
        Assert.Equal("Waveform 4", recording.Streams[0].Info.Channels[3].Label);
        Assert.Contains(recording.Warnings, w => w.Contains("names 3 of 4 waveforms", StringComparison.Ordinal));
    }

    [Fact]
    public void Chinese_comment_in_its_old_coding_is_read_and_said()
    {
        var layout = Layout(extra: "[Comments]\n1,0,0,1,");
        var files = Files(layout);
        files["made.lay"] = [.. Encoding.UTF8.GetBytes(layout), 0xD1, 0xF6, 0xCE, 0xD4, 0xE6, 0xC3];
        using var recording = Open(files);
        Assert.Equal("仰卧婷", recording.Markers[0].Label);
        Assert.Contains("read as GB 2312", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_letters_that_are_no_chinese_stay_apart()
    {
        var layout = Layout(extra: "[Comments]\n1,0,0,1,Gr");
        var files = Files(layout);
        files["made.lay"] = [.. Encoding.UTF8.GetBytes(layout), 0xF6, 0xDF, (byte)'e'];
        using var recording = Open(files);
        Assert.Equal("Größe", recording.Markers[0].Label);
    }
}
