using System.Collections.Immutable;

namespace Pons.Formats.RawBinary;

/// <summary>
/// Bare numbers, all channels of a sample side by side, with a description beside them: a JSON object, or the <c>params.py</c> of phy, which
/// is read as text and never executed.
/// </summary>
public sealed class RawBinaryFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "Raw binary";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".raw", ".bin"];

    /// <inheritdoc/>
    /// <remarks>The numbers themselves say nothing: only with a description beside them are they a recording.</remarks>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.FirstBytes.IsEmpty) return false;
        try
        {
            return RawBinaryFiles.Describe(files) is not null;
        }
        catch (RecordingFormatException)
        {
            // A description with an impossible value is one; opening says what is wrong with it.
            return true;
        }
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return RawBinaryReader.ReadHeader(files);
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return RawBinaryReader.Open(files);
    }
}
