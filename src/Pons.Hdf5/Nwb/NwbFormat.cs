using System.Collections.Immutable;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Nwb;

/// <summary>Neurodata Without Borders, versions 1 and 2 (https://nwb-schema.readthedocs.io). Read only.</summary>
public sealed class NwbFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "NWB";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".nwb"];

    /// <inheritdoc/>
    public override string? UnavailableBecause => Hdf5Library.UnavailableBecause;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => Hdf5Recognition.Is(files, ".nwb", root => NwbReader.VersionOf(root) is not null);

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
        return Hdf5Recognition.Open(files, file => new NwbReader(file).Open());
    }
}
