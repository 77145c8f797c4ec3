namespace Pons.Formats;

/// <summary>
/// A recording's file and those that may belong to it: the ones beside it, or, for a folder, the ones inside. On disk or in memory.
/// </summary>
public abstract class RecordingFiles
{
    /// <summary>How many bytes of the named file <see cref="FirstBytes"/> holds at most.</summary>
    public const int RecognitionLength = 4096;

    private byte[]? _firstBytes;

    /// <summary>Names the recording.</summary>
    /// <param name="name">Name of the file or folder, without its path.</param>
    protected RecordingFiles(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>Name of the file or folder that stands for the recording, without its path.</summary>
    public string Name { get; }

    /// <summary>Extension of <see cref="Name"/> in lower case with the dot; empty when there is none.</summary>
    public string Extension => Path.GetExtension(Name).ToLowerInvariant();

    /// <summary>Whether the recording is a folder; then <see cref="FirstBytes"/> is empty.</summary>
    public virtual bool IsFolder => false;

    /// <summary>Path of the named file or folder on disk, for libraries that open files by path; <see langword="null"/> when it is not
    /// on disk.</summary>
    public virtual string? PathOnDisk => null;

    /// <summary>The first bytes of the named file, at most <see cref="RecognitionLength"/>, fewer when it is shorter.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlyMemory<byte> FirstBytes => _firstBytes ??= IsFolder ? [] : ReadFirstBytes();

    /// <summary>Paths of all files beside the named one, or inside the folder, with <c>/</c> between parts; in ordinal order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The recording at a path.</summary>
    /// <param name="path">Path of a file or folder; need not exist until something is read.</param>
    public static RecordingFiles At(string path) => new StoredFiles(path);

    /// <summary>A recording in memory.</summary>
    /// <param name="name">Name of the file that stands for it.</param>
    /// <param name="content">Bytes of that file; not changed any more.</param>
    public static RecordingFiles InMemory(string name, ReadOnlyMemory<byte> content) =>
        new HeldFiles(name, new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [name] = content });

    /// <summary>A recording of several files in memory.</summary>
    /// <param name="name">Name of the file that stands for it.</param>
    /// <param name="files">Bytes of the files by name; not changed any more.</param>
    public static RecordingFiles InMemory(string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) => new HeldFiles(name, files);

    /// <summary>Opens the named file: readable and seekable.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public abstract Stream OpenMain();

    /// <summary>Opens a file beside the named one, or inside the folder: readable and seekable.</summary>
    /// <param name="name">Relative path with <c>/</c> or <c>\</c> between parts, as it may stand in a header.</param>
    /// <returns>The file, or <see langword="null"/> when there is none of that name.</returns>
    /// <exception cref="RecordingFormatException">The name leads out of the folder.</exception>
    /// <exception cref="IOException">The file exists and cannot be opened.</exception>
    public Stream? TryOpen(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return OpenInside(Inside(name));
    }

    /// <summary>Opens a file that the recording cannot be read without.</summary>
    /// <param name="name">Relative path, as it may stand in a header.</param>
    /// <param name="holds">What the file holds, for the message, such as <c>the samples</c>.</param>
    /// <exception cref="RecordingFormatException">There is no such file, or the name leads out of the folder.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Stream Open(string name, string holds) => TryOpen(name) ?? throw new RecordingFormatException(
        Name, null, $"The file '{name}' is not there.", $"It holds {holds}.", "Copy it to the same folder, with the same name.");

    /// <summary>The exact name of a file when case is left out of account; <see langword="null"/> when there is none.</summary>
    /// <param name="name">Name to look for.</param>
    public string? Find(string name) =>
        Names.FirstOrDefault(n => n == name) ?? Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens a file by its checked relative path.</summary>
    /// <param name="name">Relative path with <c>/</c> between parts, inside the folder.</param>
    protected abstract Stream? OpenInside(string name);

    private string Inside(string name)
    {
        var parts = name.Replace('\\', '/').Split('/').Where(p => p != ".").ToList();
        if (parts.Any(p => p is ".." or "" || p.Contains(':', StringComparison.Ordinal) || p.Contains('\0', StringComparison.Ordinal)))
            throw new RecordingFormatException(Name, null, $"It names the file '{name}', which lies outside its folder.",
                "A recording that reaches for other folders could read what it must not.",
                "Put the file into the same folder and correct the name.");
        return string.Join('/', parts);
    }

    private byte[] ReadFirstBytes()
    {
        using var file = OpenMain();
        var bytes = new byte[RecognitionLength];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
