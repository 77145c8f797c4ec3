using System.Text;

namespace Pons.Formats.BrainVision;

/// <summary>Which of the three files is which: the user may name any of them.</summary>
internal static class BrainVisionFiles
{
    /// <summary>So many headers of a folder are asked whether a file of samples is theirs.</summary>
    private const int MostHeaders = 256;

    private static readonly string[] DataExtensions = [".eeg", ".dat", ".avg", ".seg"];

    /// <summary>Whether the first bytes are those of a header file.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes) => IsText(bytes, "Header File");

    /// <summary>Whether the first bytes are those of a marker file.</summary>
    public static bool IsMarkers(ReadOnlySpan<byte> bytes) => IsText(bytes, "Marker File");

    /// <summary>Name of the header to which the named file belongs; <see langword="null"/> when there is none.</summary>
    public static string? HeaderOf(RecordingFiles files)
    {
        if (files.IsFolder) return null;
        var first = files.FirstBytes.Span;
        if (IsHeader(first)) return files.Name;
        var isMarkers = IsMarkers(first);
        if (!isMarkers && !DataExtensions.Contains(files.Extension) && SameStem(files, ".vhdr") is null) return null;
        var headers = files.Names.Where(n => n.EndsWith(".vhdr", StringComparison.OrdinalIgnoreCase)
            && !n.Contains('/', StringComparison.Ordinal));
        var near = SameStem(files, ".vhdr");
        return headers.OrderBy(n => n != near).Take(MostHeaders)
            .FirstOrDefault(n => Names(files, n, isMarkers ? "MarkerFile" : "DataFile"));
    }

    /// <summary>The file beside the recording that has its name and another extension.</summary>
    public static string? SameStem(RecordingFiles files, string extension, string? of = null) =>
        files.Find(Path.GetFileNameWithoutExtension(of ?? files.Name) + extension);

    /// <summary>The name that stands in a header, with <c>$b</c> for that of the header itself.</summary>
    public static string Expand(string name, string header) =>
        name.Trim().Replace("$b", Path.GetFileNameWithoutExtension(header), StringComparison.OrdinalIgnoreCase);

    /// <summary>Files of samples that a header may mean: those of its own name.</summary>
    public static string? DataCandidate(RecordingFiles files, string header) =>
        DataExtensions.Select(e => SameStem(files, e, header)).FirstOrDefault(n => n is not null);

    private static bool IsText(ReadOnlySpan<byte> bytes, string kind)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (!bytes.StartsWith("Brain Vision"u8) && !bytes.StartsWith("BrainVision"u8)) return false;
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var line = Encoding.Latin1.GetString(bytes[..Math.Min(end < 0 ? bytes.Length : end, 128)]);
        return line.Contains(kind, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Whether a header names the file; also when it names one that is not there, and both have one name otherwise: they were renamed.
    /// </summary>
    private static bool Names(RecordingFiles files, string header, string key)
    {
        using var file = files.TryOpen(header);
        if (file is null) return false;
        var first = new byte[RecordingFiles.RecognitionLength];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        if (!IsHeader(first)) return false;
        var named = ValueOf(Encoding.UTF8.GetString(first), key);
        if (named.Length > 0 && (named = Expand(named, header)) == files.Name) return true;
        var existing = named.Length == 0 ? null : files.Find(named);
        return existing == files.Name
            || (existing is null && Path.GetFileNameWithoutExtension(header) == Path.GetFileNameWithoutExtension(files.Name));
    }

    private static string ValueOf(string text, string key)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
            if (line.StartsWith(key, StringComparison.OrdinalIgnoreCase) && line[key.Length..].TrimStart() is ['=', .. var value])
                return value.Trim().ToString();
        return "";
    }
}
