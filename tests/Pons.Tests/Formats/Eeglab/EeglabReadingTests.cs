using Pons.Formats;
using Pons.Formats.Eeglab;
using Pons.Streams;

namespace Pons.Tests.Formats.Eeglab;

public sealed class EeglabReadingTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Data_set_is_read_wherever_its_fields_stand(bool isFlat, bool isCompressed)
    {
        using var recording = Open(new EeglabBytes { IsFlat = isFlat, IsCompressed = isCompressed });
        var stream = Assert.Single(recording.Streams);
        Assert.Equal((100.0, 100L, SampleType.Float32), (stream.Info.RateHz, stream.SampleCount, stream.StoredAs));
        Assert.Equal([49.5f, 1049.5f], stream.Read(99, 1));
        Assert.Equal([0f, 1000, 0.5f, 1000.5f], stream.Read(0, 2));
        Assert.Equal(new Channel("Fz", ChannelKind.Eeg, "µV", "Cz", new(0, 0.6, 0.8)), stream.Info.Channels[0]);
        Assert.Equal((0.06, 0.0, 0.08), stream.Details[0].LocationMetres);
        Assert.Equal(new Channel("EXG1", ChannelKind.Eog), stream.Info.Channels[1]);
        Assert.Equal([new(Duration.Zero, "7"), new RecordedMarker(Duration.FromSeconds(0.105), "cue", Duration.FromSeconds(0.2))], recording.Markers);
        Assert.Equal(("S7", "left handed", new DateTime(2020, 1, 2, 3, 4, 5)), (recording.Header.Subject, recording.Header.Description, recording.Header.StartTime));
        Assert.True(recording.Header.Fields.Single(f => f.Name == "history").IsPersonal);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Boundaries_are_gaps_or_joints()
    {
        using var recording = Open(new EeglabBytes
        {
            Events = [("boundary", 1, null), ("a", 30.5, null), ("boundary", 40.5, 60), ("b", 41, null), ("boundary", 71, null), (-99.0, 71, 0)],
        });
        var stream = recording.Streams[0];
        Assert.Equal([(0L, 40L), (100, 30), (130, 30)], stream.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal(new RecordingGap(Duration.FromSeconds(0.4), Duration.FromSeconds(0.6)), Assert.Single(recording.Gaps));
        Assert.Equal([("boundary", 0), ("a", 295), ("b", 1000), ("boundary", 1300), ("-99", 1300)], recording.Markers.Select(m => (m.Label, m.Onset.Milliseconds)));
        Assert.Equal([float.NaN, float.NaN, 20f, 1020], stream.Read(99, 2));
    }

    [Fact]
    public void Trials_are_laid_one_behind_another()
    {
        using var recording = Open(new EeglabBytes { Trials = 3, Samples = 20 });
        Assert.Equal([(0L, 20L), (20, 20), (40, 20)], recording.Streams[0].Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal([0.0, 0.105, 0.2, 0.4], recording.Markers.Select(m => m.Onset.Nanoseconds / 1e9));
        Assert.Equal((3L, 20L, -0.2), recording.Header is EeglabHeader h ? (h.TrialCount, h.SamplesPerTrial, h.TrialStartSeconds) : default);
        Assert.Contains(recording.Warnings, w => w.StartsWith("The 3 trials of 20 samples are laid one behind another", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(".fdt", ".fdt", false)]
    [InlineData(".set", ".fdt", false)]
    [InlineData(".dat", ".dat", true)]
    [InlineData(".set", ".dat", true)]
    public void Either_file_of_a_pair_may_be_named(string named, string data, bool isTransposed)
    {
        var set = new EeglabBytes { DataFile = @"C:\study\x" + data };
        var files = Pair(set, "x" + data, set.DataBytes(isTransposed));
        Assert.True(new EeglabFormat().Recognise(RecordingFiles.InMemory("x" + named, files)));
        using var recording = new EeglabFormat().Open(RecordingFiles.InMemory("x" + named, files));
        Assert.Equal([49f, 1049, 49.5f, 1049.5f], recording.Streams[0].Read(98, 2));
        Assert.Equal("x" + data, Assert.IsType<EeglabHeader>(recording.Header).DataFile);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Renamed_and_cut_data_are_said()
    {
        var set = new EeglabBytes { DataFile = "old.fdt" };
        using var recording = new EeglabFormat().Open(RecordingFiles.InMemory("x.set", Pair(set, "x.fdt", set.DataBytes()[..^84])));
        Assert.Equal(89, recording.Streams[0].SampleCount);
        Assert.Equal(["The samples are read from 'x.fdt'; the data set names 'old.fdt', which is not there.",
            "The file 'x.fdt' has 716 bytes, which is 89 samples of 2 channels; the data set says 100. 89 are read."], recording.Warnings);
        var fault = Assert.Throws<RecordingFormatException>(() => new EeglabFormat().Open(RecordingFiles.InMemory("x.set", set.ToBytes())));
        Assert.Contains("'x.set': The samples should be in the file 'old.fdt', which is not there; nor is 'x.fdt'.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_another_recording_are_refused()
    {
        var set = new EeglabBytes { DataFile = "x.fdt" };
        var fault = Assert.Throws<RecordingFormatException>(() =>
            new EeglabFormat().Open(RecordingFiles.InMemory("x.set", Pair(set, "x.fdt", new byte[1201]))));
        Assert.Contains("'x.fdt': The file has 1201 bytes, and 2 channels × 100 samples of 4 bytes make 800.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_contradict_the_data_are_said()
    {
        using var recording = Open(new EeglabBytes { StatedChannels = 3 });
        Assert.Equal(["The field 'nbchan' says 3 channels, and the data have 2: the data are right."], recording.Warnings);
    }

    [Fact]
    public void Rate_must_be_stated()
    {
        var fault = Assert.Throws<RecordingFormatException>(() => Open(new EeglabBytes { Rate = 0 }));
        Assert.Contains("'x.set': The sampling rate is 0.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("formats/eeglab/test_raw_chanloc.set", 61, 385, "Fp2", 0.0415584416, "S 12", 0.014025)]
    [InlineData("formats/eeglab/test_raw_chanloc.fdt", 61, 385, "Fp2", 0.0415584416, "S 12", 0.014025)]
    [InlineData("formats/eeglab/test_raw_2021.set", 3, 1281, "EEG 2", 20.6146866, "square", 7.711006)]
    [InlineData("formats/eeglab/test_raw_event_duration.set", 1, 513, "Cz", 22.4900799, "rt", 2.082407)]
    public void Recorded_files_agree_with_MNE(string file, int channels, int samples, string label, double mean, string lastType, double lastOnset)
    {
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var stream = Assert.Single(recording.Streams);
        var index = Math.Min(1, channels - 1);
        Assert.Equal((channels, 128.0, (long)samples, label), (stream.Info.ChannelCount, stream.Info.RateHz, stream.SampleCount, stream.Info.Channels[index].Label));
        var values = stream.Read(0, samples);
        Assert.Equal(mean, Enumerable.Range(0, samples).Average(i => (double)values[i * channels + index]), 1e-6);
        Assert.Equal((lastType, lastOnset), (recording.Markers[^1].Label, Math.Round(recording.Markers[^1].Onset.Seconds, 6)));
    }

    [Fact]
    public void Places_agree_with_MNE()
    {
        using var recording = Recording.Open(RecordedData.PathOf("formats/eeglab/test_raw_chanloc.set"));
        var (x, y, z) = recording.Streams[0].Details[0].LocationMetres!.Value;
        Assert.Equal((0.08078401, 0.02613301, -0.00400108), (Math.Round(x, 8), Math.Round(y, 8), Math.Round(z, 8)));
    }

    internal static Recording Open(byte[] set) => new EeglabFormat().Open(RecordingFiles.InMemory("x.set", set));

    internal static Dictionary<string, ReadOnlyMemory<byte>> Pair(byte[] set, string dataName, byte[] data) =>
        new(StringComparer.Ordinal) { ["x.set"] = set, [dataName] = data };
}
