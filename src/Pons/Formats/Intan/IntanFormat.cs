using System.Collections.Immutable;

namespace Pons.Formats.Intan;

/// <summary>
/// Intan RHD and RHS recordings: one file, or a folder with one file for each kind of signal or for each channel (Intan Technologies,
/// <em>RHD2000 and RHS2000 application notes: data file formats</em>).
/// </summary>
public sealed class IntanFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Intan";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".rhd", ".rhs"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return IntanFiles.IsHeader(files.FirstBytes.Span) || IntanFiles.HeaderBeside(files) is not null;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ThrowIfEmpty(files);
        return IntanReader.ReadHeader(files);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ThrowIfEmpty(files);
        return IntanReader.Open(files);
    }

    private static void ThrowIfEmpty(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!files.IsFolder && files.FirstBytes.IsEmpty && IntanFiles.HeaderBeside(files) is null) throw Empty(files.Name);
    }
}
