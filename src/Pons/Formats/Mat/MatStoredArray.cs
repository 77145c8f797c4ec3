using System.Buffers;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Numbers that stand one behind another in the bytes of a file.</summary>
internal sealed class MatStoredArray(MatClass kind, ImmutableArray<long> size, SampleType storedAs, bool isSwapped, MatBytes bytes, long start)
    : MatArray(kind, size, storedAs)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Columns so short are read whole, and the wanted rows picked: a call for each would cost more.</summary>
    private const int ShortColumnBytes = 1 << 12;

    private readonly int _width = MatNumbers.WidthOf(storedAs);
    private MatBytes? _scattered;

    private delegate void Converter<T>(ReadOnlySpan<byte> bytes, SampleType type, Span<T> destination);

    public override void Read(MatPart part, Span<double> destination) => Read(part, destination, MatNumbers.Convert);

    public override void Read(MatPart part, Span<float> destination) => Read(part, destination, MatNumbers.Convert);

    private void Read<T>(MatPart part, Span<T> destination, Converter<T> convert)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            if (part.Rows == Rows)
            {
                ReadRun(bytes, part.Column * Rows, destination[..part.Count], buffer, convert);
                return;
            }

            _scattered ??= bytes.Scattered(start, Count * _width);
            if (Rows * _width <= ShortColumnBytes) PickRows(part, destination, buffer, convert);
            else
                for (var c = 0; c < part.Columns; c++)
                    ReadRun(_scattered, (part.Column + c) * Rows + part.Row, destination.Slice(c * part.Rows, part.Rows), buffer, convert);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReadRun<T>(MatBytes source, long first, Span<T> destination, byte[] buffer, Converter<T> convert)
    {
        while (!destination.IsEmpty)
        {
            var count = Math.Min(destination.Length, BufferBytes / _width);
            var raw = buffer.AsSpan(0, count * _width);
            source.Read(start + first * _width, raw);
            if (isSwapped) MatNumbers.Swap(raw, _width);
            convert(raw, StoredAs, destination[..count]);
            destination = destination[count..];
            first += count;
        }
    }

    private void PickRows<T>(MatPart part, Span<T> destination, byte[] buffer, Converter<T> convert)
    {
        var columnsAtOnce = BufferBytes / ((int)Rows * _width);
        for (var c = 0; c < part.Columns; c += columnsAtOnce)
        {
            var columns = Math.Min(columnsAtOnce, part.Columns - c);
            var raw = buffer.AsSpan(0, columns * (int)Rows * _width);
            _scattered!.Read(start + (part.Column + c) * Rows * _width, raw);
            if (isSwapped) MatNumbers.Swap(raw, _width);
            for (var k = 0; k < columns; k++)
                convert(raw.Slice((k * (int)Rows + (int)part.Row) * _width, part.Rows * _width), StoredAs,
                    destination.Slice((c + k) * part.Rows, part.Rows));
        }
    }
}
