using System.Collections.Immutable;

namespace Pons.Formats.Edf;

/// <summary>
/// European Data Format: EDF (Kemp et al. 1992, doi 10.1016/0013-4694(92)90009-7) and EDF+ (Kemp and Olivan 2003,
/// doi 10.1016/S1388-2457(03)00123-8), continuous and discontinuous.
/// </summary>
public sealed class EdfFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "EDF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".edf"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return EdfDialect.Edf.Begins(files.FirstBytes.Span);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var file = files.OpenMain();
        return EdfReader.HeaderOf(file, files.Name, EdfDialect.Edf);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return EdfReader.Open(files, EdfDialect.Edf);
    }

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = EdfWriter.Capabilities(EdfDialect.Edf);

    /// <inheritdoc/>
    /// <remarks>Whether samples come back bit-equal is known from the scales of the source, or else by looking at every sample.</remarks>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new EdfWriter(content, content.Header.File, EdfDialect.Edf, options ?? CreationOptions.Default, default).Preview();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Written is EDF+C, or EDF+D when the recording has gaps. Samples become 16-bit numbers: those of the source with its scale where
    /// they fit, else shifted ones with the same step, else those of a round step where all values lie on one, and otherwise of the
    /// range of the values.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var writer = new EdfWriter(content, Path.GetFileName(path), EdfDialect.Edf, options ?? CreationOptions.Default, cancellation);
        CreationReport? report = null;
        WriteWhole(path, file => report = writer.Write(file));
        return report!;
    }
}
