namespace Pons.Formats;

/// <summary>The files of a recording on disk.</summary>
internal sealed class StoredFiles : RecordingFiles
{
    private readonly string _path, _folder;
    private IReadOnlyList<string>? _names;

    public StoredFiles(string path)
        : base(NameOf(path))
    {
        _path = path;
        IsFolder = Directory.Exists(path);
        _folder = IsFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
    }

    public override bool IsFolder { get; }

    public override string PathOnDisk => _path;

    public override IReadOnlyList<string> Names => _names ??= List();

    public override Stream OpenMain() => OpenFile(_path);

    protected override Stream? OpenInside(string name)
    {
        var path = Path.Combine(_folder, name);
        return File.Exists(path) ? OpenFile(path) : null;
    }

    private static string NameOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
    }

    /// <summary>Beside a file only its own folder is looked at: what lies deeper belongs to others.</summary>
    private string[] List()
    {
        var depth = new EnumerationOptions { RecurseSubdirectories = IsFolder, MaxRecursionDepth = 8, AttributesToSkip = FileAttributes.System };
        return [.. Directory.EnumerateFiles(_folder, "*", depth)
            .Select(f => Path.GetRelativePath(_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    private static FileStream OpenFile(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0 });
}
