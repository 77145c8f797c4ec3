using System.Collections.Immutable;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Snirf;

/// <summary>Shared Near Infrared Spectroscopy Format, version 1 (Society for fNIRS, https://github.com/fNIRS/snirf). Read only.</summary>
public sealed class SnirfFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "SNIRF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".snirf"];

    /// <inheritdoc/>
    public override string? UnavailableBecause => Hdf5Library.UnavailableBecause;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) =>
        Hdf5Recognition.Is(files, ".snirf", root => root.Dataset("formatVersion") is not null && root.Names().Exists(SnirfReader.IsRecording));

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
        return Hdf5Recognition.Open(files, file => new SnirfReader(file).Open());
    }
}
