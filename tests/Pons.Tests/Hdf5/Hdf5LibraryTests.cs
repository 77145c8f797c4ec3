using System.Reflection;
using Pons.Formats;
using Pons.Hdf5;
using Pons.Hdf5.Library;

namespace Pons.Tests.Hdf5;

public sealed class Hdf5LibraryTests
{
    [Fact]
    public void Formats_are_listed_whether_the_library_is_there_or_not()
    {
        Hdf5Formats.Register();
        Hdf5Formats.Register();
        var listed = RecordingFormat.All.Where(f => f.GetType().Assembly == typeof(Hdf5Formats).Assembly).Select(f => f.Name).Order();
        Assert.Equal(["EEGLAB 7.3", "KWIK", "MAT 7.3", "NWB", "SNIRF"], listed);
        foreach (var format in RecordingFormat.All.Where(f => f.UnavailableBecause is not null))
            Assert.Contains("libhdf5-103-1", format.UnavailableBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, "The file ends within its first block.")]
    [InlineData(600, "The file should have ")]
    public void Cut_files_are_refused_before_the_library_sees_them(int length, string what)
    {
        var bytes = Hdf5Made.Bytes(file => file.Doubles(file.Root, "x", [100], new double[100]).Dispose());
        var fault = Assert.Throws<RecordingFormatException>(() => Hdf5File.Open(RecordingFiles.InMemory("x.nwb", bytes.AsMemory()[..length])));
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_that_nobody_claims_is_named()
    {
        var bytes = Hdf5Made.Bytes(file => file.Doubles(file.Root, "x", [100], new double[100]).Dispose());
        var fault = Assert.Throws<RecordingFormatException>(() => RecordingFormat.Of(RecordingFiles.InMemory("x.h5", bytes)));
        Assert.Contains("The content is HDF5, and none of the formats that are registered reads it.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Closed_recording_says_so()
    {
        Hdf5Made.SkipWithoutLibrary();
        var recording = Recording.Open(RecordedData.PathOf("formats/snirf/20220217_nirx_15_3_recording.snirf"));
        recording.Dispose();
        var fault = Assert.Throws<RecordingFormatException>(() => recording.Streams[0].Read(0, 1));
        Assert.Contains("The file was closed since it was opened.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_calls_touch_the_native_library()
    {
        var imports = typeof(Hdf5Formats).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public
            | BindingFlags.DeclaredOnly)).Where(m => m.GetCustomAttribute<System.Runtime.InteropServices.DllImportAttribute>() is not null);
        Assert.All(imports, m => Assert.Equal(nameof(Hdf5Calls), (m.DeclaringType!.DeclaringType ?? m.DeclaringType).Name));
    }
}
