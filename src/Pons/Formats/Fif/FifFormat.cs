using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pons.Formats.Fif;

/// <summary>
/// FIF raw data of Elekta/MEGIN Neuromag and MNE: MEG and EEG, one file or several that name each other, with the events of an
/// <c>-eve.fif</c> beside them (FIFF file format description, Elekta Neuromag Oy, and the FIFF dictionary of MNE).
/// </summary>
public sealed class FifFormat : RecordingFormat
{
    private const int IdStructure = 31, IdBytes = 20;

    /// <inheritdoc/>
    public override string Name => "FIF";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".fif"];

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var first = files.FirstBytes.Span;
        return first.Length >= 12 && BinaryPrimitives.ReadInt32BigEndian(first) == FifKind.FileId
            && BinaryPrimitives.ReadInt32BigEndian(first[4..]) == IdStructure && BinaryPrimitives.ReadInt32BigEndian(first[8..]) == IdBytes;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ThrowUnlessFif(files);
        return FifReader.ReadHeader(files);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ThrowUnlessFif(files);
        return FifReader.Open(files);
    }

    private void ThrowUnlessFif(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.FirstBytes.IsEmpty) throw Empty(files.Name);
        if (!Recognise(files))
            throw new RecordingFormatException(files.Name, 0, "The file does not begin with a file id of 20 bytes.",
                "The file is therefore not FIF.", "Open it with the format that it was written in.");
    }
}
