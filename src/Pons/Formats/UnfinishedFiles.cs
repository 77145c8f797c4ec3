namespace Pons.Formats;

/// <summary>
/// Files that get their names only when all of them are whole. Disposing without <see cref="Commit"/> deletes what was begun, and a
/// process that is killed leaves nothing but files whose names end in <c>.partial</c>. One thread at a time.
/// </summary>
public sealed class UnfinishedFiles : IDisposable
{
    /// <summary>What the name of an unfinished file ends in.</summary>
    public const string Suffix = ".partial";

    private readonly List<(string Path, FileStream? File)> _files = [];

    /// <summary>Begins a file; the one begun last gets its name last, so begin the one that makes the others readable last.</summary>
    /// <param name="path">Path that the finished file gets; an existing one is replaced.</param>
    /// <returns>The file, empty, readable and seekable; closed by <see cref="Commit"/> or <see cref="Dispose"/>.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public FileStream Begin(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new UnfinishedFile(path + Suffix);
        _files.Add((path, file));
        return file;
    }

    /// <summary>Begins a file that other software fills: its unfinished path.</summary>
    /// <param name="path">Path that the finished file gets; an existing one is replaced.</param>
    public string BeginPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.Delete(path + Suffix);
        _files.Add((path, null));
        return path + Suffix;
    }

    /// <summary>Brings every file to the disk, then gives them their names in the order in which they were begun.</summary>
    /// <exception cref="IOException">A file cannot be written or renamed.</exception>
    public void Commit()
    {
        foreach (var (path, file) in _files)
        {
            if (file is null)
            {
                using var filled = new FileStream(path + Suffix, FileMode.Open, FileAccess.ReadWrite);
                filled.Flush(flushToDisk: true);
                continue;
            }

            file.Flush(flushToDisk: true);
            file.Dispose();
        }

        foreach (var (path, _) in _files) File.Move(path + Suffix, path, overwrite: true);
        _files.Clear();
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var (path, file) in _files)
        {
            Close(file);
            File.Delete(path + Suffix);
        }

        _files.Clear();
    }

    private static void Close(FileStream? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException)
        {
            // The disk is full: what could not be flushed is deleted in the next step anyway.
        }
    }
}
