using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pons.Formats;

/// <summary>
/// Turns numbers of a file into measured values [sample × channel]. Products and sums are formed in double and rounded once, so that
/// every processor gives the same bits. One thread at a time.
/// </summary>
internal sealed class SampleScaler
{
    /// <summary>Numbers that are brought side by side at a time: they stay in the first cache.</summary>
    private const int TileNumbers = 2048;

    private readonly SampleLayout _layout;
    private readonly int _tileRows;
    private readonly double[] _gains, _offsets;
    private readonly byte[] _tile;
    private readonly bool _isIdentity;

    public SampleScaler(SampleLayout layout, ImmutableArray<(double Gain, double Offset)> lines)
    {
        _layout = layout;
        _tileRows = Math.Max(1, TileNumbers / layout.Width);
        _tile = new byte[_tileRows * layout.Width * layout.SampleBytes];
        _gains = [.. Enumerable.Range(0, _tileRows).SelectMany(_ => lines.Select(l => l.Gain))];
        _offsets = [.. Enumerable.Range(0, _tileRows).SelectMany(_ => lines.Select(l => l.Offset))];
        _isIdentity = lines.All(l => l is (1, 0));
    }

    /// <summary>Converts <paramref name="rows"/> samples; <paramref name="bytes"/> begins where the first one's row does.</summary>
    public void Convert<T>(ReadOnlySpan<byte> bytes, int rows, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row += _tileRows)
        {
            var count = Math.Min(_tileRows, rows - row);
            var numbers = count * _layout.Width;
            Scale(SideBySide(bytes[(row * _layout.RowBytes)..], count), destination.Slice(row * _layout.Width, numbers));
        }
    }

    private ReadOnlySpan<byte> SideBySide(ReadOnlySpan<byte> bytes, int rows)
    {
        var rowBytes = _layout.Width * _layout.SampleBytes;
        if (_layout.IsByRow && _layout.Width > 1)
        {
            bytes = bytes[_layout.Offsets[0]..];
            if (_layout.RowBytes == rowBytes) return bytes[..(rows * rowBytes)];
            for (var r = 0; r < rows; r++)
                bytes.Slice(r * _layout.RowBytes, rowBytes).CopyTo(_tile.AsSpan(r * rowBytes));
            return _tile.AsSpan(0, rows * rowBytes);
        }

        switch (_layout.SampleBytes)
        {
            case 1: Gather<byte>(bytes, rows); break;
            case 2: Gather<ushort>(bytes, rows); break;
            case 4: Gather<uint>(bytes, rows); break;
            default: Gather<ulong>(bytes, rows); break;
        }

        return _tile.AsSpan(0, rows * rowBytes);
    }

    private void Gather<TRaw>(ReadOnlySpan<byte> bytes, int rows)
        where TRaw : unmanaged
    {
        var tile = MemoryMarshal.Cast<byte, TRaw>(_tile.AsSpan());
        for (var c = 0; c < _layout.Width; c++)
        {
            var channel = bytes[_layout.Offsets[c]..];
            for (int r = 0, at = c; r < rows; r++, at += _layout.Width)
                tile[at] = MemoryMarshal.Read<TRaw>(channel[(r * _layout.RowBytes)..]);
        }
    }

    private void Scale<T>(ReadOnlySpan<byte> bytes, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_layout.IsBigEndian == BitConverter.IsLittleEndian && _layout.SampleBytes > 1) bytes = Swap(bytes);
        switch (_layout.Type)
        {
            case SampleType.Int8: Scale<sbyte, T>(bytes, destination); break;
            case SampleType.UInt8: Scale<byte, T>(bytes, destination); break;
            case SampleType.Int16: Scale<short, T>(bytes, destination); break;
            case SampleType.UInt16: Scale<ushort, T>(bytes, destination); break;
            case SampleType.Int32: Scale<int, T>(bytes, destination); break;
            case SampleType.UInt32: Scale<uint, T>(bytes, destination); break;
            case SampleType.Int64: Scale<long, T>(bytes, destination); break;
            case SampleType.UInt64: Scale<ulong, T>(bytes, destination); break;
            case SampleType.Float32 when _isIdentity && typeof(T) == typeof(float):
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case SampleType.Float32: Scale<float, T>(bytes, destination); break;
            default: Scale<double, T>(bytes, destination); break;
        }
    }

    private ReadOnlySpan<byte> Swap(ReadOnlySpan<byte> bytes)
    {
        var swapped = _tile.AsSpan(0, bytes.Length);
        switch (_layout.SampleBytes)
        {
            case 2: BinaryPrimitives.ReverseEndianness(Of<ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(swapped)); break;
            case 4: BinaryPrimitives.ReverseEndianness(Of<uint>(bytes), MemoryMarshal.Cast<byte, uint>(swapped)); break;
            default: BinaryPrimitives.ReverseEndianness(Of<ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(swapped)); break;
        }

        return swapped;
    }

    private void Scale<TRaw, T>(ReadOnlySpan<byte> bytes, Span<T> destination)
        where TRaw : unmanaged, INumberBase<TRaw>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var raw = Of<TRaw>(bytes);
        var gains = _gains.AsSpan(0, destination.Length);
        var offsets = _offsets.AsSpan(0, destination.Length);
        raw = raw[..destination.Length];
        for (var i = 0; i < raw.Length; i++)
            destination[i] = T.CreateTruncating(double.CreateTruncating(raw[i]) * gains[i] + offsets[i]);
    }

    private static ReadOnlySpan<TRaw> Of<TRaw>(ReadOnlySpan<byte> bytes)
        where TRaw : struct => MemoryMarshal.Cast<byte, TRaw>(bytes);
}
