using Pons.Formats;
using Pons.Tests.Reference;

namespace Pons.Tests.Formats;

/// <summary>The recordings that the reference table names, with the files that belong to each.</summary>
internal static class SampleRecordings
{
    private const long LargestNeighbour = 1 << 20;

    static SampleRecordings() => global::Pons.Hdf5.Hdf5Formats.Register();

    /// <summary>Paths relative to the folder of recordings, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. ReferenceFile.Document("recordings").RootElement.GetProperty("files").EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal)];

    /// <summary>The files of a recording in memory: itself, and those whose name begins alike; by name.</summary>
    public static Dictionary<string, byte[]> Load(string name)
    {
        var path = RecordedData.PathOf(name);
        var stem = Path.GetFileName(path).Split('.')[0];
        var kin = Directory.GetFiles(Path.GetDirectoryName(path)!, stem[..Math.Min(stem.Length, 4)] + "*")
            .Where(f => f == path || new FileInfo(f).Length <= LargestNeighbour);
        return kin.ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
    }

    /// <summary>The same files as a recording in memory, with one of them replaced.</summary>
    public static RecordingFiles With(this IReadOnlyDictionary<string, byte[]> files, string main, string replaced, byte[] bytes) =>
        RecordingFiles.InMemory(main, files.ToDictionary(
            f => f.Key, f => (ReadOnlyMemory<byte>)(f.Key == replaced ? bytes : f.Value), StringComparer.Ordinal));
}
