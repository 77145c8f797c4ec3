using System.Reflection;
using Pons.Formats;
using Pons.Hdf5;
using Pons.Hdf5.Library;
using Pons.Tests.Formats.Mat;
using Pons.Tests.Reference;

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

    /// <summary>
    /// Damage that made libhdf5 1.10 itself crash or run on without end while these formats were written: a text longer than its heap says,
    /// a chain of free blocks that is a ring, numbers of an odd width.
    /// </summary>
    [Theory]
    [InlineData("formats/snirf/20220217_nirx_15_3_recording.snirf", "GCOL", 24, 0x7FFFFFFF)]
    [InlineData("formats/snirf/2021-05-05_001.snirf", "HEAP", 16, 8)]
    public void Damage_that_leads_the_library_astray_is_found_before(string file, string signature, int offset, int number)
    {
        Hdf5Made.SkipWithoutLibrary();
        var bytes = File.ReadAllBytes(RecordedData.PathOf(file));
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(signature));
        BitConverter.GetBytes(number).CopyTo(bytes, at + offset);
        if (signature == "HEAP") BitConverter.GetBytes(8L).CopyTo(bytes, (int)BitConverter.ToInt64(bytes, at + 24) + 8);
        var fault = Assert.Throws<RecordingFormatException>(() => new Pons.Hdf5.Snirf.SnirfFormat().Open(RecordingFiles.InMemory("x.snirf", bytes)));
        Assert.Contains("heap", fault.Message, StringComparison.Ordinal);
        Assert.Equal(at, fault.ByteOffset);
    }

    [Fact]
    public void Made_and_recorded_files_survive_damage()
    {
        Hdf5Made.SkipWithoutLibrary();
        var random = new SplitMix(5);
        var files = ((string[])["formats/snirf/20220217_nirx_15_3_recording.snirf", "formats/malformed/timeseries_no_unit.nwb", "spikes/phy_kwik/hybrid_10sec.kwik"])
            .Select(f => (Name: Path.GetFileName(f), Bytes: File.ReadAllBytes(RecordedData.PathOf(f)))).ToList();
        for (var i = 0; i < 600; i++)
        {
            var (name, bytes) = files[i % files.Count];
            var damaged = RecordingFiles.InMemory(name, MatFuzzTests.Mutate(bytes, random));
            try
            {
                using var recording = RecordingFormat.Of(damaged).Open(damaged);
                foreach (var stream in recording.Streams) Assert.InRange(stream.ReadBlocks(4096).Take(3).Count(), 0, 3);
            }
            catch (RecordingFormatException)
            {
                // Refused with the documented error.
            }
        }
    }

    [Fact]
    public void Only_the_calls_touch_the_native_library()
    {
        var imports = typeof(Hdf5Formats).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public
            | BindingFlags.DeclaredOnly)).Where(m => m.GetCustomAttribute<System.Runtime.InteropServices.DllImportAttribute>() is not null);
        Assert.All(imports, m => Assert.Equal(nameof(Hdf5Calls), (m.DeclaringType!.DeclaringType ?? m.DeclaringType).Name));
    }
}
