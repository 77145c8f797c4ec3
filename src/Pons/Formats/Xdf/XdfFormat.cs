using System.Collections.Immutable;
using System.IO.Compression;
using Pons.Streams;

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

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = new()
    {
        SampleTypes = [SampleType.Float32, SampleType.Float64, SampleType.Int8, SampleType.Int16, SampleType.Int32, SampleType.Int64],
        HoldsSeveralRates = true,
        HoldsIrregularStreams = true,
        HoldsGaps = true,
        HoldsNonFinite = true,
        MarkerStepSeconds = 0,
        HoldsKinds = true,
        HoldsPositions = true,
        HoldsImpedances = true,
        HoldsFilters = true,
        HoldsSubject = true,
    };

    /// <inheritdoc/>
    /// <remarks>
    /// Samples with a scale become floats in the unit of their channel, as every reader of XDF understands them: in single precision where
    /// that tells every step of the scale, else in double. The scale stands in the header, so that the whole numbers can be had again. A
    /// chosen integer type stores the whole numbers themselves; then only readers that know the scale show the right values.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var writer = new XdfRecordingWriter(content, Path.GetFileName(path), options ?? CreationOptions.Default, cancellation);
        CreationReport? report = null;
        WriteWhole(path, file => report = writer.Write(file));
        return report!;
    }

    /// <summary>Whether the file is an XDF file in gzip, as some recorders write for the extension <c>.xdfz</c>.</summary>
    private static bool IsCompressed(RecordingFiles files)
    {
        if (!files.FirstBytes.Span.StartsWith<byte>([0x1F, 0x8B])) return false;
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(files.FirstBytes.ToArray()), CompressionMode.Decompress);
            var magic = new byte[XdfLayout.Magic.Length];
            return unpacked.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length
                && magic.AsSpan().SequenceEqual(XdfLayout.Magic);
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
                "Samples are read from their place in the file, which a packed file does not have.",
                "Unpack it first, such as with 'gzip -d'.");
    }
}
