using Pons.Contracts;
using Pons.Formats;
using Pons.Formats.Eeglab;
using Pons.Hdf5.Matlab;
using Pons.Tests.Formats.Eeglab;

namespace Pons.Tests.Hdf5;

public sealed class Mat73Tests
{
    [Fact]
    public void The_same_structure_is_the_same_recording_in_both_versions()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var old = Recording.Open(RecordedData.PathOf("formats/mat/raw_v7.mat"));
        using var recording = Recording.Open(RecordedData.PathOf("formats/mat/raw_v73.mat"));
        Assert.Equal("MAT 7.3 (FieldTrip)", recording.Header.Format);
        Assert.Equal(old.Streams[0].Info.Channels, recording.Streams[0].Info.Channels);
        var (a, b) = (new double[125 * 2001], new double[125 * 2001]);
        old.Streams[0].Read(0, a);
        recording.Streams[0].Read(0, b);
        Assert.Equal(a, b);
        Assert.Equal(old.Streams[0].Read(700, 3), recording.Streams[0].Read(700, 3));
        Assert.Equal(old.Header.Fields.Where(f => f.Name != "Preamble").Select(f => (f.Name, f.Value)).Order(),
            recording.Header.Fields.Where(f => f.Name != "Preamble").Select(f => (f.Name, f.Value)).Order());
    }

    [Fact]
    public void Data_set_with_its_samples_elsewhere_names_the_file_it_needs()
    {
        Hdf5Made.SkipWithoutLibrary();
        var fault = Assert.Throws<RecordingFormatException>(() => Recording.Open(RecordedData.PathOf("formats/eeglab/test_raw_h5.set")));
        Assert.Equal("'test_raw_h5.set': The samples should be in the file 'test_raw.fdt', which is not there; nor is 'test_raw_h5.fdt'.", fault.What);
    }

    [Fact]
    public void Recorded_data_set_is_read_with_samples_beside_it()
    {
        Hdf5Made.SkipWithoutLibrary();
        var samples = new byte[32 * 30504 * 4];
        BitConverter.GetBytes(1.5f).CopyTo(samples, 4 * (32 * 7 + 3));
        using var recording = RecordingFormat.Of(Files()).Open(Files());
        Assert.Equal((32, 128.0, 30504L), (recording.Streams[0].Info.ChannelCount, recording.Streams[0].Info.RateHz, recording.Streams[0].SampleCount));
        Assert.Equal(1.5f, recording.Streams[0].Read(7, 1)[3]);
        Assert.Equal((154, "square", 1.000068), (recording.Markers.Length, recording.Markers[0].Label, Math.Round(recording.Markers[0].Onset.Seconds, 6)));
        Assert.Equal("rt", recording.Markers[^1].Label);

        RecordingFiles Files() => RecordingFiles.InMemory("test_raw.set", new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["test_raw.set"] = File.ReadAllBytes(RecordedData.PathOf("formats/eeglab/test_raw_h5.set")),
            ["test_raw.fdt"] = samples,
        });
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var folder = new TemporaryFolder();
        using var content = EeglabWritingTests.Content();
        var path = folder.PathOf("out.h5.set");
        Assert.IsType<Eeglab73Format>(RecordingFormat.ForNewFile(path));
        Assert.IsType<EeglabFormat>(RecordingFormat.ForNewFile("out.set"));
        Assert.True(new Eeglab73Format().Create(path, content).IsBitEqual);
        using var read = Recording.Open(path);
        Assert.Equal("EEGLAB (MAT 7.3)", read.Header.Format);
        Assert.Equal(content.Streams[0].Info.Channels, read.Streams[0].Info.Channels);
        Assert.Equal(content.Markers, read.Markers);
        Assert.Equal(content.Streams[0].Read(0, 1100), read.Streams[0].Read(0, 1100));
    }

    [Fact]
    public void Contracts_are_kept()
    {
        Hdf5Made.SkipWithoutLibrary();
        using var folder = new TemporaryFolder();
        using var content = EeglabWritingTests.Content();
        new Eeglab73Format().Create(folder.PathOf("out.h5.set"), content);
        var bytes = File.ReadAllBytes(folder.PathOf("out.h5.set"));
        new FormatContract(new Eeglab73Format(), bytes).Verify();
        new FormatContract(new Eeglab73Format(), bytes).VerifyCreation(content, folder.Path);
        new FormatContract(new Mat73Format(), Made()).Verify();
    }

    [Fact]
    public void Matrix_of_samples_by_channels_and_three_sides_are_read_in_the_order_of_MATLAB()
    {
        using var recording = new Mat73Format().Open(RecordingFiles.InMemory("x.mat", Made()));
        Assert.Equal([3f, 103, 203], recording.Streams[0].Read(3, 1));
        using var container = new Mat73File(RecordingFiles.InMemory("x.mat", Made()));
        var array = Assert.IsType<Hdf5MatArray>(container.Read("cube"));
        Assert.Equal([2L, 3, 2], array.Size);
        var column = new double[4];
        array.Read(new(0, 2, 2, 2), column);
        Assert.Equal([4.0, 5, 6, 7], column);
    }

    private static byte[] Made()
    {
        var bytes = Hdf5Made.Bytes(file =>
        {
            using (var x = file.Doubles(file.Root, "x", [3, 100], [.. Enumerable.Range(0, 300).Select(i => i * 1.0)])) file.Attribute(x, "MATLAB_class", "double");
            using (var fs = file.Doubles(file.Root, "fs", [1, 1], 100)) file.Attribute(fs, "MATLAB_class", "double");
            using var cube = file.Doubles(file.Root, "cube", [2, 3, 2], [.. Enumerable.Range(0, 12).Select(i => i * 1.0)]);
            file.Attribute(cube, "MATLAB_class", "double");
        });
        var header = new byte[512];
        "MATLAB 7.3 MAT-file, made by a test"u8.CopyTo(header);
        return [.. header, .. bytes];
    }
}
