using System.Text;
using Pons.Formats;
using Pons.Formats.Wfdb;

namespace Pons.Tests.Formats.Wfdb;

public sealed class WfdbMendingTests
{
    private static readonly byte[] s_four = WfdbFilesOf.Int16(1, 2, 3, 4);

    private static Recording Open(string header, params (string Name, byte[] Bytes)[] files) =>
        new WfdbFormat().Open(WfdbFilesOf.Files(header, files));

    private static RecordingFormatException Refused(string header, params (string Name, byte[] Bytes)[] files) =>
        Assert.Throws<RecordingFormatException>(() => Open(header, files));

    [Fact]
    public void Texts_of_annotations_without_their_codes_are_refused_for_what_they_are()
    {
        var path = RecordedData.PathOf("formats/malformed/S001R04_strings_only.edf.event");
        var e = Assert.Throws<RecordingFormatException>(() => Recording.Open(path));
        Assert.Equal(0, e.ByteOffset);
        Assert.Contains("The file is plain text: its first word is '##', and no annotation code.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_that_were_changed_are_found_by_their_sum()
    {
        var files = Directory.GetFiles(RecordedData.PathOf("biosignal/ecg_wfdb"), "100.*")
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
        files["100.dat"][3_000] ^= 1;
        using var recording = new WfdbFormat().Open(RecordingFiles.InMemory("100.hea", files
            .ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value)));
        Assert.Equal(["The samples of signal 'MLII' in '100.dat' sum up to -22132, and the header states -22131: some were changed."],
            recording.Warnings);
    }

    [Fact]
    public void A_file_shorter_than_stated_is_read_as_far_as_it_goes()
    {
        using var recording = Open("r 1 100 9\nr.dat 16 1/X\n", ("r.dat", s_four));
        Assert.Equal(4, recording.Streams[0].StoredCount);
        Assert.Equal(["'r.hea' states 9 samples of each signal, and 'r.dat' holds 4: the rest is missing."], recording.Warnings);
    }

    [Fact]
    public void Lengths_that_are_not_stated_follow_from_the_files()
    {
        using var recording = Open("r 2 100\nr.dat 16 1/X\nr.dat 16 1/X\n", ("r.dat", WfdbFilesOf.Int16(1, 2, 3, 4, 5)));
        Assert.Equal(2, recording.Streams[0].StoredCount);
        Assert.Equal(["signal 0", "signal 1"], recording.Streams[0].Info.Channels.Select(c => c.Label));
        Assert.Contains("'r.dat' ends inside of a frame: the last 1 samples are left out.", recording.Warnings);
    }

    [Fact]
    public void Defaults_that_are_assumed_are_said()
    {
        using var recording = Open("r 1\nr.dat 16\n", ("r.dat", s_four));
        Assert.Equal(250, recording.Streams[0].Info.RateHz);
        Assert.Equal([5f, 10, 15, 20], recording.Streams[0].Read(0, 4));
        Assert.Equal(["'r.hea' states no sampling frequency: 250 Hz, the default of WFDB, is assumed.",
            "The signal 'r.dat' is not calibrated: 200 steps a unit, the default of WFDB, are assumed."], recording.Warnings);
    }

    [Theory]
    [InlineData("r 2 100 4\nr.dat 16 1/X\n", "The header states 2 signals and describes 1.", 10)]
    [InlineData("r 1 100 4\nr.dat 999 1/X\n", "The samples are stored in format 999.", 10)]
    [InlineData("r 1 100 4\nr.dat\n", "A signal line is 'r.dat'.", 10)]
    [InlineData("r 1 -5 4\nr.dat 16\n", "The sampling frequency is '-5'.", 0)]
    [InlineData("r 1 100 4\nr.dat 16x0 1\n", "A signal line states 0 as samples a frame or skew.", 10)]
    public void Headers_that_do_not_tell_the_layout_are_refused_with_the_line(string header, string what, long at)
    {
        var e = Refused(header, ("r.dat", s_four));
        Assert.Equal((what, at), (e.What[(e.What.IndexOf(": ", StringComparison.Ordinal) + 2)..], e.ByteOffset));
    }

    [Theory]
    [InlineData("r 1 100 4\n../r.dat 16 1/X\n", "lies outside its folder")]
    [InlineData("r 1 100 4\nabsent.dat 16 1/X\n", "The file 'absent.dat' is not there.")]
    [InlineData("r/1 1 100 4\nr 4\n", "has segments itself")]
    [InlineData("r/1 1 100 4\nnone 4\n", "The file 'none.hea' is not there.")]
    [InlineData("r 2 100 4\nr.dat 16 1/X\nr.dat 212 1/X\n", "state different formats or offsets")]
    public void Records_that_lead_astray_are_refused(string header, string what) =>
        Assert.Contains(what, Refused(header, ("r.dat", s_four)).Message, StringComparison.Ordinal);

    [Fact]
    public void Annotations_are_kept_up_to_where_they_are_damaged()
    {
        byte[] file = [.. WfdbFilesOf.Words(WfdbFilesOf.Annotation(1, 10), WfdbFilesOf.Annotation(1, 10), WfdbFilesOf.Annotation(55, 1)),
            0, 0];
        using var recording = Open("r 1 100 4\nr.dat 16 1/X\n", ("r.dat", s_four), ("r.atr", file));
        Assert.Equal(2, recording.Markers.Length);
        Assert.Equal("'r.atr', byte 4: the word DC01 in hexadecimal has the code 55, which is no annotation; "
            + "the 2 annotations before are kept.", Assert.Single(recording.Warnings));
    }

    [Fact]
    public void Only_annotations_beside_a_record_are_taken_for_such()
    {
        using var recording = Open("r 1 100 4\nr.dat 16 1/X\n", ("r.dat", s_four),
            ("r.txt", Encoding.ASCII.GetBytes("notes about the run, long enough to look at")), ("r.zero", new byte[64]),
            ("r.qrs", WfdbFilesOf.Words(WfdbFilesOf.Annotation(1, 1), 0)), ("r.atr", WfdbFilesOf.Words(WfdbFilesOf.Annotation(5, 1), 0)),
                ("r2.atr", WfdbFilesOf.Words(WfdbFilesOf.Annotation(5, 1), 0)));
        Assert.Equal([("V", "atr"), ("N", "qrs")], recording.Markers.Select(m => (m.Label, m.Kind)));
        Assert.Empty(recording.Warnings);
    }

    [Theory]
    [InlineData("notes.txt", "1 2 3\n4 5 6\n")]
    [InlineData("x.hea", "<html>")]
    [InlineData("x.csv", "time,C3,C4,annotation\n0.0,1.5,2.5,start\n")]
    public void Other_files_are_not_recognised(string name, string text) =>
        Assert.False(new WfdbFormat().Recognise(RecordingFiles.InMemory(name, Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Other_recordings_are_not_taken_for_annotations()
    {
        var folder = RecordedData.PathOf("formats");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is not (".qrs" or ".event")))
            Assert.False(new WfdbFormat().Recognise(RecordingFiles.At(file)), file);
    }
}
