using System.Collections.Immutable;
using Pons.Formats.Edf;

namespace Pons.Formats.Bdf;

/// <summary>
/// BioSemi Data Format: BDF, the layout of EDF with 24-bit samples (https://www.biosemi.com/faq/file_format.htm), and BDF+, the same with
/// the annotations of EDF+, continuous and discontinuous. The header is an <see cref="EdfHeader"/>.
/// </summary>
public sealed class BdfFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "BDF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".bdf"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return BdfDialect.Bdf.Begins(files.FirstBytes.Span);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var file = files.OpenMain();
        return EdfReader.HeaderOf(file, files.Name, BdfDialect.Bdf);
    }

    /// <inheritdoc/>
    /// <remarks>The Status signal is read to its end, since triggers stand in its samples; other samples stay in the file.</remarks>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return EdfReader.Open(files, BdfDialect.Bdf);
    }

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = EdfWriter.Capabilities(BdfDialect.Bdf);

    /// <inheritdoc/>
    /// <remarks>Whether samples come back bit-equal is known from the scales of the source, or else by looking at every sample.</remarks>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new EdfWriter(content, content.Header.File, BdfDialect.Bdf, options ?? CreationOptions.Default, default).Preview();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Written is BDF+C, or BDF+D when the recording has gaps. Samples become 24-bit numbers: those of the source with its scale where
    /// they fit, else shifted ones with the same step, else those of a round step where all values lie on one, and otherwise of the
    /// range of the values.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var writer = new EdfWriter(content, Path.GetFileName(path), BdfDialect.Bdf, options ?? CreationOptions.Default, cancellation);
        CreationReport? report = null;
        WriteWhole(path, file => report = writer.Write(file));
        return report!;
    }
}
