using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats.Plexon;

/// <summary>Continuous channels that were sampled together; each channel lies in pieces of its own.</summary>
internal sealed class PlexonStream(
    Stream file, string name, StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers,
    ImmutableArray<PlexonPieces> pieces, ImmutableArray<DigitalScale> scales, ImmutableArray<RecordedChannel> details)
    : RecordedStream(info, segments, markers)
{
    public override ImmutableArray<DigitalScale> Scales => scales;

    public override ImmutableArray<RecordedChannel> Details => details;

    public override SampleType StoredAs => SampleType.Int16;

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        var (width, rows) = (pieces.Length, destination.Length / pieces.Length);
        var numbers = ArrayPool<short>.Shared.Rent(rows);
        try
        {
            for (var c = 0; c < width; c++)
            {
                Read(pieces[c], firstStored, numbers.AsSpan(0, rows));
                var (gain, offset) = scales[c].IsUsable ? (scales[c].Gain, scales[c].Offset) : (1, 0);
                for (int r = 0, at = c; r < rows; r++, at += width) destination[at] = (float)(numbers[r] * gain + offset);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RecordingFormatException(name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
        finally
        {
            ArrayPool<short>.Shared.Return(numbers);
        }
    }

    private void Read(PlexonPieces channel, long row, Span<short> numbers)
    {
        ObjectDisposedException.ThrowIf(!file.CanRead, this);
        while (!numbers.IsEmpty)
        {
            var (position, rows) = channel.At(row);
            var part = numbers[..(int)Math.Min(rows, numbers.Length)];
            file.Position = position;
            file.ReadExactly(MemoryMarshal.AsBytes(part));
            if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(part, part);
            numbers = numbers[part.Length..];
            row += part.Length;
        }
    }
}
