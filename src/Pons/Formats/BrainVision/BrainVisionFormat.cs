using System.Collections.Immutable;

namespace Pons.Formats.BrainVision;

/// <summary>
/// BrainVision: a header (.vhdr), a file of samples (.eeg) and a marker file (.vmrk) (Specification of BrainVision Core Data Format 1.0,
/// Brain Products 2019), versions 1.0 and 2.0.
/// </summary>
public sealed class BrainVisionFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "BrainVision";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".vhdr", ".vmrk", ".eeg"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return BrainVisionFiles.HeaderOf(files) is not null || (!files.IsFolder && BrainVisionFiles.IsMarkers(files.FirstBytes.Span));
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var recording = new BrainVisionReader(files).Open();
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new BrainVisionReader(files).Open();
    }
}
