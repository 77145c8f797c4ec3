using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pons.Formats.Edf;

/// <summary>Scales 16-bit samples that stand signal after signal and lays them out [sample × channel].</summary>
internal static class EdfSampleKernel
{
    /// <summary>Samples and channels are turned in squares of this size.</summary>
    private const int Tile = 8;

    /// <summary>
    /// Converts the samples <paramref name="row"/> to <paramref name="row"/> + <paramref name="rows"/> of every signal. Products and
    /// sums are formed in double and rounded to float once, so that every processor gives the same bits.
    /// </summary>
    /// <param name="bytes">Little-endian samples, signal after signal.</param>
    /// <param name="offsets">Where each signal begins, in bytes.</param>
    /// <param name="row">First sample of each signal to convert.</param>
    /// <param name="rows">How many.</param>
    /// <param name="gains">Physical value of one digital step, per signal.</param>
    /// <param name="zeros">Physical value of digital 0, per signal.</param>
    /// <param name="destination">[sample × channel], <paramref name="rows"/> rows.</param>
    public static void Convert(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, int rows,
        ReadOnlySpan<double> gains, ReadOnlySpan<double> zeros, Span<float> destination)
    {
        if (Avx.IsSupported && offsets.Length >= Tile && rows >= Tile) ConvertTiles(bytes, offsets, row, rows, gains, zeros, destination);
        else ConvertSingly(bytes, offsets, row, rows, gains, zeros, destination);
    }

    /// <summary>One sample after the other: for few channels or samples, and for processors without 256-bit registers.</summary>
    internal static void ConvertSingly(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, int rows,
        ReadOnlySpan<double> gains, ReadOnlySpan<double> zeros, Span<float> destination)
    {
        var width = offsets.Length;
        for (var c = 0; c < width; c++)
        {
            var (gain, zero) = (gains[c], zeros[c]);
            var signal = bytes.Slice(offsets[c] + row * 2, rows * 2);
            for (int r = 0, at = c; r < rows; r++, at += width)
                destination[at] = (float)(BinaryPrimitives.ReadInt16LittleEndian(signal[(r * 2)..]) * gain + zero);
        }
    }

    /// <summary>The last square of a row or column lies over the one before where the size is no multiple of the tile.</summary>
    private static void ConvertTiles(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, int rows,
        ReadOnlySpan<double> gains, ReadOnlySpan<double> zeros, Span<float> destination)
    {
        var width = offsets.Length;
        foreach (var offset in offsets) _ = bytes.Slice(offset + row * 2, rows * 2);
        _ = destination[rows * width - 1];
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), row * 2);
        ref var target = ref MemoryMarshal.GetReference(destination);
        for (var r = 0; r < rows; r += Tile)
        {
            var top = Math.Min(r, rows - Tile);
            for (var c = 0; c < width; c += Tile)
            {
                var left = Math.Min(c, width - Tile);
                ConvertTile(
                    ref Unsafe.Add(ref source, top * 2), offsets.Slice(left, Tile),
                    ref Unsafe.Add(ref target, (nint)top * width + left), width,
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(gains), left),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(zeros), left));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ConvertTile(
        ref byte source, ReadOnlySpan<int> offsets, ref float target, int width, ref double gains, ref double zeros)
    {
        var (a, b) = (Load(ref source, offsets[0]), Load(ref source, offsets[1]));
        var (c, d) = (Load(ref source, offsets[2]), Load(ref source, offsets[3]));
        var (e, f) = (Load(ref source, offsets[4]), Load(ref source, offsets[5]));
        var (g, h) = (Load(ref source, offsets[6]), Load(ref source, offsets[7]));

        // Pairs of channels, then fours, then eights: afterwards each register holds one sample of all eight.
        var (ab0, ab4) = (Sse2.UnpackLow(a, b).AsInt32(), Sse2.UnpackHigh(a, b).AsInt32());
        var (cd0, cd4) = (Sse2.UnpackLow(c, d).AsInt32(), Sse2.UnpackHigh(c, d).AsInt32());
        var (ef0, ef4) = (Sse2.UnpackLow(e, f).AsInt32(), Sse2.UnpackHigh(e, f).AsInt32());
        var (gh0, gh4) = (Sse2.UnpackLow(g, h).AsInt32(), Sse2.UnpackHigh(g, h).AsInt32());
        var (scale, zero) = (new Lanes(ref gains), new Lanes(ref zeros));
        StoreFour(ab0, cd0, ef0, gh0, ref target, width, scale, zero);
        StoreFour(ab4, cd4, ef4, gh4, ref Unsafe.Add(ref target, (nint)4 * width), width, scale, zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(
        Vector128<int> ab, Vector128<int> cd, Vector128<int> ef, Vector128<int> gh, ref float target, int width, Lanes scale, Lanes zero)
    {
        var (abcd0, abcd2) = (Sse2.UnpackLow(ab, cd).AsInt64(), Sse2.UnpackHigh(ab, cd).AsInt64());
        var (efgh0, efgh2) = (Sse2.UnpackLow(ef, gh).AsInt64(), Sse2.UnpackHigh(ef, gh).AsInt64());
        Store(Sse2.UnpackLow(abcd0, efgh0), ref target, scale, zero);
        Store(Sse2.UnpackHigh(abcd0, efgh0), ref Unsafe.Add(ref target, width), scale, zero);
        Store(Sse2.UnpackLow(abcd2, efgh2), ref Unsafe.Add(ref target, (nint)2 * width), scale, zero);
        Store(Sse2.UnpackHigh(abcd2, efgh2), ref Unsafe.Add(ref target, (nint)3 * width), scale, zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<long> eight, ref float target, Lanes scale, Lanes zero)
    {
        var (lower, upper) = Vector128.Widen(eight.AsInt16());
        var first = Avx.Add(Avx.Multiply(Avx.ConvertToVector256Double(lower), scale.First), zero.First);
        var second = Avx.Add(Avx.Multiply(Avx.ConvertToVector256Double(upper), scale.Second), zero.Second);
        Avx.ConvertToVector128Single(first).StoreUnsafe(ref target);
        Avx.ConvertToVector128Single(second).StoreUnsafe(ref target, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Load(ref byte source, int offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsInt16();

    /// <summary>One number for each channel of a tile.</summary>
    private readonly struct Lanes
    {
        public readonly Vector256<double> First;
        public readonly Vector256<double> Second;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes(ref double start) => (First, Second) = (Vector256.LoadUnsafe(ref start), Vector256.LoadUnsafe(ref start, 4));
    }
}
