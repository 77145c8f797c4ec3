using System.Collections.Immutable;

namespace Pons.Formats.Egi;

/// <summary>
/// Recordings of EGI Net Station in the Meta File Format (<c>.mff</c>): a folder of signals in blocks and of texts in XML. The folder or a
/// file in it may be named. Read only.
/// </summary>
public sealed class EgiMffFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "EGI MFF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".mff"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!files.IsFolder && (files.FirstBytes.IsEmpty || files.Extension is not (".xml" or ".bin"))) return false;
        return files.Names.Contains(EgiMffReader.InfoName) && files.Names.Any(EgiMffSignal.IsName);
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
        return new EgiMffReader(files).Open();
    }
}
