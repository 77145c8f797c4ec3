using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>
/// Matrices of [sample × channel] and single rows of samples, side by side: in MATLAB's order all samples of a channel stand together, so that a stretch of
/// all channels is gathered first and then turned.
/// </summary>
internal sealed class MatChannelMajorStream(
    StreamInfo info, MatSamples samples, ImmutableArray<MatArray> arrays, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
    : MatStream(info, samples, segments, markers)
{
    /// <summary>Values gathered at a time.</summary>
    private const int WindowValues = 1 << 17;

    /// <summary>Channels turned together, so that what is written stays near.</summary>
    private const int Tile = 16;

    private readonly Window<float> _single = new((array, part, into) => array.Read(part, into));
    private readonly Window<double> _double = new((array, part, into) => array.Read(part, into));

    private delegate void Reader<T>(MatArray array, MatPart part, Span<T> destination);

    protected override void Fill(long firstStored, Span<float> destination) => _single.Fill(this, firstStored, destination);

    protected override void Fill(long firstStored, Span<double> destination) => _double.Fill(this, firstStored, destination);

    private ImmutableArray<MatArray> Arrays { get; } = arrays;

    /// <summary>A stretch of all channels, one channel behind the other.</summary>
    private sealed class Window<T>(Reader<T> read)
    {
        private T[] _values = [];
        private long _start;
        private int _rows;

        public void Fill(MatChannelMajorStream stream, long first, Span<T> destination)
        {
            var width = stream.Info.ChannelCount;
            while (!destination.IsEmpty)
            {
                if (first < _start || first >= _start + _rows) Load(stream, first);
                var rows = (int)Math.Min(_start + _rows - first, destination.Length / width);
                Turn((int)(first - _start), rows, width, destination);
                destination = destination[(rows * width)..];
                first += rows;
            }
        }

        private void Load(MatChannelMajorStream stream, long first)
        {
            var width = stream.Info.ChannelCount;
            var rows = (int)Math.Min(Math.Max(1, WindowValues / width), stream.StoredCount - first);
            _rows = 0;
            if (_values.Length < rows * width) _values = new T[rows * width];
            var at = 0;
            foreach (var array in stream.Arrays)
            {
                // A row of numbers stands in the file as a column does.
                var part = array.Rows == 1 ? new MatPart(0, 1, first, rows) : new(first, rows, 0, (int)array.Columns);
                read(array, part, _values.AsSpan(at, part.Count));
                at += part.Count;
            }

            (_start, _rows) = (first, rows);
        }

        private void Turn(int row, int rows, int width, Span<T> destination)
        {
            for (var left = 0; left < width; left += Tile)
                for (int r = 0, right = Math.Min(width, left + Tile); r < rows; r++)
                    for (var c = left; c < right; c++)
                        destination[r * width + c] = _values[c * _rows + row + r];
        }
    }
}
