using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>A stream whose channels lie each in a file of its own.</summary>
internal sealed class SideBySideStream : RecordedStream
{
    /// <summary>Samples of one channel that are read at a time.</summary>
    private const int ColumnRows = 1024;

    private readonly ImmutableArray<LaidOutStream> _columns;
    private readonly byte[] _column = new byte[ColumnRows * sizeof(double)];

    public SideBySideStream(StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers,
        ImmutableArray<LaidOutStream> columns)
        : base(info, segments, markers) => _columns = columns;

    public override ImmutableArray<DigitalScale> Scales => [.. _columns.SelectMany(c => c.Scales)];

    public override ImmutableArray<RecordedChannel> Details => [.. _columns.SelectMany(c => c.Details)];

    public override SampleType StoredAs => _columns[0].StoredAs;

    protected override void ReadStored(long firstStored, Span<float> destination) => ReadRows(firstStored, destination);

    protected override void ReadStored(long firstStored, Span<double> destination) => ReadRows(firstStored, destination);

    private void ReadRows<T>(long first, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, rows) = (_columns.Length, destination.Length / _columns.Length);
        for (var row = 0; row < rows; row += ColumnRows)
        {
            var column = MemoryMarshal.Cast<byte, T>(_column.AsSpan())[..Math.Min(ColumnRows, rows - row)];
            for (var c = 0; c < width; c++)
            {
                _columns[c].ReadRows(first + row, column);
                for (int r = 0, at = row * width + c; r < column.Length; r++, at += width) destination[at] = column[r];
            }
        }
    }
}
