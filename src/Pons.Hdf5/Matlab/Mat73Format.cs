using System.Collections.Immutable;
using Pons.Formats;
using Pons.Formats.Mat;
using Pons.Hdf5.Library;

namespace Pons.Hdf5.Matlab;

/// <summary>MATLAB variables of version 7.3, which are HDF5: the same recordings as <see cref="MatFormat"/> finds. Read only.</summary>
public sealed class Mat73Format : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "MAT 7.3";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".mat"];

    /// <inheritdoc/>
    public override string? UnavailableBecause => Hdf5Library.UnavailableBecause;

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Mat73File.Recognise(files.FirstBytes.Span);
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
        return MatRecording.Open(new Mat73File(files), files);
    }
}
