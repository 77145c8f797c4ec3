using Pons.Formats;
using Pons.Formats.Fif;

namespace Pons.Tests.Formats.Fif;

public sealed class FifDamageTests
{
    private static readonly FifFormat Format = new();

    [Fact]
    public void Torn_buffer_is_read_up_to_its_last_whole_sample()
    {
        var file = FifBytes.Recording();
        using var recording = Open(file[..^(16 + 20 + 20 + 13)]);
        Assert.Equal(14, recording.Streams[0].SampleCount);
        Assert.Contains("states a size of 48 bytes, but the file ends after 35", recording.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_its_end_is_said_to_be_unfinished()
    {
        using var recording = Open(FifBytes.Recording()[..^(16 + 20 + 20)]);
        Assert.Equal(16, recording.Streams[0].SampleCount);
        Assert.Contains("the recorder did not close the file", Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Places_in_millimetres_are_mended()
    {
        using var recording = Open(FifBytes.Recording(channels: 4, info: f => f.Channel("Oz", 2, 1, 107, (0, -115, 14))));
        Assert.Equal((0, -0.115, 0.014), recording.Streams[0].Details[3].LocationMetres);
        Assert.Contains(recording.Warnings, w => w.Contains("read as millimetres", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("size of -5 bytes", 8, "states a size of -5 bytes")]
    [InlineData("back", 12, "lies before its own end")]
    public void Impossible_tags_are_refused_with_their_place(string _, int field, string message)
    {
        var file = FifBytes.Recording();
        var tag = 36 + 20 + 20;
        (file[tag + field], file[tag + field + 1], file[tag + field + 2], file[tag + field + 3]) =
            field == 8 ? ((byte)0xFF, (byte)0xFF, (byte)0xFF, (byte)0xFB) : ((byte)0, (byte)0, (byte)0, (byte)36);
        var refused = Assert.Throws<RecordingFormatException>(() => Open(file));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(tag + field, refused.ByteOffset);
    }

    [Fact]
    public void Faults_are_named()
    {
        Refused(FifBytes.Recording(20), "The samples are complex numbers");
        Refused(FifBytes.Recording(13), "The samples are packed 13-bit numbers");
        Refused(FifBytes.Recording(between: f => f.Buffer(2, 0, 4)), "A buffer holds numbers of type 2; those before hold type 4");
        Refused(FifBytes.Recording(rate: 0), "The sampling rate is 0 Hz");
        Refused(FifBytes.Recording(rate: float.NaN), "The sampling rate is not stated");
        Refused(FifBytes.Recording(channels: 5), "The number of channels is 5, but 3 are described");
        Refused(FifBytes.Recording(between: f => f.Int(301, -1)), "A gap has a length of -1");
        Refused(FifBytes.Recording()[..400], "The rest of the file is missing");
        Refused(new FifBytes().Identity().Begin(104).Int(210, 1).End(104).ToBytes(), "The file holds 1 averaged response, but no raw data");
        Refused([1, 2, 3], "does not begin with a file id");
    }

    [Theory]
    [InlineData("fsaverage-head.fif", "1 surface of a head model")]
    [InlineData("sample-320-320-320-bem.fif", "3 surfaces of a head model")]
    [InlineData("fsaverage-fiducials.fif", "1 set of digitised points")]
    [InlineData("fsaverage-trans.fif", "1 transform between frames")]
    public void Files_without_signal_say_what_they_hold(string file, string holds)
    {
        var refused = Assert.Throws<RecordingFormatException>(() => Format.Open(RecordedData.PathOf($"anatomy/headmodel/{file}")));
        Assert.Contains($"The file holds {holds}, but no raw data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_open_or_are_refused()
    {
        var file = FifBytes.Recording(2, between: f => f.Int(301, 1), after: f => f
            .Begin(3810).Float(3568, 1.02f, 1.5f).Float(3569, 1.02f, 1.75f).Text(206, "a:b").End(3810));
        FormatDamage.Survive(Format, "made.fif", file, 3000, seed: 11);
    }

    private static void Refused(byte[] file, string message) =>
        Assert.Contains(message, Assert.Throws<RecordingFormatException>(() => Open(file)).Message, StringComparison.Ordinal);

    private static Recording Open(byte[] file) => Format.Open(RecordingFiles.InMemory("made.fif", file));
}
