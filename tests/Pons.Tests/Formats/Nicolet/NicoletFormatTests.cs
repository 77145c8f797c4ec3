using System.Text;
using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Nicolet;
using Pons.Streams;

namespace Pons.Tests.Formats.Nicolet;

/// <summary>Headers made line by line, and a recording whose numbers agree with MNE-Python 1.3.0 in every sample.</summary>
public sealed class NicoletFormatTests
{
    private static Dictionary<string, byte[]> Files(
        string channels = "3", string bytes = "2", string samples = "20", string start = "2015-01-01 12:00:00.250") =>
        new(StringComparer.Ordinal)
        {
            ["made.head"] = Encoding.UTF8.GetBytes($"""
                start_ts={start}
                num_samples={samples}
                sample_freq=256
                conversion_factor=0.179000
                num_channels={channels}
                elec_names=[FP1,EOG1,PHO]
                pat_id=102
                adm_id=1102
                duration_in_sec=2
                sample_bytes={bytes}
                """),
            ["made.data"] = [.. Enumerable.Range(0, 20 * 3).SelectMany(i => BitConverter.GetBytes((short)(i * 100 - 3000)))],
        };

    private static Recording Open(Dictionary<string, byte[]> files) => new NicoletFormat().Open(
        RecordingFiles.InMemory("made.head", files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value, StringComparer.Ordinal)));

    [Fact]
    public void Made_recording_keeps_the_contract() => new FormatContract(new NicoletFormat(), "made.head", Files()).Verify();

    [Fact]
    public void Damaged_recording_is_survived() => new FormatDamage(new NicoletFormat(), "made.head", Files()).Survive(1);

    [Theory]
    [InlineData("test_nicolet_raw.head")]
    [InlineData("test_nicolet_raw.data")]
    public void Every_sample_of_a_recording_equals_the_reference(string file)
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/nicolet/" + file));
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((29, 256.0, 512L), (stream.Info.ChannelCount, stream.Info.RateHz!.Value, stream.SampleCount));
        var values = new double[512 * 29];
        stream.Read(0, values);
        Assert.Equal(-1573995.151, values.Sum(), 1e-6);
        Assert.Equal(new DateTime(2015, 1, 1, 12, 0, 0), recording.Header.StartTime);
        Assert.Equal("pat_id: 102", recording.Header.Subject);
        Assert.Equal(["pat_id", "adm_id", "rec_id"],
            recording.Header.Fields.Where(f => f.IsPersonal && f.Name.EndsWith("id", StringComparison.Ordinal)).Select(f => f.Name));
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Kinds_follow_from_the_names()
    {
        using var recording = Open(Files());
        Assert.Equal([("Fp1", ChannelKind.Eeg), ("EOG1", ChannelKind.Eog), ("PHO", ChannelKind.Unknown)],
            recording.Streams[0].Info.Channels.Select(c => (c.Label, c.Kind)));
        Assert.Equal([-537f, -519.1f, -501.2f], recording.Streams[0].Read(0, 1));
        Assert.Equal(new DateTime(2015, 1, 1, 12, 0, 0, 250), recording.Header.StartTime);
    }

    [Theory]
    [InlineData("4", "2", "names 3 electrodes and promises 4 channels")]
    [InlineData("3", "3", "A sample has 3 bytes")]
    [InlineData("3", "", "says nothing about sample_bytes")]
    [InlineData("three", "2", "'three' instead of a number")]
    public void Header_that_fits_no_samples_is_refused(string channels, string bytes, string what) =>
        Assert.Contains(what, Assert.Throws<RecordingFormatException>(() => Open(Files(channels, bytes))).What, StringComparison.Ordinal);

    [Theory]
    [InlineData("21", "2015-01-01 12:00:00", "promises 21 samples")]
    [InlineData("20", "yesterday", "no date and time")]
    public void Small_faults_are_mended_and_said(string samples, string start, string warning)
    {
        using var recording = Open(Files(samples: samples, start: start));
        Assert.Equal(20, recording.Streams[0].SampleCount);
        Assert.Contains(warning, Assert.Single(recording.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_samples_name_their_file()
    {
        var files = Files();
        files.Remove("made.data");
        Assert.Contains("'made.data' is not there", Assert.Throws<RecordingFormatException>(() => Open(files)).What,
            StringComparison.Ordinal);
    }
}
