using System.Collections.Immutable;
using System.IO.Compression;
using Pons.Streams;

namespace Pons.Formats.NumPy;

/// <summary>
/// Several arrays of NumPy in one ZIP file (.npz). Pons writes the samples as <c>data</c> and beside them everything that makes a
/// recording of them; of other files the largest array is read, and the rate and the names where an array is called so.
/// </summary>
public sealed class NpzFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "NumPy archive";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".npz"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return NpzDirectory.IsArchive(files.FirstBytes.Span);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var recording = Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files.OpenMain();
        try
        {
            if (file.Length == 0) throw Empty(files.Name);
            return new NpzReader(file, files.Name).Open();
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
        SampleTypes = [SampleType.Float32, SampleType.Float64],
        HoldsScales = false,
        HoldsSeveralRates = true,
        HoldsIrregularStreams = true,
        HoldsGaps = true,
        HoldsNonFinite = true,
        MarkerStepSeconds = 0,
        HoldsKinds = true,
    };

    /// <inheritdoc/>
    /// <remarks>
    /// The first stream is <c>data</c> [sample × channel] with <c>rate_hz</c>, <c>labels</c>, <c>units</c>, <c>kinds</c>,
    /// <c>references</c> and <c>segments</c> (first sample and number of samples of each stretch); a stream without a rate has
    /// <c>times_s</c>. Further streams have the same names with <c>_2</c>, <c>_3</c> and so on. Markers are <c>marker_onset_s</c>,
    /// <c>marker_length_s</c> (NaN for none), <c>marker_labels</c>, <c>marker_kinds</c> and <c>marker_channels</c>; the start is
    /// <c>start_time</c>.
    /// </remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        NpyWriter.RefuseOtherTypes(Path.GetFileName(path), options);
        CreationReport? report = null;
        WriteWhole(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            report = new NpzWriter(archive, content, options ?? CreationOptions.Default, cancellation).Write(Path.GetFileName(path));
        });
        return report!;
    }
}
