using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.NumPy;

/// <summary>The elements of an array as samples.</summary>
internal sealed class NpyStream : RecordedStream
{
    private const int WindowBytes = 1 << 20;

    /// <summary>Rows that stay in the innermost cache while their channels are turned.</summary>
    private const int RowsPerTurn = 64;

    private readonly NpyArray _array;
    private readonly NpyShape _shape;
    private readonly double[]? _times;
    private readonly int _rowsPerWindow;
    private byte[] _window = [];
    private long _windowStart;
    private int _windowRows;

    public NpyStream(NpyArray array, NpyShape shape, StreamInfo info, ImmutableArray<RecordedSegment> segments,
        ImmutableArray<Marker> markers, double[]? times = null)
        : base(info, segments, markers)
    {
        (_array, _shape, _times) = (array, shape, times);
        _rowsPerWindow = (int)Math.Max(1, WindowBytes / Math.Max(1, (long)Type.Size * info.ChannelCount));
        // Channels a multiple of 4096 bytes apart would all claim the same few lines of the cache.
        if (shape.IsChannelMajor && _rowsPerWindow > 64) _rowsPerWindow = _rowsPerWindow / 64 * 64 - 32;
        Scales = Type.Kind == 'f' ? [] : [.. info.Channels.Select(c => new DigitalScale(Lowest, Highest, Lowest, Highest, c.Unit))];
    }

    public override SampleType StoredAs => Type.StoredAs;

    /// <summary>Whole numbers stand for themselves.</summary>
    public override ImmutableArray<DigitalScale> Scales { get; }

    private NpyType Type => _array.Header.Type;

    private double Lowest => Type.Kind == 'i' ? -Math.Pow(2, 8 * Type.Size - 1) : 0;

    private double Highest => Math.Pow(2, 8 * Type.Size - (Type.Kind == 'i' ? 1 : 0)) - 1;

    public override Timestamp TimeOf(long sampleIndex)
    {
        var nominal = base.TimeOf(sampleIndex);
        return _times is null || !double.IsFinite(_times[sampleIndex]) || Math.Abs(_times[sampleIndex]) > 1e9 ? nominal
            : Timestamp.FromSeconds(Info.Clock, _times[sampleIndex]);
    }

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            var (row, rows) = Load(firstStored, destination.Length / width);
            if (_shape.IsChannelMajor) Turn(row, rows, destination);
            else Type.Convert(_window.AsSpan(row * width * Type.Size, rows * width * Type.Size), destination[..(rows * width)]);
            destination = destination[(rows * width)..];
            firstStored += rows;
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        if (Type.IsSingle)
        {
            base.ReadStored(firstStored, destination);
            return;
        }

        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            var (row, rows) = Load(firstStored, destination.Length / width);
            if (_shape.IsChannelMajor) TurnExactly(row, rows, destination);
            else Type.Convert(_window.AsSpan(row * width * Type.Size, rows * width * Type.Size), destination[..(rows * width)]);
            destination = destination[(rows * width)..];
            firstStored += rows;
        }
    }

    private void Turn(int row, int rows, Span<float> destination)
    {
        Span<float> strip = stackalloc float[RowsPerTurn];
        var width = Info.ChannelCount;
        for (var top = 0; top < rows; top += RowsPerTurn)
        {
            var count = Math.Min(RowsPerTurn, rows - top);
            for (var c = 0; c < width; c++)
            {
                Type.Convert(Strip(c, row + top, count), strip[..count]);
                for (int r = 0, at = top * width + c; r < count; r++, at += width) destination[at] = strip[r];
            }
        }
    }

    private void TurnExactly(int row, int rows, Span<double> destination)
    {
        Span<double> strip = stackalloc double[RowsPerTurn];
        var width = Info.ChannelCount;
        for (var top = 0; top < rows; top += RowsPerTurn)
        {
            var count = Math.Min(RowsPerTurn, rows - top);
            for (var c = 0; c < width; c++)
            {
                Type.Convert(Strip(c, row + top, count), strip[..count]);
                for (int r = 0, at = top * width + c; r < count; r++, at += width) destination[at] = strip[r];
            }
        }
    }

    private ReadOnlySpan<byte> Strip(int channel, int row, int count) =>
        _window.AsSpan((channel * _windowRows + row) * Type.Size, count * Type.Size);

    private (int Row, int Rows) Load(long firstStored, int wanted)
    {
        if (firstStored < _windowStart || firstStored >= _windowStart + _windowRows) Fill(firstStored);
        var row = (int)(firstStored - _windowStart);
        return (row, Math.Min(_windowRows - row, wanted));
    }

    private void Fill(long firstStored)
    {
        var rows = (int)Math.Min(_rowsPerWindow, _shape.SampleCount - firstStored);
        var (width, size) = (Info.ChannelCount, Type.Size);
        var bytes = rows * width * size;
        if (_window.Length < bytes) _window = GC.AllocateUninitializedArray<byte>(bytes);
        _windowRows = 0;
        var (parts, part) = _shape.IsChannelMajor ? (width, rows * size) : (1, bytes);
        for (var p = 0; p < parts; p++)
        {
            var first = _shape.IsChannelMajor ? p * _shape.SampleCount + firstStored : firstStored * width;
            Go(_array.Offset + first * size);
            _array.Bytes.ReadExactlyOrFault(_window.AsSpan(p * part, part), _array.Name);
        }

        Type.Order(_window.AsSpan(0, bytes));
        (_windowStart, _windowRows) = (firstStored, rows);
    }

    private void Go(long offset)
    {
        if (!_array.Bytes.CanRead)
            throw new RecordingFormatException(_array.Name, null, "The samples cannot be read any more.", "The recording was closed.",
                "Open it again.");
        _array.Bytes.Position = offset;
    }
}
