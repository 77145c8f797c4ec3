using System.Collections.Immutable;

namespace Pons.Formats.Mat;

/// <summary>
/// MATLAB variables, versions 4 and 5 to 7 (MathWorks, MAT-File Format): recordings of FieldTrip and BioSig, and matrices with a rate
/// beside them. Read only; see the page of the folder for what is taken for a signal.
/// </summary>
public sealed class MatFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "MAT";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".mat"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        // A signal of WFDB may lie in a MATLAB file; then a header of the same name tells what it is.
        return MatFile.Recognise(files.FirstBytes.Span) && files.Find(Path.ChangeExtension(files.Name, ".hea")) is null;
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
        return MatRecording.Open(MatFile.Open(files.OpenMain(), files.Name), files);
    }
}
