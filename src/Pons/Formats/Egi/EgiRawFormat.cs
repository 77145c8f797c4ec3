using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Pons.Formats.Egi;

/// <summary>
/// Simple binary files of EGI Net Station (<c>.raw</c>), versions 2 to 7: whole, single or double numbers, continuous or in segments.
/// Read only.
/// </summary>
public sealed class EgiRawFormat : RecordingFormat
{
    /// <inheritdoc/>
    public override string Name => "EGI raw";

    /// <inheritdoc/>
    public override ImmutableArray<string> Extensions => [".raw"];

    /// <inheritdoc/>
    /// <remarks>Nothing names the format: version, date, rate and number of channels must all be possible.</remarks>
    public override bool Recognise(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var first = files.FirstBytes.Span;
        if (first.Length < EgiRawHeader.FixedBytes) return false;
        int At(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);
        return BinaryPrimitives.ReadInt32BigEndian(first) is >= 2 and <= 7 && At(first, 4) is >= 1900 and < 2200
            && At(first, 6) is >= 1 and <= 12
            && At(first, 8) is >= 1 and <= 31 && At(first, 10) is >= 0 and < 24 && At(first, 12) is >= 0 and < 60
                && At(first, 14) is >= 0 and < 60
            && At(first, 20) > 0 && At(first, 22) > 0;
    }

    /// <inheritdoc/>
    public override RecordingHeader ReadHeader(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var file = files.OpenMain();
        return new EgiRawReader(file, files.Name).ReadHeader();
    }

    /// <inheritdoc/>
    public override Recording Open(RecordingFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var file = files.OpenMain();
        try
        {
            return new EgiRawReader(file, files.Name).Open();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
