using System.Collections.Immutable;
using System.IO.Compression;

namespace Pons.Formats.Xdf;

/// <summary>
/// Extensible Data Format 1.0: any number of streams with their own rates and clocks, as recorded from the Lab Streaming Layer
/// (<see href="https://github.com/sccn/xdf/wiki/Specifications"/>).
/// </summary>
public sealed class XdfFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "XDF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".xdf"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.FirstBytes.Span.StartsWith(XdfLayout.Magic) || IsCompressed(files);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        RefuseCompressed(files);
        using var file = files.OpenMain();
        return XdfReader.ReadHeader(file, files.Name);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        RefuseCompressed(files);
        var file = files.OpenMain();
        try
        {
            return XdfReader.Open(file, files.Name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is an XDF file in gzip, as some recorders write for the extension <c>.xdfz</c>.</summary>
    private static bool IsCompressed(RecordingFiles files)
    {
        if (!files.FirstBytes.Span.StartsWith<byte>([0x1F, 0x8B])) return false;
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(files.FirstBytes.ToArray()), CompressionMode.Decompress);
            var magic = new byte[XdfLayout.Magic.Length];
            return unpacked.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.AsSpan().SequenceEqual(XdfLayout.Magic);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static void RefuseCompressed(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (IsCompressed(files))
            throw new RecordingFormatException(files.Name, 0, "The file is an XDF file packed with gzip.",
                "Samples are read from their place in the file, which a packed file does not have.", "Unpack it first, such as with 'gzip -d'.");
    }
}
