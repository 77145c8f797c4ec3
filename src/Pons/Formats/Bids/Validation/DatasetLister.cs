namespace Pons.Formats.Bids.Validation;

/// <summary>Lists folders of a data set and says what is wrong with files before they are opened: empty, links, names that collide.</summary>
internal sealed class DatasetLister(string root, IgnorePatterns ignored, FaultList faults)
{
    /// <summary>A data set with more in one folder is no data set, or made to exhaust memory.</summary>
    private const int MostEntries = 1_000_000;

    private readonly string _root = Path.GetFullPath(root);

    /// <summary>What stands in a folder; dotfiles and what <c>.bidsignore</c> names are passed over.</summary>
    public FolderLevel List(string path, string datatype = "")
    {
        var level = new FolderLevel { Path = path, Datatype = datatype };
        var entries = Entries(level);
        FindCollisions(level, entries);
        foreach (var entry in entries)
        {
            var relative = level.PathOf(entry.Name);
            if (entry is DirectoryInfo)
            {
                if (!ignored.Ignores(relative, isFolder: true)) level.Folders.Add(entry.Name);
            }
            else if (!ignored.Ignores(relative, isFolder: false))
            {
                level.Files.Add(Look((FileInfo)entry, relative, datatype));
            }
        }

        return level;
    }

    /// <summary>A folder that stands for one recording.</summary>
    public static DatasetFile Recording(FolderLevel level, string folder, string root) => new()
    {
        Path = level.PathOf(folder),
        FullPath = Path.Combine(root, level.PathOf(folder)),
        FileName = folder,
        Length = 0,
        IsFolder = true,
        Datatype = level.Datatype,
    };

    private List<FileSystemInfo> Entries(FolderLevel level)
    {
        try
        {
            var entries = new DirectoryInfo(Path.Combine(_root, level.Path)).EnumerateFileSystemInfos()
                .Where(e => e.Name[0] != '.').Take(MostEntries).ToList();
            entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(level.Path, "file-unreadable", found: fault.Message);
            return [];
        }
    }

    private void FindCollisions(FolderLevel level, List<FileSystemInfo> entries)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
            if (!seen.TryAdd(entry.Name, entry.Name))
                faults.Add(level.PathOf(entry.Name), "case-collision", found: seen[entry.Name]);
    }

    private DatasetFile Look(FileInfo entry, string path, string datatype)
    {
        // The target is asked of links only: for other files that would be one more call to the system each.
        var link = (entry.Attributes & FileAttributes.ReparsePoint) != 0 ? entry.LinkTarget : null;
        var target = link is null ? null : Target(entry);
        var file = new DatasetFile
        {
            Path = path,
            FullPath = entry.FullName,
            FileName = entry.Name,
            Datatype = datatype,
            Length = link is null ? entry.Length : target is FileInfo { Exists: true } held ? held.Length : 0,
        };
        if (link is not null)
        {
            if (target is not { Exists: true }) faults.Block(file, "link-broken", found: link);
            else if (!target.FullName.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                faults.Add(file, "link-outside", found: link);
        }

        if (file.Length == 0 && file.Blocked is null) faults.Block(file, "file-empty");
        return file;
    }

    private static FileSystemInfo? Target(FileInfo entry)
    {
        try
        {
            return entry.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException)
        {
            // Links that lead round in a circle have no target.
            return null;
        }
    }
}
