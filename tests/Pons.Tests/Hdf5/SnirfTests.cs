using Pons.Contracts;
using Pons.Formats;
using Pons.Hdf5.Snirf;
using Pons.Streams;

namespace Pons.Tests.Hdf5;

public sealed class SnirfTests
{
    /// <summary>Numbers of MNE 1.3 (mne.io.read_raw_snirf), which rounds the step of 98.304 ms before it takes the rate.</summary>
    [Theory]
    [InlineData("formats/snirf/20220217_nirx_15_3_recording.snirf", 26, 12.5, 220, 1, "S1_D2 760", 0.09467476, -0.08631997)]
    [InlineData("formats/snirf/2021-05-05_001.snirf", 40, 1 / 0.098304, 128, 7, "S1_D1 760", 0.00649435, -0.0844435)]
    public void Recorded_files_agree_with_MNE(string file, int channels, double rate, int samples, int streams, string label, double mean, double x)
    {
        Hdf5Made.SkipWithoutLibrary();
        using var recording = Recording.Open(RecordedData.PathOf(file));
        var light = recording.Streams[0];
        Assert.Equal((channels, rate, (long)samples, streams, label, ChannelKind.Nirs),
            (light.Info.ChannelCount, light.Info.RateHz!.Value, light.SampleCount, recording.Streams.Length, light.Info.Channels[0].Label, light.Info.Channels[0].Kind));
        Assert.Equal(mean, Enumerable.Range(0, samples).Average(i => (double)light.Read(i, 1)[0]), 1e-8);
        Assert.Equal(x, light.Details[0].LocationMetres!.Value.X, 1e-8);
        Assert.Equal(3, recording.Markers.Length);
        Assert.Empty(recording.Warnings);
    }

    [Fact]
    public void Stimuli_have_the_length_that_the_file_states()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var recording = Recording.Open(RecordedData.PathOf("formats/snirf/2021-05-05_001.snirf"));
        Assert.Equal([("1", 2.4576, 10.0), ("2", 4.816896, 10), ("6", 7.962624, 10)],
            recording.Markers.Select(m => (m.Label, Math.Round(m.Onset.Seconds, 6), m.Length!.Value.Seconds)));
        Assert.Equal(("default", new DateTime(2021, 5, 5, 8, 6, 18)), (recording.Header.Subject, recording.Header.StartTime));
        Assert.Equal("accelerometer_1_x", recording.Streams[1].Info.Name);
        // 10.073 ms after the first: the times of these signals follow no rate.
        Assert.Equal((null, 10_073_000L), (recording.Streams[1].Info.RateHz, recording.Streams[1].TimeOf(1).Nanoseconds));
    }

    [Fact]
    public void Date_of_birth_is_personal()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var recording = Recording.Open(RecordedData.PathOf("formats/snirf/20220217_nirx_15_3_recording.snirf"));
        Assert.True(recording.Header.Fields.Single(f => f.Name == "nirs/metaDataTags/DateOfBirth").IsPersonal);
    }

    [Fact]
    public void Times_may_be_the_first_and_the_step()
    {
        using var recording = new SnirfFormat().Open(RecordingFiles.InMemory("x.snirf", Made()));
        Assert.Equal((50.0, "S1_D1 HbO"), (recording.Streams[0].Info.RateHz!.Value, recording.Streams[0].Info.Channels[0].Label));
        Assert.Equal([("rest", 0.06, null)], recording.Markers.Select(m => (m.Label, Math.Round(m.Onset.Seconds, 9), m.Length?.Seconds)));
        Assert.Contains("/nirs/data1: 1 entries of 'measurementList' for 2 columns of data; those without one are numbered.", recording.Warnings);
    }

    [Fact]
    public void Contract_is_kept() => new FormatContract(new SnirfFormat(), Made()).Verify();

    private static byte[] Made() => Hdf5Made.Bytes(file =>
    {
        file.Text(file.Root, "formatVersion", "1.1");
        using var nirs = file.Group(file.Root, "nirs");
        using (var tags = file.Group(nirs, "metaDataTags"))
        {
            file.Text(tags, "SubjectID", "P1");
            file.Text(tags, "TimeUnit", "ms");
        }

        using (var block = file.Group(nirs, "data1"))
        {
            file.Doubles(block, "dataTimeSeries", [30, 2], [.. Enumerable.Range(0, 60).Select(i => i * 0.5)]).Dispose();
            file.Doubles(block, "time", [2], 40, 20).Dispose();
            using var entry = file.Group(block, "measurementList1");
            foreach (var (name, value) in (IEnumerable<(string, short)>)[("sourceIndex", 1), ("detectorIndex", 1), ("wavelengthIndex", 1)])
                file.Shorts(entry, name, [], value).Dispose();
            file.Doubles(entry, "dataType", [], 99999).Dispose();
            file.Text(entry, "dataTypeLabel", "HbO");
        }

        using var stimulus = file.Group(nirs, "stim1");
        file.Text(stimulus, "name", "rest");
        file.Doubles(stimulus, "data", [1, 3], 100, 0, 1).Dispose();
    });
}
