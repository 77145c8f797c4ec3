using Pons.Contracts;
using Pons.Formats;
using Pons.Hdf5.Library;
using Pons.Hdf5.Nwb;
using Pons.Streams;

namespace Pons.Tests.Hdf5;

public sealed class NwbTests
{
    [Fact]
    public void Electrical_series_is_a_stream_in_microvolts()
    {
        using var recording = Open(Made());
        var stream = recording.Streams.Single(s => s.Info.Name == "ecog");
        Assert.Equal((500.0, 6L, SampleType.Int16), (stream.Info.RateHz, stream.SampleCount, stream.StoredAs));
        Assert.Equal([new Channel("grid 7", ChannelKind.Ieeg), new("Cz", ChannelKind.Eeg, "µV", null, stream.Info.Channels[1].Position)], stream.Info.Channels);
        // 3 × 0.5 µV × (1, 2) + 100 µV.
        Assert.Equal([101.5f, 103f], stream.Read(3, 1).Select(v => MathF.Round(v, 3)));
        Assert.Equal([(0.5, 100.0), (1, 100)], stream.Scales.Select(s => (Math.Round(s.Gain, 9), Math.Round(s.Offset, 9))));
        Assert.Equal((5e3, "0.1-1000 Hz", "grid, M1"), (stream.Details[0].ImpedanceOhms, stream.Details[0].Filtering, stream.Details[0].Sensor));
        Assert.Equal((1e-3, 2e-3, 3e-3), stream.Details[0].LocationMetres is var (x, y, z) ? (Math.Round(x, 9), Math.Round(y, 9), Math.Round(z, 9)) : default);
        Assert.Null(stream.Details[1].ImpedanceOhms);
    }

    [Fact]
    public void Times_with_a_hole_are_a_rate_with_a_gap_and_others_stay()
    {
        using var recording = Open(Made());
        var regular = recording.Streams.Single(s => s.Info.Name == "lfp");
        Assert.Equal((10.0, "a.u."), (regular.Info.RateHz, regular.Info.Channels[0].Unit));
        Assert.Equal([(0L, 3L), (13, 2)], regular.Segments.Select(s => (s.FirstSampleIndex, s.SampleCount)));
        Assert.Equal((300, 1000), Assert.Single(recording.Gaps) is var gap ? (gap.Start.Milliseconds, gap.Length.Milliseconds) : default);
        var other = recording.Streams.Single(s => s.Info.Name == "pupil");
        Assert.Null(other.Info.RateHz);
        Assert.Equal([0.0, 0.1, 5, 5.5], Enumerable.Range(0, 4).Select(i => other.TimeOf(i).Nanoseconds / 1e9));
    }

    [Fact]
    public void Annotations_intervals_and_trials_are_markers()
    {
        using var recording = Open(Made());
        Assert.Equal([("go", "notes", 0.5, null), ("left, fast", "trials", 1.0, 2.0), ("laser", "laser", 1.5, 0.25), ("trials", "trials", 4.0, (double?)null)],
            recording.Markers.Select(m => (m.Label, m.Kind, m.Onset.Nanoseconds / 1e9, m.Length?.Seconds)));
    }

    [Fact]
    public void Who_and_when_are_kept_as_personal()
    {
        using var recording = Open(Made());
        Assert.Equal(("M7", "reach", new DateTime(2024, 5, 6, 7, 8, 10)), (recording.Header.Subject, recording.Header.Description, recording.Header.StartTime));
        Assert.Equal("Li, Lei", recording.Header.Fields.Single(f => f is { Name: "general/experimenter", IsPersonal: true }).Value);
        Assert.Equal("amplifier", recording.Header.Device);
    }

    [Fact]
    public void Made_file_is_recognised_by_content() => Assert.IsType<NwbFormat>(RecordingFormat.Of(RecordingFiles.InMemory("x", Made())));

    [Theory]
    [InlineData("formats/malformed/timeseries_no_data.nwb", 0, "/acquisition/test_timeseries: the required data set 'data' is missing; the series is left out.")]
    [InlineData("formats/malformed/timeseries_no_unit.nwb", 1, "/acquisition/test_timeseries: the required attribute 'unit' of 'data' is missing; the values stay without a unit.")]
    [InlineData("formats/malformed/imageseries_nonmatch_starting_frame.nwb", 0, "/acquisition/test_imageseries: 'starting_frame' has 3 values and 'external_file' has 1; they should be as many.")]
    public void Malformed_files_name_the_fault(string file, int streams, string warning)
    {
        Hdf5Made.SkipWithoutLibrary();
        using var recording = Recording.Open(RecordedData.PathOf(file));
        Assert.Equal(streams, recording.Streams.Length);
        Assert.Equal(warning, recording.Warnings[0]);
    }

    [Fact]
    public void Empty_container_is_refused()
    {
        Hdf5Made.SkipWithoutLibrary();
        var fault = Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf("formats/malformed/empty.nwb")));
        Assert.Equal("'empty.nwb': It is HDF5 without the root attributes of NWB ('nwb_version'); it holds nothing.", fault.What);
    }

    [Fact]
    public void Recorded_containers_say_what_is_inside()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var tables = Recording.Open(RecordedData.PathOf("formats/nwb/2.6.0_DynamicTableElectrodes.nwb"));
        Assert.Empty(tables.Streams);
        Assert.Equal("NWB 2.7.0", tables.Header.Format);
        Assert.Equal("Baggins, Bilbo", tables.Header.Fields.Single(f => f.Name == "general/experimenter").Value);
        using var ophys = Recording.Open(RecordedData.PathOf("formats/nwb/496908818s.nwb"));
        Assert.Equal(15, ophys.Streams.Length);
        Assert.Equal(("491604967", new DateTime(2016, 1, 20, 10, 24, 2)), (ophys.Header.Subject, ophys.Header.StartTime));
    }

    [Fact]
    public void Contract_is_kept() => new FormatContract(new NwbFormat(), Made()).Verify();

    private static Recording Open(byte[] bytes) => new NwbFormat().Open(RecordingFiles.InMemory("x.nwb", bytes));

    private static byte[] Made() => Hdf5Made.Bytes(file =>
    {
        file.Attribute(file.Root, "nwb_version", "2.7.0");
        file.Text(file.Root, "session_start_time", "2024-05-06T07:08:09+08:00");
        file.Text(file.Root, "session_description", "reach");
        using var general = file.Group(file.Root, "general");
        file.Texts(general, "experimenter", [1], "Li, Lei");
        using (var subject = file.Group(general, "subject")) file.Text(subject, "subject_id", "M7");
        using (var devices = file.Group(general, "devices"))
        using (file.Group(devices, "amplifier"))
        using (var ephys = file.Group(general, "extracellular_ephys"))
        using (var table = file.Group(ephys, "electrodes")) Electrodes(file, table);
        using (var acquisition = file.Group(file.Root, "acquisition")) Acquisition(file, acquisition);
        using var intervals = file.Group(file.Root, "intervals");
        using var trials = file.Group(intervals, "trials");
        file.Doubles(trials, "start_time", [2], 2, 5).Dispose();
        file.Doubles(trials, "stop_time", [2], 4, double.NaN).Dispose();
        file.Texts(trials, "side", [2], "left", "");
        file.Texts(trials, "speed", [2], "fast", "");
    });

    private static void Electrodes(Hdf5Writer file, Hdf5Handle table)
    {
        file.Doubles(table, "id", [2], 7, 8).Dispose();
        file.Texts(table, "label", [2], "grid 7", "CZ");
        file.Doubles(table, "x", [2], 1000, double.NaN).Dispose();
        file.Doubles(table, "y", [2], 2000, double.NaN).Dispose();
        file.Doubles(table, "z", [2], 3000, double.NaN).Dispose();
        file.Doubles(table, "imp", [2], 5000, double.NaN).Dispose();
        file.Texts(table, "filtering", [2], "0.1-1000 Hz", "");
        file.Texts(table, "location", [2], "M1", "");
        file.Texts(table, "group_name", [2], "grid", "scalp");
    }

    private static void Acquisition(Hdf5Writer file, Hdf5Handle acquisition)
    {
        using (var ecog = Series(file, acquisition, "ecog", "ElectricalSeries"))
        {
            using var data = file.Shorts(ecog, "data", [6, 2], [.. Enumerable.Range(0, 12).Select(i => (short)(i / 2))]);
            file.Attribute(data, "unit", "volts");
            file.Attribute(data, "conversion", 0.5e-6);
            file.Attribute(data, "offset", 100e-6);
            file.Doubles(ecog, "channel_conversion", [2], 1, 2).Dispose();
            file.Shorts(ecog, "electrodes", [2], 0, 1).Dispose();
            using var start = file.Doubles(ecog, "starting_time", [], 1);
            file.Attribute(start, "rate", 500.0);
        }

        using (var lfp = Series(file, acquisition, "lfp", "TimeSeries"))
        {
            using var data = file.Doubles(lfp, "data", [5], 1, 2, 3, 4, 5);
            file.Attribute(data, "unit", "a.u.");
            file.Doubles(lfp, "timestamps", [5], 1, 1.1, 1.2, 2.3, 2.4).Dispose();
        }

        using (var pupil = Series(file, acquisition, "pupil", "TimeSeries"))
        {
            using var data = file.Doubles(pupil, "data", [4], 1, 2, 3, 4);
            file.Attribute(data, "unit", "metres");
            file.Doubles(pupil, "timestamps", [4], 1, 1.1, 6, 6.5).Dispose();
        }

        using (var laser = Series(file, acquisition, "laser", "IntervalSeries"))
        {
            file.Shorts(laser, "data", [2], 1, -1).Dispose();
            file.Doubles(laser, "timestamps", [2], 2.5, 2.75).Dispose();
        }

        using var notes = Series(file, acquisition, "notes", "AnnotationSeries");
        file.Texts(notes, "data", [1], "go");
        file.Doubles(notes, "timestamps", [1], 1.5).Dispose();
    }

    private static Hdf5Handle Series(Hdf5Writer file, Hdf5Handle parent, string name, string type)
    {
        var group = file.Group(parent, name);
        file.Attribute(group, "neurodata_type", type);
        return group;
    }
}
