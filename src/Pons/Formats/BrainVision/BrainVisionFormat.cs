using System.Collections.Immutable;
using Pons.Streams;

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

    /// <inheritdoc/>
    public override bool CanCreate => true;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities { get; } = new()
    {
        SampleTypes = [SampleType.Int16, SampleType.Int32, SampleType.Float32],
        HoldsGaps = true,
        HoldsNonFinite = true,
        HoldsPositions = true,
        HoldsImpedances = true,
        HoldsFilters = true,
    };

    /// <inheritdoc/>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var preview = base.Preview(content, options);
        var isPossible = content.Streams.Select(s => s.Info.RateHz).Distinct().ToList() is [not null]
            && content.Streams.Any(s => s.StoredCount > 0);
        return isPossible ? preview with { HoldsSamples = Writer(content, Name, options, default).HoldsSamples() } : preview;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Whole numbers of a source that states their scale are stored as they are, with its resolution, as INT_16 or INT_32; all others as
    /// IEEE_FLOAT_32. Three files are written, with the extensions .eeg, .vmrk and .vhdr.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        var header = Extensions.Contains(Path.GetExtension(path).ToLowerInvariant()) ? Path.ChangeExtension(path, ".vhdr") : path + ".vhdr";
        var writer = Writer(content, Path.GetFileName(header), options, cancellation);
        using var files = new UnfinishedFiles();
        var report = writer.Write(files, header);
        files.Commit();
        return report;
    }

    private static BrainVisionWriter Writer(Recording content, string file, CreationOptions? options, CancellationToken cancellation) =>
        new(content, file, options ?? CreationOptions.Default, cancellation);
}
