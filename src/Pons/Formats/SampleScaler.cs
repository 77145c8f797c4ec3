using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pons.Streams;

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
        var (width, rowBytes) = (_layout.Width, _layout.RowBytes);
        for (var c = 0; c < width; c++)
        {
            ref var first = ref MemoryMarshal.GetReference(bytes.Slice(_layout.Offsets[c], (rows - 1) * rowBytes + _layout.SampleBytes));
            for (int r = 0, at = c; r < rows; r++, at += width) tile[at] = Unsafe.ReadUnaligned<TRaw>(ref Unsafe.Add(ref first, r * rowBytes));
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
        var raw = Of<TRaw>(bytes)[..destination.Length];
        var gains = _gains.AsSpan(0, raw.Length);
        var offsets = _offsets.AsSpan(0, raw.Length);
        var done = typeof(T) == typeof(float) && Avx.IsSupported ? ScaleFours(raw, gains, offsets, MemoryMarshal.Cast<T, float>(destination)) : 0;
        for (var i = done; i < raw.Length; i++)
            destination[i] = T.CreateTruncating(double.CreateTruncating(raw[i]) * gains[i] + offsets[i]);
    }

    /// <summary>The same as the loop for single numbers, four at a time; says how many were done.</summary>
    private static int ScaleFours<TRaw>(ReadOnlySpan<TRaw> raw, ReadOnlySpan<double> gains, ReadOnlySpan<double> offsets, Span<float> destination)
        where TRaw : unmanaged
    {
        if (typeof(TRaw) != typeof(short) && typeof(TRaw) != typeof(ushort) && typeof(TRaw) != typeof(int) && typeof(TRaw) != typeof(float)) return 0;
        ref var source = ref Unsafe.As<TRaw, byte>(ref MemoryMarshal.GetReference(raw));
        var i = 0;
        for (; i + 4 <= raw.Length; i += 4)
        {
            ref var four = ref Unsafe.Add(ref source, i * Unsafe.SizeOf<TRaw>());
            var values = typeof(TRaw) == typeof(float) ? Avx.ConvertToVector256Double(Unsafe.ReadUnaligned<Vector128<float>>(ref four))
                : Avx.ConvertToVector256Double(WholeNumbers<TRaw>(ref four));
            values = Avx.Add(Avx.Multiply(values, Vector256.Create(gains.Slice(i, 4))), Vector256.Create(offsets.Slice(i, 4)));
            Avx.ConvertToVector128Single(values).CopyTo(destination[i..]);
        }

        return i;
    }

    private static Vector128<int> WholeNumbers<TRaw>(ref byte four)
    {
        if (typeof(TRaw) == typeof(int)) return Unsafe.ReadUnaligned<Vector128<int>>(ref four);
        var numbers = Vector64.Create(Unsafe.ReadUnaligned<ulong>(ref four)).ToVector128Unsafe();
        return typeof(TRaw) == typeof(short) ? Sse41.ConvertToVector128Int32(numbers.AsInt16()) : Sse41.ConvertToVector128Int32(numbers.AsUInt16());
    }

    private static ReadOnlySpan<TRaw> Of<TRaw>(ReadOnlySpan<byte> bytes)
        where TRaw : struct => MemoryMarshal.Cast<byte, TRaw>(bytes);
}
