namespace Pons.Formats.Bids.Validation;

/// <summary>One folder of a data set: its files and the folders in it, in ordinal order.</summary>
internal sealed class FolderLevel
{
    private Dictionary<(string Suffix, string Extension), List<DatasetFile>>? _byKind;

    /// <summary>Path from the root of the data set; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>The data type when it is the folder of one; else empty.</summary>
    public string Datatype { get; init; } = "";

    public List<DatasetFile> Files { get; } = [];

    public List<string> Folders { get; } = [];

    /// <summary>Files with a valid name of one suffix and extension.</summary>
    public IReadOnlyList<DatasetFile> Of(string suffix, string extension) =>
        (_byKind ??= Index()).TryGetValue((suffix, extension), out var files) ? files : [];

    /// <summary>The fault of a misnamed file that was probably meant to have a name; <see langword="null"/> when none is near.</summary>
    public Fault? MisnamedFor(string name)
    {
        var near = Files.Where(f => f.Misnamed is not null).MinBy(f => Nearness.Distance(f.FileName, name));
        return near is not null && IsNear(near.FileName, name) ? near.Misnamed : null;
    }

    /// <summary>A few letters are wrong, or one part is too many, missing or at another place.</summary>
    private static bool IsNear(string found, string meant)
    {
        var (a, b) = (found.Split('_').ToHashSet(StringComparer.Ordinal), meant.Split('_').ToHashSet(StringComparer.Ordinal));
        return Nearness.Distance(found, meant) <= Math.Max(4, meant.Length / 4) || a.Except(b).Count() + b.Except(a).Count() <= 1;
    }

    public string PathOf(string name) => Path.Length == 0 ? name : $"{Path}/{name}";

    private Dictionary<(string Suffix, string Extension), List<DatasetFile>> Index()
    {
        var index = new Dictionary<(string, string), List<DatasetFile>>();
        foreach (var file in Files.Where(f => f.Name is not null))
        {
            var key = (file.Name!.Suffix, file.Extension);
            if (!index.TryGetValue(key, out var files)) index.Add(key, files = []);
            files.Add(file);
        }

        return index;
    }
}
