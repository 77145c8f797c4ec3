using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.OpenEphys;
using Pons.Streams;

namespace Pons.Tests.Formats.OpenEphys;

public sealed class OpenEphysTests
{
    private static readonly OpenEphysFormat Format = new();

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "recording1/")]
    [InlineData(false, "experiment1/recording1/")]
    [InlineData(true, "Record Node 101/experiment1/recording1/")]
    public void Both_versions_are_read_from_any_folder_above(bool isNew, string path)
    {
        using var recording = Open("folder", new OpenEphysFiles { IsNew = isNew }.At(path));
        AssertRecording(recording);
        Assert.Empty(recording.Warnings);
        Assert.Equal(new DateTime(2020, 9, 13, 12, 26, 40, 500), recording.Header.StartTime);
    }

    [Fact]
    public void The_description_may_be_named()
    {
        using var recording = Open("structure.oebin", new OpenEphysFiles().At(""));
        AssertRecording(recording);
    }

    [Fact]
    public void Jumping_sample_numbers_are_gaps()
    {
        foreach (var hasSeconds in new[] { false, true })
        {
            using var recording = Open("folder", new OpenEphysFiles { Missing = 40, HasSeconds = hasSeconds }.At(""));
            var stream = recording.Streams[0];
            Assert.Equal([(0L, 100L), (140, 200)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
            Assert.Equal(0.04, Assert.Single(recording.Gaps).Length.Seconds, 1e-9);
            Assert.Equal(100f, stream.Read(140, 1)[1]);
            Assert.Equal(190, (int)Math.Round(recording.Markers.Single(m => m.Label == "TTL 1").Length!.Value.Milliseconds));
        }
    }

    [Fact]
    public void Recordings_of_an_experiment_follow_each_other_with_the_gap_between()
    {
        var files = new OpenEphysFiles().At("experiment1/recording1/");
        foreach (var (name, bytes) in new OpenEphysFiles { FirstNumber = 2000 }.At("experiment1/recording2/")) files[name] = bytes;
        using var recording = Open("folder", files);
        Assert.Equal([(0L, 300L), (1000, 300)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([10, 30, 50, 60, 1010, 1030, 1050, 1060], recording.Streams[0].Markers.Select(m => (int)m.SampleIndex));
    }

    [Fact]
    public void Record_nodes_are_streams_and_several_experiments_are_refused()
    {
        var files = new OpenEphysFiles().At("Record Node 101/experiment1/recording1/");
        foreach (var (name, bytes) in new OpenEphysFiles { FirstNumber = 1100 }.At("Record Node 102/experiment1/recording1/")) files[name] = bytes;
        using var recording = Open("folder", files);
        Assert.Equal(["Record Node 101/Rhythm", "Record Node 102/Rhythm"], recording.Streams.Select(s => s.Info.Name));
        Assert.Equal([0L, 100], recording.Streams.Select(s => s.Segments[0].FirstSampleIndex));
        foreach (var (name, bytes) in new OpenEphysFiles().At("Record Node 101/experiment2/recording1/")) files[name] = bytes;
        var refused = Assert.Throws<RecordingFormatException>(() => Open("folder", files));
        Assert.Contains("holds 2 experiments: experiment1, experiment2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_words_stand_in_for_states()
    {
        var files = new OpenEphysFiles().At("");
        files.Remove("events/Acq-100.Rhythm/TTL/states.npy");
        using var recording = Open("folder", files);
        AssertRecording(recording);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var files = new OpenEphysFiles().At("");
        files.Remove("continuous/Acq-100.Rhythm/sample_numbers.npy");
        files.Remove("continuous/Acq-100.Rhythm/timestamps.npy");
        files.Remove("events/MessageCenter/text.npy");
        using var recording = Open("folder", files);
        Assert.Contains(recording.Warnings, w => w.Contains("holds no numbers of samples", StringComparison.Ordinal));
        Assert.Contains(recording.Warnings, w => w.Contains("hold neither lines nor texts", StringComparison.Ordinal));
        files.Remove("continuous/Acq-100.Rhythm/continuous.dat");
        using var without = Open("folder", files);
        Assert.Empty(without.Streams);
        Assert.Contains("'continuous.dat' is not there", without.Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_named()
    {
        var files = new OpenEphysFiles().At("");
        Refused(files, "structure.oebin", "{\n \"GUI version\": 1, \n}}"u8.ToArray(), "is no JSON at line 3");
        Refused(files, "structure.oebin", "{\"continuous\":[{\"folder_name\":\"a\",\"sample_rate\":0,\"num_channels\":1}]}"u8.ToArray(), "has the sampling rate 0");
        Refused(files, "structure.oebin", "{\"continuous\":[{\"folder_name\":\"a\",\"sample_rate\":10,\"num_channels\":9}]}"u8.ToArray(),
            "has 9 channels, and 0 are described");
        Refused(files, "continuous/Acq-100.Rhythm/sample_numbers.npy", [1, 2, 3], "does not begin as a NumPy array");
        Refused(files, "continuous/Acq-100.Rhythm/sample_numbers.npy", OpenEphysFiles.Longs([.. Enumerable.Range(0, 300).Select(n => n * (1L << 45))]),
            "more than any recording");
    }

    [Fact]
    public void Folders_keep_the_contract()
    {
        new FormatContract(Format, "folder", new OpenEphysFiles { Missing = 7 }.At("Record Node 101/experiment1/recording1/")).Verify();
        new FormatContract(Format, "structure.oebin", new OpenEphysFiles { IsNew = false }.At("")).Verify();
    }

    [Fact]
    public void Damaged_folders_open_or_are_refused()
    {
        FormatDamage.Survive(Format, "folder", new OpenEphysFiles { Rows = 40 }.At(""), 1500, seed: 41, headerBytes: 1500);
        FormatDamage.Survive(Format, "structure.oebin", new OpenEphysFiles { Rows = 40, IsNew = false }.At(""), 1500, seed: 42, headerBytes: 1500);
    }

    private static void AssertRecording(Recording recording)
    {
        var stream = Assert.Single(recording.Streams);
        Assert.Equal([("CH1", ChannelKind.Unknown), ("Cz", ChannelKind.Eeg), ("ADC1", ChannelKind.Other)], stream.Info.Channels.Select(c => (c.Label, c.Kind)));
        Assert.Equal((1000.0, 300L), (stream.Info.RateHz!.Value, stream.SampleCount));
        Assert.Equal([(float)(0.195 * 299), (float)(0.5 * 598), (float)(100.0 * 897)], stream.Read(299, 1));
        Assert.Equal([("TTL 3", 10, 10), ("go 左", 30, -1), ("TTL 1", 50, 150), ("TTL 3", 60, -1)], recording.Markers.Select(m =>
            (m.Label, (int)Math.Round(m.Onset.Milliseconds), m.Length is { } l ? (int)Math.Round(l.Milliseconds) : -1)));
    }

    private static void Refused(Dictionary<string, byte[]> files, string name, byte[] bytes, string message)
    {
        var damaged = new Dictionary<string, byte[]>(files) { [name] = bytes };
        Assert.Contains(message, Assert.Throws<RecordingFormatException>(() => Open("folder", damaged)).Message, StringComparison.Ordinal);
    }

    private static Recording Open(string name, Dictionary<string, byte[]> files) =>
        Format.Open(RecordingFiles.InMemory(name, files.ToDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)f.Value)));
}
