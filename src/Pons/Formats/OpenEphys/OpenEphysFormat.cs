using System.Collections.Immutable;

namespace Pons.Formats.OpenEphys;

/// <summary>
/// The binary format of the Open Ephys GUI, versions 0.4 to 0.6 and later (Open Ephys, <em>Recording data: Binary format</em>; Siegle et al.
/// 2017, doi 10.1088/1741-2552/aa5eea). A recording is a folder; it or its <c>structure.oebin</c> may be named.
/// </summary>
public sealed class OpenEphysFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Open Ephys binary";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".oebin"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.IsFolder) return files.Names.Any(n => n.EndsWith(OpenEphysFolder.StructureFile, StringComparison.Ordinal));
        var first = files.FirstBytes.Span;
        if (first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) first = first[3..];
        return first.TrimStart(" \t\r\n"u8).StartsWith("{"u8)
            && (first.IndexOf("\"GUI version\""u8) >= 0 || (files.Extension == ".oebin" && first.IndexOf("\"continuous\""u8) >= 0));
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ThrowIfEmpty(files);
        return OpenEphysReader.ReadHeader(files);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ThrowIfEmpty(files);
        return OpenEphysReader.Open(files);
    }

    private static void ThrowIfEmpty(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!files.IsFolder && files.FirstBytes.IsEmpty) throw Empty(files.Name);
    }
}
