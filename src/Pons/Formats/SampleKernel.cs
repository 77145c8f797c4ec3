using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>
/// Scales samples that stand signal after signal, as in EDF, BDF and GDF, and lays them out [sample × channel]. Products and sums are
/// formed in double and rounded once, so that every processor gives the same bits.
/// </summary>
internal sealed class SampleKernel
{
    /// <summary>Samples and channels are turned in squares of this size.</summary>
    private const int Tile = 8;

    /// <summary>So many samples of a few signals are taken before the next ones, so that what a cache line holds is used at once.</summary>
    private const int Rows = 32;

    private readonly SampleType[] _types;
    private readonly double[] _gains;
    private readonly double[] _zeros;
    private readonly SampleType? _onlyType;

    /// <summary>Prepares for signals.</summary>
    /// <param name="types">How each signal stores a sample; no text.</param>
    /// <param name="gains">Physical value of one digital step, per signal.</param>
    /// <param name="zeros">Physical value of digital 0, per signal.</param>
    public SampleKernel(SampleType[] types, double[] gains, double[] zeros)
    {
        (_types, _gains, _zeros) = (types, gains, zeros);
        _onlyType = types.Distinct().Count() == 1 ? types[0] : null;
    }

    /// <summary>Bytes of a sample.</summary>
    public static int BytesOf(SampleType type) => type switch
    {
        SampleType.Int8 or SampleType.UInt8 => 1,
        SampleType.Int16 or SampleType.UInt16 => 2,
        SampleType.Int24 or SampleType.UInt24 => 3,
        SampleType.Int32 or SampleType.UInt32 or SampleType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Converts samples of every signal, as many rows as fit <paramref name="destination"/>.</summary>
    /// <param name="bytes">Little-endian samples, signal after signal.</param>
    /// <param name="offsets">Where each signal begins, in bytes.</param>
    /// <param name="row">First sample of each signal to convert.</param>
    /// <param name="destination">[sample × channel], whole rows.</param>
    public void Convert(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<float> destination) =>
        Convert<ToFloat, float>(bytes, offsets, row, destination);

    /// <inheritdoc cref="Convert(ReadOnlySpan{byte}, ReadOnlySpan{int}, int, Span{float})"/>
    public void Convert(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<double> destination) =>
        Convert<ToDouble, double>(bytes, offsets, row, destination);

    /// <summary>One sample after the other, as processors without 256-bit registers do it.</summary>
    internal void ConvertSingly(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<float> destination) =>
        ConvertSingly<ToFloat, float>(bytes, offsets, row, destination);

    private void Convert<TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TStore : struct, IStore<T> where T : unmanaged
    {
        if (!Avx2.IsSupported || destination.Length < Tile * offsets.Length) ConvertSingly<TStore, T>(bytes, offsets, row, destination);
        else if (_onlyType == SampleType.Int16) ConvertTogether<Wide16, TStore, T>(bytes, offsets, row, destination);
        else if (_onlyType == SampleType.Int24) ConvertTogether<Wide24, TStore, T>(bytes, offsets, row, destination);
        else ConvertSingly<TStore, T>(bytes, offsets, row, destination);
    }

    private void ConvertTogether<TSample, TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TSample : struct, ITurned where TStore : struct, IStore<T> where T : unmanaged
    {
        if (offsets.Length >= Tile) ConvertTiles<TSample, TStore, T>(bytes, offsets, row, destination);
        else ConvertColumns<TSample, TStore, T>(bytes, offsets, row, destination);
    }

    /// <summary>For few channels: eight samples of one at a time; the last eight may lie over those before.</summary>
    private void ConvertColumns<TSample, TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TSample : struct, ITurned where TStore : struct, IStore<T> where T : unmanaged
    {
        var (width, rows) = (offsets.Length, destination.Length / offsets.Length);
        Span<T> eight = stackalloc T[Tile];
        for (var c = 0; c < width; c++)
        {
            var signal = bytes.Slice(offsets[c] + row * TSample.Bytes, rows * TSample.Bytes);
            var lanes = new Lanes(_gains[c], _zeros[c]);
            for (var r = 0; r < rows; r += Tile)
            {
                var top = Math.Min(r, rows - Tile);
                var samples = TSample.Load(ref Unsafe.AsRef(in signal[top * TSample.Bytes]));
                if (width == 1)
                {
                    TStore.Store(samples, lanes, ref destination[top]);
                    continue;
                }

                TStore.Store(samples, lanes, ref eight[0]);
                ref var target = ref destination[top * width + c];
                _ = destination[(top + Tile - 1) * width + c];
                for (var i = 0; i < Tile; i++) Unsafe.Add(ref target, i * width) = eight[i];
            }
        }
    }

    private void ConvertSingly<TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TStore : struct, IStore<T> where T : unmanaged
    {
        var (width, rows) = (offsets.Length, destination.Length / offsets.Length);
        for (var block = 0; block < rows; block += Rows)
            for (var c = 0; c < width; c++)
            {
                var bytesOf = BytesOf(_types[c]);
                var count = Math.Min(Rows, rows - block);
                var signal = bytes.Slice(offsets[c] + (row + block) * bytesOf, count * bytesOf);
                Scale<TStore, T>(_types[c], signal, new(_gains[c], _zeros[c], width), destination[(block * width + c)..]);
            }
    }

    private static void Scale<TStore, T>(SampleType type, ReadOnlySpan<byte> signal, in Column column, Span<T> destination)
        where TStore : struct, IStore<T> where T : unmanaged
    {
        switch (type)
        {
            case SampleType.Int8: Scale<SignedByte, TStore, T>(signal, column, destination); break;
            case SampleType.UInt8: Scale<UnsignedByte, TStore, T>(signal, column, destination); break;
            case SampleType.Int16: Scale<Wide16, TStore, T>(signal, column, destination); break;
            case SampleType.UInt16: Scale<Unsigned16, TStore, T>(signal, column, destination); break;
            case SampleType.Int24: Scale<Wide24, TStore, T>(signal, column, destination); break;
            case SampleType.UInt24: Scale<Unsigned24, TStore, T>(signal, column, destination); break;
            case SampleType.Int32: Scale<Wide32, TStore, T>(signal, column, destination); break;
            case SampleType.UInt32: Scale<Unsigned32, TStore, T>(signal, column, destination); break;
            case SampleType.Int64: Scale<Wide64, TStore, T>(signal, column, destination); break;
            case SampleType.UInt64: Scale<Unsigned64, TStore, T>(signal, column, destination); break;
            case SampleType.Float32: Scale<Single32, TStore, T>(signal, column, destination); break;
            case SampleType.Float64: Scale<Double64, TStore, T>(signal, column, destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "Samples in records are numbers.");
        }
    }

    private static void Scale<TSample, TStore, T>(ReadOnlySpan<byte> signal, in Column column, Span<T> destination)
        where TSample : struct, ISample where TStore : struct, IStore<T> where T : unmanaged
    {
        var (gain, zero, width) = (column.Gain, column.Zero, column.Width);
        for (int at = 0, to = 0; at < signal.Length; at += TSample.Bytes, to += width)
            destination[to] = TStore.Of(TSample.Read(signal[at..]) * gain + zero);
    }

    /// <summary>The last square of a row or column lies over the one before where the size is no multiple of the tile.</summary>
    private void ConvertTiles<TSample, TStore, T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets, int row, Span<T> destination)
        where TSample : struct, ITurned where TStore : struct, IStore<T> where T : unmanaged
    {
        var (width, rows) = (offsets.Length, destination.Length / offsets.Length);
        foreach (var offset in offsets) _ = bytes.Slice(offset + row * TSample.Bytes, rows * TSample.Bytes);
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), row * TSample.Bytes);
        ref var target = ref MemoryMarshal.GetReference(destination);
        for (var block = 0; block < rows; block += Rows)
            for (var c = 0; c < width; c += Tile)
            {
                var left = Math.Min(c, width - Tile);
                var lanes = new Lanes(ref _gains[left], ref _zeros[left]);
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
    private static void Store<TStore, T>(Four rows, in Lanes lanes, ref T target, int width)
        where TStore : struct, IStore<T> where T : unmanaged
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

        static abstract double Read(ReadOnlySpan<byte> source);
    }

    /// <summary>A sample of which eight are taken at a time; turned, each register holds one sample of eight signals.</summary>
    private interface ITurned : ISample
    {
        static abstract Vector256<int> Load(ref byte source);

        static abstract void Turn(ref byte source, ReadOnlySpan<int> offsets, out Four upper, out Four lower);
    }

    /// <summary>What becomes of a scaled sample.</summary>
    private interface IStore<T> where T : unmanaged
    {
        static abstract T Of(double value);

        static abstract void Store(Vector256<int> eight, in Lanes lanes, ref T target);
    }

    private readonly struct SignedByte : ISample
    {
        public static int Bytes => 1;

        public static double Read(ReadOnlySpan<byte> source) => (sbyte)source[0];
    }

    private readonly struct UnsignedByte : ISample
    {
        public static int Bytes => 1;

        public static double Read(ReadOnlySpan<byte> source) => source[0];
    }

    private readonly struct Unsigned16 : ISample
    {
        public static int Bytes => 2;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt16LittleEndian(source);
    }

    private readonly struct Unsigned24 : ISample
    {
        public static int Bytes => 3;

        public static double Read(ReadOnlySpan<byte> source) => source[0] | source[1] << 8 | source[2] << 16;
    }

    private readonly struct Wide32 : ISample
    {
        public static int Bytes => 4;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadInt32LittleEndian(source);
    }

    private readonly struct Unsigned32 : ISample
    {
        public static int Bytes => 4;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt32LittleEndian(source);
    }

    private readonly struct Wide64 : ISample
    {
        public static int Bytes => 8;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadInt64LittleEndian(source);
    }

    private readonly struct Unsigned64 : ISample
    {
        public static int Bytes => 8;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt64LittleEndian(source);
    }

    private readonly struct Single32 : ISample
    {
        public static int Bytes => 4;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadSingleLittleEndian(source);
    }

    private readonly struct Double64 : ISample
    {
        public static int Bytes => 8;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadDoubleLittleEndian(source);
    }

    private readonly struct Wide16 : ITurned
    {
        public static int Bytes => 2;

        public static double Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadInt16LittleEndian(source);

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
            var abcd0 = Sse2.UnpackLow(ab.AsInt32(), cd.AsInt32()).AsInt64();
            var abcd2 = Sse2.UnpackHigh(ab.AsInt32(), cd.AsInt32()).AsInt64();
            var efgh0 = Sse2.UnpackLow(ef.AsInt32(), gh.AsInt32()).AsInt64();
            var efgh2 = Sse2.UnpackHigh(ef.AsInt32(), gh.AsInt32()).AsInt64();
            return new(Widen(Sse2.UnpackLow(abcd0, efgh0)), Widen(Sse2.UnpackHigh(abcd0, efgh0)),
                Widen(Sse2.UnpackLow(abcd2, efgh2)), Widen(Sse2.UnpackHigh(abcd2, efgh2)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Widen(Vector128<long> eight) => Avx2.ConvertToVector256Int32(eight.AsInt16());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<int> Load(ref byte source) => Avx2.ConvertToVector256Int32(Load(ref source, 0));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<short> Load(ref byte source, int offset) =>
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)).AsInt16();
    }

    private readonly struct Wide24 : ITurned
    {
        public static int Bytes => 3;

        public static double Read(ReadOnlySpan<byte> source) => source[0] | source[1] << 8 | (sbyte)source[2] << 16;

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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Load(ref byte source, int offset) => Load(ref Unsafe.Add(ref source, offset));

        /// <summary>Eight samples, each brought to the upper end of its lane and shifted down with its sign.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<int> Load(ref byte source)
        {
            // The second load starts early, so that neither reads past the eight samples.
            var bytes = Vector256.Create(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref source, 8));
            var order = Vector256.Create(
                (byte)255, 0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11,
                255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255, 13, 14, 15);
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

    /// <summary>How one signal goes into its column.</summary>
    private readonly record struct Column(double Gain, double Zero, int Width);

    /// <summary>Gain and zero of eight samples.</summary>
    private readonly struct Lanes
    {
        private readonly Vector512<double> _gain;
        private readonly Vector512<double> _zero;

        public Lanes(double gain, double zero) => (_gain, _zero) = (Vector512.Create(gain), Vector512.Create(zero));

        public Lanes(ref double gains, ref double zeros) =>
            (_gain, _zero) = (Vector512.LoadUnsafe(ref gains), Vector512.LoadUnsafe(ref zeros));

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
