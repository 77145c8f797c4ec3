using System.Collections.Immutable;

namespace Pons.Formats.Persyst;

/// <summary>
/// Persyst: a layout file in sections (<c>.lay</c>) that describes a file of plain numbers (<c>.dat</c>). Either may be named. Read only.
/// </summary>
public sealed class PersystFormat : RecordingFormat
{
    internal const string FileSection = "FileInfo";

    /// <inheritdoc/>
    public override string Name => "Persyst";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".lay", ".dat"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return LayoutOf(files) is not null;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var recording = Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var name = LayoutOf(files) ?? throw new RecordingFormatException(files.Name, null,
            "There is no layout: no file of this name ends in .lay and has a section [FileInfo].",
            "Without it nothing says what the numbers are.", "Copy the .lay file to the same folder, with the same name.");
        return new PersystReader(files, name).Open();
    }

    /// <summary>Name of the layout file; null when the named file belongs to none.</summary>
    private static string? LayoutOf(RecordingFiles files)
    {
        if (files.FirstBytes.IsEmpty) return null;
        if (IsLayout(files.FirstBytes.Span, files.Extension == ".lay")) return files.Name;
        if (files.Extension != ".dat" || files.Find(Path.ChangeExtension(files.Name, ".lay")) is not { } name) return null;
        using var layout = files.TryOpen(name);
        if (layout is null) return null;
        var first = new byte[RecordingFiles.RecognitionLength];
        return IsLayout(first.AsSpan(0, layout.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)), true) ? name : null;
    }

    /// <summary>Other sections may stand before the one that tells; then the name of the file has to do.</summary>
    private static bool IsLayout(ReadOnlySpan<byte> first, bool isNamedSo)
    {
        if (first.StartsWith("\uFEFF"u8)) first = first[3..];
        first = first.TrimStart(" \t\r\n"u8);
        return first.StartsWith("["u8) && (isNamedSo
            || StoredText.Decode(first, out _).Contains("[FileInfo]", StringComparison.OrdinalIgnoreCase));
    }
}
