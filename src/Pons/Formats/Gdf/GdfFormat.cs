using System.Collections.Immutable;

namespace Pons.Formats.Gdf;

/// <summary>
/// General Data Format for biosignals, versions 1 and 2 (Schlögl, arXiv cs/0608052; ÖNORM K 2204): samples of any number type, several
/// rates, and a table of events. Read only.
/// </summary>
public sealed class GdfFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "GDF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".gdf"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return GdfHeaderReader.VersionOf(files.FirstBytes.Span) is not null;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var file = files.OpenMain();
        return GdfHeaderReader.Read(file, files.Name);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files.OpenMain();
        try
        {
            return GdfReader.Open(file, GdfHeaderReader.Read(file, files.Name));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
