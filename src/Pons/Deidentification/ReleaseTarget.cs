namespace Pons.Deidentification;

/// <summary>Where released files go: a new folder, or for a single recording a name of its own.</summary>
internal sealed class ReleaseTarget
{
    private readonly string _folder;
    private readonly string? _name;

    /// <summary>Several headers may share a file of samples: it is written again, and is the same.</summary>
    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);

    public ReleaseTarget(string input, string output)
    {
        var (from, to) = (Path.GetFullPath(input), Path.GetFullPath(output));
        if (!Directory.Exists(from) && !Directory.Exists(to) && !Path.EndsInDirectorySeparator(output))
        {
            (_folder, _name) = (Path.GetDirectoryName(to)!, Path.GetFileName(to));
            if (File.Exists(to)) throw Occupied($"'{_name}' exists already.", "Name a file that does not exist.");
            return;
        }

        _folder = Path.TrimEndingDirectorySeparator(to);
        var inside = _folder + Path.DirectorySeparatorChar;
        if (Directory.Exists(from) && (inside.StartsWith(Path.TrimEndingDirectorySeparator(from) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || from.StartsWith(inside, StringComparison.Ordinal)))
            throw new DeidentificationException("The output lies in the input, or the input in the output.", "Clean and unclean files would lie together.",
                "Choose a folder beside it.");
        if (Directory.Exists(from) && Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any())
            throw Occupied("The output folder is not empty.", "Name a new folder.");
    }

    /// <summary>Whether the steward chose the name of the one recording.</summary>
    public bool HasChosenName => _name is not null;

    /// <summary>The names that the steward chose, by path in the source; the others follow from the plan.</summary>
    public Func<string, string?> NameOf(SourceTree tree) => path =>
        _name is null ? null : path == tree.Units[0].Path ? _name : Path.GetFileNameWithoutExtension(_name) + Path.GetExtension(path);

    /// <summary>The full path of a released file; its folder is made.</summary>
    public string Prepare(string path)
    {
        var full = Path.Combine(_folder, path);
        if (!_prepared.Add(full)) return full;
        if (File.Exists(full)) throw Occupied("The output holds a file of a name that is needed.", "Name a new folder.");
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    /// <summary>Removes folders that were made for files which were not released.</summary>
    public void RemoveEmptyFolders()
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var folder in Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories).OrderByDescending(f => f.Length))
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private static DeidentificationException Occupied(string what, string remedy) => new(what, "What lies there might be taken for released.", remedy);
}
