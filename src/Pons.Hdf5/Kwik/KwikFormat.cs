using System.Collections.Immutable;
using Pons.Formats;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Kwik;

/// <summary>KWIK, the spikes that KlustaKwik sorted (https://github.com/kwikteam/klusta): markers without a signal. Read only.</summary>
public sealed class KwikFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "KWIK";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".kwik"];

    /// <inheritdoc/>
    public override string? UnavailableBecause => Hdf5Library.UnavailableBecause;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => Hdf5Recognition.Is(files, ".kwik", root => root.Has("kwik_version"));

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
        return Hdf5Recognition.Open(files, file => new KwikReader(file).Open());
    }
}
