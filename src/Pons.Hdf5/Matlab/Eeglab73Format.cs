using System.Collections.Immutable;
using Pons.Formats;
using Pons.Formats.Eeglab;
using Pons.Formats.Mat;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Matlab;

/// <summary>EEGLAB data sets that were saved as MATLAB 7.3, which is HDF5; what is kept is the same as in <see cref="EeglabFormat"/>.</summary>
public sealed class Eeglab73Format : RecordingFormat
{
    private static readonly EeglabFormat s_eeglab = new();

    /// <inheritdoc/>
    public override string Name => "EEGLAB 7.3";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".h5.set", ".set"];

    /// <inheritdoc/>
    public override string? UnavailableBecause => Hdf5Library.UnavailableBecause;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!Mat73File.Recognise(files.FirstBytes.Span)) return false;
        return files.Extension == ".set" || HoldsDataSet(files);
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var recording = Open(files);
        return recording.Header;
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return EeglabReader.Open(new Mat73File(files), files);
    }

    /// <inheritdoc/>
    public override bool CanCreate => Hdf5Library.UnavailableBecause is null;

    /// <inheritdoc/>
    public override FormatCapabilities Capabilities => s_eeglab.Capabilities;

    /// <inheritdoc/>
    public override CreationPreview Preview(Recording content, CreationOptions? options = null) => s_eeglab.Preview(content, options);

    /// <inheritdoc/>
    /// <remarks>One file of any size, which a name in <c>.h5.set</c> asks for.</remarks>
    public override CreationReport Create(
        string path, Recording content, CreationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(content);
        Hdf5Library.Demand(Path.GetFileName(path));
        var writer = new EeglabWriter(content, Path.GetFileName(path), options ?? CreationOptions.Default, cancellation);
        using var files = new UnfinishedFiles();
        var unfinished = files.BeginPath(path);
        var report = writer.Write(structure => Mat73Writer.Write(unfinished, EeglabFields.StructName, (MatStructNode)structure));
        files.Commit();
        return report;
    }

    private static bool HoldsDataSet(RecordingFiles files)
    {
        if (Hdf5Library.UnavailableBecause is not null) return false;
        try
        {
            using var container = new Mat73File(files);
            return EeglabFields.IsDataSet(container);
        }
        catch (RecordingFormatException)
        {
            // Damaged, and then of the general format, which says how.
            return false;
        }
    }
}
