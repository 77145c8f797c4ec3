using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>The files of the source, gathered into recordings.</summary>
internal sealed class SourceTree
{
    private static readonly string[] ByProducts = [".DS_Store", "Thumbs.db", "desktop.ini", ".Spotlight-V100", ".Trashes", "__MACOSX", ".git", ".datalad",
        ".gitattributes", ".gitignore", ".gitmodules", ".directory"];

    private SourceTree(string root, IReadOnlyList<ScrubUnit> units, IReadOnlyList<string> leftOut)
    {
        Root = root;
        Units = units;
        LeftOut = leftOut;
    }

    /// <summary>Folder that paths count from.</summary>
    public string Root { get; }

    public IReadOnlyList<ScrubUnit> Units { get; }

    /// <summary>By-products of an operating system or version control.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Gathers a file with its companions, or a whole folder.</summary>
    /// <exception cref="IOException">A file or folder cannot be read.</exception>
    public static SourceTree Of(string input)
    {
        var path = Path.GetFullPath(input);
        if (Directory.Exists(path)) return OfFolder(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{input}'.", input);
        var root = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        var all = Directory.EnumerateFiles(root).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToList();
        // Any file of a recording may be named: the one that claims it is its main file, and it mostly has the same name.
        var stem = Path.GetFileNameWithoutExtension(name);
        var unit = Gather(root, [.. all.Where(f => Path.GetFileNameWithoutExtension(f) == stem)]).First(u => u.Paths.Contains(name));
        if (unit.Scrubber is null) unit = Gather(root, all).First(u => u.Paths.Contains(name));
        return new(root, [unit], []);
    }

    public string FullPath(string relative) => Path.Combine(Root, relative);

    private static SourceTree OfFolder(string root)
    {
        var (files, leftOut) = (new List<string>(), new List<string>());
        foreach (var file in Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            var relative = Path.GetRelativePath(root, file).Replace('\\', '/');
            var isByProduct = relative.Split('/').Any(p => ByProducts.Contains(p, StringComparer.OrdinalIgnoreCase) || p.StartsWith("._", StringComparison.Ordinal));
            (isByProduct ? leftOut : files).Add(relative);
        }

        files.Sort(StringComparer.Ordinal);
        leftOut.Sort(StringComparer.Ordinal);
        return new(root, Gather(root, files), leftOut);
    }

    private static List<ScrubUnit> Gather(string root, IReadOnlyList<string> files)
    {
        var units = new List<ScrubUnit>();
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        var present = files.ToHashSet(StringComparer.Ordinal);
        var recognised = files.Select(f => (Path: f, Scrubber: ScrubberOf(root, f))).ToList();
        foreach (var (path, scrubber) in recognised)
        {
            if (scrubber is null) continue;
            var folder = path.LastIndexOf('/') is var slash and >= 0 ? path[..(slash + 1)] : "";
            var companions = scrubber.Companions(RecordingFiles.At(Path.Combine(root, path))).Select(c => folder + c)
                .Where(c => c != path && (present.Contains(c) || File.Exists(Path.Combine(root, c)))).Distinct().ToList();
            if (companions.Count == 0) continue;
            units.Add(new(path, [.. companions], scrubber));
            claimed.UnionWith(companions.Append(path));
        }

        units.AddRange(recognised.Where(f => !claimed.Contains(f.Path)).Select(f => new ScrubUnit(f.Path, [], f.Scrubber)));
        return [.. units.OrderBy(u => u.Path, StringComparer.Ordinal)];
    }

    private static IdentityScrubber? ScrubberOf(string root, string path)
    {
        var full = Path.Combine(root, path);
        // A link may lead anywhere; what it leads to is not in the tree.
        if (File.ResolveLinkTarget(full, returnFinalTarget: true) is not null) return null;
        var files = RecordingFiles.At(full);
        return IdentityScrubber.All.FirstOrDefault(s => s.Recognise(files));
    }
}
