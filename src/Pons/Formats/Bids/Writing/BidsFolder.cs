using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pons.Formats.Bids.Writing;

/// <summary>
/// A data set that is being written beside its place and gets its name when it is whole. Remembers size and SHA-256 of every file for
/// the card. One thread at a time.
/// </summary>
internal sealed class BidsFolder : IDisposable
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        // The files are read by people, and never become part of a web page.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _target, _unfinished;
    private readonly SortedDictionary<string, BidsFileEntry> _files = new(StringComparer.Ordinal);

    // An IOException where the target exists and is not empty, or cannot be made.
    public BidsFolder(string target)
    {
        _target = Path.GetFullPath(target);
        if (File.Exists(_target) || (Directory.Exists(_target) && Directory.EnumerateFileSystemEntries(_target).Any()))
            throw new IOException($"'{target}' exists already and is not empty; a data set is written to a new folder.");
        _unfinished = Path.TrimEndingDirectorySeparator(_target) + UnfinishedFiles.Suffix;
        if (Directory.Exists(_unfinished)) Directory.Delete(_unfinished, recursive: true);
        Directory.CreateDirectory(_unfinished);
    }

    /// <summary>What was written, in order of path.</summary>
    public IReadOnlyCollection<BidsFileEntry> Files => _files.Values;

    /// <summary>Path of a file while it is written; its folder exists.</summary>
    public string PathOf(string relative)
    {
        var path = Path.Combine(_unfinished, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public void Write(string relative, string text) => Keep(relative, Encoding.UTF8.GetBytes(text));

    public void Write(string relative, BidsTable table)
    {
        using var buffer = new MemoryStream();
        table.WriteTo(buffer);
        Keep(relative, buffer.ToArray());
    }

    public void Write(string relative, Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        Keep(relative, buffer.ToArray());
    }

    /// <summary>Takes a file over byte by byte.</summary>
    public void Copy(string source, string relative, CancellationToken cancellation)
    {
        using var from = File.OpenRead(source);
        using var to = File.Create(PathOf(relative));
        var buffer = new byte[1 << 20];
        for (int count; (count = from.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            to.Write(buffer, 0, count);
        }

        to.Flush(flushToDisk: true);
        to.Dispose();
        Remember(relative);
    }

    /// <summary>Enters a file into the list that was written to <see cref="PathOf"/> by other means.</summary>
    public void Remember(string relative)
    {
        using var file = File.OpenRead(PathOf(relative));
        _files[relative] = new(relative, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    /// <summary>Gives the data set its name.</summary>
    public void Commit()
    {
        if (Directory.Exists(_target)) Directory.Delete(_target);
        Directory.Move(_unfinished, _target);
    }

    public void Dispose()
    {
        if (Directory.Exists(_unfinished)) Directory.Delete(_unfinished, recursive: true);
    }

    private void Keep(string relative, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(relative), bytes);
        _files[relative] = new(relative, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
