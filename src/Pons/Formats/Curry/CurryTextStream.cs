using System.Buffers;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Curry;

/// <summary>Samples that are written as text.</summary>
internal sealed class CurryTextStream(
    StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers, CurryTable table,
        ImmutableArray<double> factors)
    : RecordedStream(info, segments, markers)
{
    public override SampleType StoredAs => SampleType.Text;

    public override ImmutableArray<RecordedChannel> Details => RecordedDetails;

    /// <summary>What the file says of each channel beyond what processing needs.</summary>
    public required ImmutableArray<RecordedChannel> RecordedDetails { get; init; }

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        var row = ArrayPool<double>.Shared.Rent(factors.Length);
        try
        {
            for (; !destination.IsEmpty; destination = destination[factors.Length..])
            {
                ReadStored(firstStored++, row.AsSpan(0, factors.Length));
                for (var c = 0; c < factors.Length; c++) destination[c] = (float)row[c];
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(row);
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        table.Read(firstStored, destination);
        for (var i = 0; i < destination.Length; i++) destination[i] *= factors[i % factors.Length];
    }
}
