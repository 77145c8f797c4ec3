using System.Collections.Immutable;

namespace Pons.Formats.Bci2000;

/// <summary>
/// BCI2000 recordings, versions 1.0 and 1.1 (<em>Technical Reference: BCI2000 File Format</em>; Schalk et al. 2004,
/// doi 10.1109/TBME.2004.827072).
/// </summary>
public sealed class Bci2000Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "BCI2000";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".dat"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Bci2000HeaderReader.IsFirstLine(files.FirstBytes.Span);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var file = OpenMain(files);
        return Bci2000Reader.ReadHeader(file, files.Name);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        var file = OpenMain(files);
        try
        {
            return Bci2000Reader.Open(file, files.Name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Stream OpenMain(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.FirstBytes.IsEmpty ? throw Empty(files.Name) : files.OpenMain();
    }
}
