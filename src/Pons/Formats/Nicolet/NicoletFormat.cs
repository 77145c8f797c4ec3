using System.Collections.Immutable;

namespace Pons.Formats.Nicolet;

/// <summary>
/// Nicolet recordings as the EPILEPSIAE database keeps them: a header of lines (<c>.head</c>) and a file of plain numbers
/// (<c>.data</c>). Either may be named. Read only.
/// </summary>
public sealed class NicoletFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Nicolet";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".head", ".data"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return HeadOf(files) is not null;
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
        var name = HeadOf(files) ?? throw new RecordingFormatException(files.Name, null,
            "There is no header: no file of this name ends in .head and states electrodes and a conversion factor.",
            "Without it nothing says what the numbers are.", "Copy the .head file to the same folder, with the same name.");
        return new NicoletReader(files, name).Open();
    }

    /// <summary>Name of the header; null when the named file belongs to none.</summary>
    private static string? HeadOf(RecordingFiles files)
    {
        if (files.FirstBytes.IsEmpty) return null;
        if (IsHead(files.FirstBytes.Span)) return files.Name;
        if (files.Extension != ".data" || files.Find(Path.ChangeExtension(files.Name, ".head")) is not { } name) return null;
        using var head = files.TryOpen(name);
        if (head is null) return null;
        var first = new byte[RecordingFiles.RecognitionLength];
        return IsHead(first.AsSpan(0, head.ReadAtLeast(first, first.Length, throwOnEndOfStream: false))) ? name : null;
    }

    private static bool IsHead(ReadOnlySpan<byte> first) =>
        first.IndexOf("elec_names="u8) >= 0 && first.IndexOf("conversion_factor="u8) >= 0;
}
