using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pons.Formats.Edf;

/// <summary>
/// Scales samples of 2 or 3 bytes that stand signal after signal and lays them out [sample × channel]. Products and sums are formed in
/// double and rounded once, so that every processor gives the same bits.
/// </summary>
/// <param name="sampleBytes">Bytes of a sample: 2 or 3.</param>
/// <param name="gains">Physical value of one digital step, per signal.</param>
/// <param name="zeros">Physical value of digital 0, per signal.</param>
internal sealed class EdfSampleKernel(int sampleBytes, double[] gains, double[] zeros)
{
    /// <summary>Samples and channels are turned in squares of this size.</summary>
    private const int Tile = 8;

    /// <summary>So many samples of eight signals are turned before the next eight, so that what a cache line holds is used at once.</summary>
    private const int Rows = 32;

    /// <summary>Converts the samples from <paramref name="row"/> on of every signal, as many rows as fit <paramref name="destination"/>.</summary>
    /// <param name="bytes">Little-endian samples, signal after signal.</param>
    /// <param name="offsets">Where each signal begins, in bytes.</param>
    /// <param name="row">First sample of each signal to convert.</param>
    /// <param name="destination">[sample × channel], whole rows.</param>
    public void Convert(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<float> destination)
    {
        if (sampleBytes == 2) Convert<Wide16, ToFloat, float>(bytes, offsets, row, destination);
        else Convert<Wide24, ToFloat, float>(bytes, offsets, row, destination);
    }

    /// <inheritdoc cref="Convert(ReadOnlySpan{byte}, ReadOnlySpan{int}, int, Span{float})"/>
    public void Convert(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<double> destination)
    {
        if (sampleBytes == 2) Convert<Wide16, ToDouble, double>(bytes, offsets, row, destination);
        else Convert<Wide24, ToDouble, double>(bytes, offsets, row, destination);
    }

    /// <summary>The number that a sample of 2 or 3 bytes is.</summary>
    public static int Digital(ReadOnlySpan<byte> sample, int sampleBytes) => sampleBytes == 2 ? Wide16.Read(sample) : Wide24.Read(sample);

    /// <summary>Lays numbers down as samples of 2 or 3 bytes.</summary>
    public static void Store(ReadOnlySpan<int> digital, int sampleBytes, Span<byte> bytes)
    {
        if (sampleBytes == 2)
            for (var i = 0; i < digital.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], (short)digital[i]);
        else
            for (var i = 0; i < digital.Length; i++)
                (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)digital[i], (byte)(digital[i] >> 8), (byte)(digital[i] >> 16));
    }

    /// <summary>One sample after the other, as processors without 256-bit registers do it.</summary>
    internal void ConvertSingly(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<float> destination)
    {
        if (sampleBytes == 2) ConvertSingly<Wide16, ToFloat, float>(bytes, offsets, row, destination);
        else ConvertSingly<Wide24, ToFloat, float>(bytes, offsets, row, destination);
    }

    private void Convert<TSample, TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TSample : struct, ISample where TStore : struct, IStore<T>
    {
        if (Avx2.IsSupported && offsets.Length >= Tile && destination.Length >= Tile * offsets.Length)
            ConvertTiles<TSample, TStore, T>(bytes, offsets, row, destination);
        else ConvertSingly<TSample, TStore, T>(bytes, offsets, row, destination);
    }

    private void ConvertSingly<TSample, TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TSample : struct, ISample where TStore : struct, IStore<T>
    {
        var (width, rows) = (offsets.Length, destination.Length / offsets.Length);
        for (var c = 0; c < width; c++)
        {
            var (gain, zero) = (gains[c], zeros[c]);
            var signal = bytes.Slice(offsets[c] + row * TSample.Bytes, rows * TSample.Bytes);
            for (int r = 0, at = c; r < rows; r++, at += width)
                destination[at] = TStore.Of(TSample.Read(signal[(r * TSample.Bytes)..]) * gain + zero);
        }
    }

    /// <summary>The last square of a row or column lies over the one before where the size is no multiple of the tile.</summary>
    private void ConvertTiles<TSample, TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TSample : struct, ISample where TStore : struct, IStore<T>
    {
        var (width, rows) = (offsets.Length, destination.Length / offsets.Length);
        foreach (var offset in offsets) _ = bytes.Slice(offset + row * TSample.Bytes, rows * TSample.Bytes);
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), row * TSample.Bytes);
        ref var target = ref MemoryMarshal.GetReference(destination);
        for (var block = 0; block < rows; block += Rows)
            for (var c = 0; c < width; c += Tile)
            {
                var left = Math.Min(c, width - Tile);
                var lanes = new Lanes(ref gains[left], ref zeros[left]);
                var eight = offsets.Slice(left, Tile);
                for (var r = block; r < Math.Min(block + Rows, rows); r += Tile)
                {
                    var top = Math.Min(r, rows - Tile);
                    TSample.Turn(ref Unsafe.Add(ref source, top * TSample.Bytes), eight, out var upper, out var lower);
                    ref var corner = ref Unsafe.Add(ref target, (nint)top * width + left);
                    Store<TStore, T>(upper, lanes, ref corner, width);
                    Store<TStore, T>(lower, lanes, ref Unsafe.Add(ref corner, (nint)4 * width), width);
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TStore, T>(Four rows, in Lanes lanes, ref T target, int width) where TStore : struct, IStore<T>
    {
        TStore.Store(rows.First, lanes, ref target);
        TStore.Store(rows.Second, lanes, ref Unsafe.Add(ref target, width));
        TStore.Store(rows.Third, lanes, ref Unsafe.Add(ref target, (nint)2 * width));
        TStore.Store(rows.Fourth, lanes, ref Unsafe.Add(ref target, (nint)3 * width));
    }

    /// <summary>How a sample is stored.</summary>
    private interface ISample
    {
        static abstract int Bytes { get; }

        static abstract int Read(ReadOnlySpan<byte> source);

        /// <summary>Eight samples of eight signals, turned: each register holds one sample of all eight.</summary>
        static abstract void Turn(ref byte source, ReadOnlySpan<int> offsets, out Four upper, out Four lower);
    }

    /// <summary>What becomes of a scaled sample.</summary>
    private interface IStore<T>
    {
        static abstract T Of(double value);

        static abstract void Store(Vector256<int> eight, in Lanes lanes, ref T target);
    }

    private readonly struct Wide16 : ISample
    {
        public static int Bytes => 2;

        public static int Read(ReadOnlySpan<byte> source) => (short)(source[0] | source[1] << 8);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Turn(ref byte source, ReadOnlySpan<int> offsets, out Four upper, out Four lower)
        {
            var (a, b) = (Load(ref source, offsets[0]), Load(ref source, offsets[1]));
            var (c, d) = (Load(ref source, offsets[2]), Load(ref source, offsets[3]));
            var (e, f) = (Load(ref source, offsets[4]), Load(ref source, offsets[5]));
            var (g, h) = (Load(ref source, offsets[6]), Load(ref source, offsets[7]));

            // Pairs of signals, then fours, then eights.
            upper = Merge(Sse2.UnpackLow(a, b), Sse2.UnpackLow(c, d), Sse2.UnpackLow(e, f), Sse2.UnpackLow(g, h));
            lower = Merge(Sse2.UnpackHigh(a, b), Sse2.UnpackHigh(c, d), Sse2.UnpackHigh(e, f), Sse2.UnpackHigh(g, h));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Four Merge(Vector128<short> ab, Vector128<short> cd, Vector128<short> ef, Vector128<short> gh)
        {
            var (abcd0, abcd2) = (Sse2.UnpackLow(ab.AsInt32(), cd.AsInt32()).AsInt64(), Sse2.UnpackHigh(ab.AsInt32(), cd.AsInt32()).AsInt64());
            var (efgh0, efgh2) = (Sse2.UnpackLow(ef.AsInt32(), gh.AsInt32()).AsInt64(), Sse2.UnpackHigh(ef.AsInt32(), gh.AsInt32()).AsInt64());
            return new(Widen(Sse2.UnpackLow(abcd0, efgh0)), Widen(Sse2.UnpackHigh(abcd0, efgh0)),
                Widen(Sse2.UnpackLow(abcd2, efgh2)), Widen(Sse2.UnpackHigh(abcd2, efgh2)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Widen(Vector128<long> eight) => Avx2.ConvertToVector256Int32(eight.AsInt16());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<short> Load(ref byte source, int offset) =>
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsInt16();
    }

    private readonly struct Wide24 : ISample
    {
        public static int Bytes => 3;

        public static int Read(ReadOnlySpan<byte> source) => source[0] | source[1] << 8 | (sbyte)source[2] << 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Turn(ref byte source, ReadOnlySpan<int> offsets, out Four upper, out Four lower)
        {
            var (a, b) = (Load(ref source, offsets[0]), Load(ref source, offsets[1]));
            var (c, d) = (Load(ref source, offsets[2]), Load(ref source, offsets[3]));
            var (e, f) = (Load(ref source, offsets[4]), Load(ref source, offsets[5]));
            var (g, h) = (Load(ref source, offsets[6]), Load(ref source, offsets[7]));

            // Unpacking works in halves of a register, so that rows come out as 0 and 4, 1 and 5, …
            var (ab0, ab2, cd0, cd2) = (Avx2.UnpackLow(a, b), Avx2.UnpackHigh(a, b), Avx2.UnpackLow(c, d), Avx2.UnpackHigh(c, d));
            var (ef0, ef2, gh0, gh2) = (Avx2.UnpackLow(e, f), Avx2.UnpackHigh(e, f), Avx2.UnpackLow(g, h), Avx2.UnpackHigh(g, h));
            var (abcd0, abcd1, abcd2, abcd3) = (Low(ab0, cd0), High(ab0, cd0), Low(ab2, cd2), High(ab2, cd2));
            var (efgh0, efgh1, efgh2, efgh3) = (Low(ef0, gh0), High(ef0, gh0), Low(ef2, gh2), High(ef2, gh2));
            upper = new(Halves(abcd0, efgh0, 0x20), Halves(abcd1, efgh1, 0x20), Halves(abcd2, efgh2, 0x20), Halves(abcd3, efgh3, 0x20));
            lower = new(Halves(abcd0, efgh0, 0x31), Halves(abcd1, efgh1, 0x31), Halves(abcd2, efgh2, 0x31), Halves(abcd3, efgh3, 0x31));
        }

        /// <summary>Eight samples, each brought to the upper end of its lane and shifted down with its sign.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Load(ref byte source, int offset)
        {
            ref var first = ref Unsafe.Add(ref source, offset);
            // The second load starts early, so that neither reads past the eight samples.
            var bytes = Vector256.Create(Vector128.LoadUnsafe(ref first), Vector128.LoadUnsafe(ref first, 8));
            var order = Vector256.Create(
                (byte)255, 0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255, 13, 14, 15);
            return Vector256.ShiftRightArithmetic(Avx2.Shuffle(bytes, order).AsInt32(), 8);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<long> Low(Vector256<int> a, Vector256<int> b) => Avx2.UnpackLow(a.AsInt64(), b.AsInt64());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<long> High(Vector256<int> a, Vector256<int> b) => Avx2.UnpackHigh(a.AsInt64(), b.AsInt64());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Halves(Vector256<long> a, Vector256<long> b, [ConstantExpected] byte which) =>
            Avx2.Permute2x128(a, b, which).AsInt32();
    }

    private readonly struct ToFloat : IStore<float>
    {
        public static float Of(double value) => (float)value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Vector256<int> eight, in Lanes lanes, ref float target)
        {
            if (Avx512F.IsSupported)
            {
                Avx512F.ConvertToVector256Single(lanes.Scale(Avx512F.ConvertToVector512Double(eight))).StoreUnsafe(ref target);
                return;
            }

            Avx.ConvertToVector128Single(lanes.ScaleLower(eight)).StoreUnsafe(ref target);
            Avx.ConvertToVector128Single(lanes.ScaleUpper(eight)).StoreUnsafe(ref target, 4);
        }
    }

    private readonly struct ToDouble : IStore<double>
    {
        public static double Of(double value) => value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Vector256<int> eight, in Lanes lanes, ref double target)
        {
            lanes.ScaleLower(eight).StoreUnsafe(ref target);
            lanes.ScaleUpper(eight).StoreUnsafe(ref target, 4);
        }
    }

    /// <summary>The samples of eight signals at four times.</summary>
    private readonly struct Four(Vector256<int> first, Vector256<int> second, Vector256<int> third, Vector256<int> fourth)
    {
        public readonly Vector256<int> First = first, Second = second, Third = third, Fourth = fourth;
    }

    /// <summary>Gain and zero of the eight signals of a tile.</summary>
    private readonly struct Lanes
    {
        private readonly Vector512<double> _gain;
        private readonly Vector512<double> _zero;

        public Lanes(ref double gains, ref double zeros) => (_gain, _zero) = (Vector512.LoadUnsafe(ref gains), Vector512.LoadUnsafe(ref zeros));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Scale(Vector512<double> digital) => Avx512F.Add(Avx512F.Multiply(digital, _gain), _zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> ScaleLower(Vector256<int> digital) =>
            Avx.Add(Avx.Multiply(Avx.ConvertToVector256Double(digital.GetLower()), _gain.GetLower()), _zero.GetLower());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> ScaleUpper(Vector256<int> digital) =>
            Avx.Add(Avx.Multiply(Avx.ConvertToVector256Double(digital.GetUpper()), _gain.GetUpper()), _zero.GetUpper());
    }
}
