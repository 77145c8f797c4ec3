using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Matrices of [channel × sample]: in MATLAB's order all channels of a sample stand together. One matrix follows the other.</summary>
internal sealed class MatSampleMajorStream(
    StreamInfo info, MatSamples samples, ImmutableArray<MatArray> parts, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
    : MatStream(info, samples, segments, markers)
{
    private delegate void Reader<T>(MatArray array, MatPart part, Span<T> destination);

    protected override void Fill(long firstStored, Span<float> destination) =>
        Fill(firstStored, destination, static (array, part, into) => array.Read(part, into));

    protected override void Fill(long firstStored, Span<double> destination) =>
        Fill(firstStored, destination, static (array, part, into) => array.Read(part, into));

    private void Fill<T>(long first, Span<T> destination, Reader<T> read)
    {
        var width = Info.ChannelCount;
        foreach (var part in parts)
        {
            if (destination.IsEmpty) return;
            if (first < part.Columns)
            {
                var count = (int)Math.Min(part.Columns - first, destination.Length / width);
                read(part, new(0, width, first, count), destination[..(count * width)]);
                destination = destination[(count * width)..];
                first = 0;
            }
            else
                first -= part.Columns;
        }
    }
}
