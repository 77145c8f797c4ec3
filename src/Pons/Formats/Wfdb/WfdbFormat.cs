using System.Collections.Immutable;

namespace Pons.Formats.Wfdb;

/// <summary>
/// Records of PhysioNet's Waveform Database: a header, signal files and annotation files
/// (<see href="https://physionet.org/physiotools/wag/header-5.htm"/>). Any file of a record leads to it.
/// </summary>
public sealed class WfdbFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "WFDB";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [WfdbPlace.HeaderExtension];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return !files.IsFolder && !files.FirstBytes.IsEmpty && (WfdbPlace.HeaderOf(files) is not null || WfdbPlace.IsAnnotations(files));
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (WfdbPlace.HeaderOf(files) is not { } header) return WfdbLoneAnnotations.Open(files).Header;
        using var reader = new WfdbReader(files, header);
        return reader.Header();
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (WfdbPlace.HeaderOf(files) is not { } header) return WfdbLoneAnnotations.Open(files);
        var reader = new WfdbReader(files, header);
        try
        {
            return reader.Open();
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
