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
}
