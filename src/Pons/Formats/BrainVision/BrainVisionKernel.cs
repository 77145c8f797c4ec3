using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>
/// Scales stored numbers. Products are formed in double and rounded to float once, so that every processor gives the same bits.
/// </summary>
internal sealed class BrainVisionKernel
{
    /// <summary>Numbers that are scaled together.</summary>
    private const int Step = 8;

    /// <summary>Rows of a block that stays in the innermost cache while its channels are turned, one after the other.</summary>
    private const int RowsPerTurn = 64;

    /// <summary>Channels that are turned together.</summary>
    private const int TurnedChannels = 4;

    private readonly SampleType _storedAs;
    private readonly double[] _gains;

    /// <summary>The gains over and over, until whole steps come out: so the channel of a number follows from its place alone.</summary>
    private readonly double[] _repeated;

    private readonly bool _isPlain;

    public BrainVisionKernel(SampleType storedAs, ImmutableArray<double> gains)
    {
        _storedAs = storedAs;
        _gains = [.. gains];
        var times = 1;
        while (gains.Length * times % Step != 0) times++;
        _repeated = [.. Enumerable.Repeat(_gains, times).SelectMany(g => g)];
        _isPlain = storedAs == SampleType.Float32 && gains.All(g => g == 1);
    }

    /// <summary>Scales whole rows that lie as they are wanted [sample × channel].</summary>
    public void Scale(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (_storedAs)
        {
            case SampleType.Int16: Scale<short>(bytes, destination); break;
            case SampleType.UInt16: Scale<ushort>(bytes, destination); break;
            case SampleType.Int32: Scale<int>(bytes, destination); break;
            default: Scale<float>(bytes, destination); break;
        }
    }

    /// <summary>Scales samples that lie channel after channel, and turns them to [sample × channel].</summary>
    /// <param name="bytes">[channel × sample].</param>
    /// <param name="stride">Samples of each channel in <paramref name="bytes"/>.</param>
    /// <param name="row">First sample wanted.</param>
    /// <param name="rows">How many.</param>
    /// <param name="destination">At least <paramref name="rows"/> rows.</param>
    public void Turn(ReadOnlySpan<byte> bytes, int stride, int row, int rows, Span<float> destination)
    {
        switch (_storedAs)
        {
            case SampleType.Int16: Turn<short>(bytes, stride, row, rows, destination); break;
            case SampleType.UInt16: Turn<ushort>(bytes, stride, row, rows, destination); break;
            case SampleType.Int32: Turn<int>(bytes, stride, row, rows, destination); break;
            default: Turn<float>(bytes, stride, row, rows, destination); break;
        }
    }

    /// <summary>Scales in double precision, for numbers that <c>float</c> cannot hold.</summary>
    /// <param name="numbers">The samples.</param>
    /// <param name="first">Index of the first wanted number of channel 0.</param>
    /// <param name="rowStep">Numbers from sample to sample.</param>
    /// <param name="channelStep">Numbers from channel to channel.</param>
    /// <param name="destination">Whole rows [sample × channel].</param>
    public void ScaleExactly(ReadOnlySpan<int> numbers, int first, int rowStep, int channelStep, Span<double> destination)
    {
        for (int i = 0, row = first; i < destination.Length; row += rowStep)
            for (var c = 0; c < _gains.Length; c++, i++)
                destination[i] = numbers[row + c * channelStep] * _gains[c];
    }

    private void Scale<T>(ReadOnlySpan<byte> bytes, Span<float> destination)
        where T : unmanaged
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        destination = destination[..numbers.Length];
        if (_isPlain)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }

        var done = 0;
        if (Avx.IsSupported)
            for (; numbers.Length - done >= _repeated.Length; done += _repeated.Length)
                ScaleWhole(numbers.Slice(done, _repeated.Length), destination.Slice(done, _repeated.Length), _repeated);
        for (var c = 0; done < numbers.Length; done++)
        {
            destination[done] = (float)(ToDouble(numbers[done]) * _gains[c]);
            if (++c == _gains.Length) c = 0;
        }
    }

    private static void ScaleWhole<T>(ReadOnlySpan<T> numbers, Span<float> destination, ReadOnlySpan<double> gains)
        where T : unmanaged
    {
        ref var source = ref MemoryMarshal.GetReference(numbers);
        ref var target = ref MemoryMarshal.GetReference(destination);
        ref var gain = ref MemoryMarshal.GetReference(gains);
        for (var i = 0; i < gains.Length; i += Step)
        {
            var (low, high) = Load(ref Unsafe.Add(ref source, i));
            Avx.ConvertToVector128Single(Avx.Multiply(low, Vector256.LoadUnsafe(ref gain, (nuint)i))).StoreUnsafe(ref target, (nuint)i);
            Avx.ConvertToVector128Single(Avx.Multiply(high, Vector256.LoadUnsafe(ref gain, (nuint)i + 4)))
                .StoreUnsafe(ref target, (nuint)i + 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Low, Vector256<double> High) Load<T>(ref T source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(short))
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, short>(ref source)));
            return (Avx.ConvertToVector256Double(low), Avx.ConvertToVector256Double(high));
        }

        if (typeof(T) == typeof(ushort))
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, ushort>(ref source)));
            return (Avx.ConvertToVector256Double(low.AsInt32()), Avx.ConvertToVector256Double(high.AsInt32()));
        }

        if (typeof(T) == typeof(int))
        {
            ref var number = ref Unsafe.As<T, int>(ref source);
            return (Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref number)),
                Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref number, 4)));
        }

        ref var single = ref Unsafe.As<T, float>(ref source);
        return (Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref single)),
            Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref single, 4)));
    }

    private void Turn<T>(ReadOnlySpan<byte> bytes, int stride, int row, int rows, Span<float> destination)
        where T : unmanaged
    {
        var numbers = MemoryMarshal.Cast<byte, T>(bytes);
        var width = _gains.Length;
        for (var top = 0; top < rows; top += RowsPerTurn)
        {
            var count = Math.Min(RowsPerTurn, rows - top);
            var block = destination.Slice(top * width, count * width);
            if (Avx.IsSupported && width >= TurnedChannels && count >= Step) TurnTiles(numbers, stride, row + top, count, block);
            else TurnSingly(numbers, stride, row + top, count, block);
        }
    }

    private void TurnSingly<T>(ReadOnlySpan<T> numbers, int stride, int row, int rows, Span<float> destination)
        where T : unmanaged
    {
        for (var c = 0; c < _gains.Length; c++)
        {
            var gain = _gains[c];
            var channel = numbers.Slice(c * stride + row, rows);
            for (int r = 0, at = c; r < channel.Length; r++, at += _gains.Length) destination[at] = (float)(ToDouble(channel[r]) * gain);
        }
    }

    /// <summary>The last tile of a row or column lies over the one before where the size is no multiple of the tile.</summary>
    private void TurnTiles<T>(ReadOnlySpan<T> numbers, int stride, int row, int rows, Span<float> destination)
        where T : unmanaged
    {
        var width = _gains.Length;
        _ = numbers.Slice((width - 1) * stride + row, rows);
        _ = destination[rows * width - 1];
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(numbers), row);
        ref var target = ref MemoryMarshal.GetReference(destination);
        for (var c = 0; c < width; c += TurnedChannels)
        {
            var left = Math.Min(c, width - TurnedChannels);
            for (var r = 0; r < rows; r += Step)
            {
                var top = Math.Min(r, rows - Step);
                TurnTile(ref Unsafe.Add(ref source, (nint)left * stride + top), stride, ref _gains[left],
                    ref Unsafe.Add(ref target, (nint)top * width + left), width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnTile<T>(ref T source, nint stride, ref double gains, ref float target, nint width)
        where T : unmanaged
    {
        var (a0, a4) = Scaled(ref source, gains);
        var (b0, b4) = Scaled(ref Unsafe.Add(ref source, stride), Unsafe.Add(ref gains, 1));
        var (c0, c4) = Scaled(ref Unsafe.Add(ref source, 2 * stride), Unsafe.Add(ref gains, 2));
        var (d0, d4) = Scaled(ref Unsafe.Add(ref source, 3 * stride), Unsafe.Add(ref gains, 3));
        StoreFour(a0, b0, c0, d0, ref target, width);
        StoreFour(a4, b4, c4, d4, ref Unsafe.Add(ref target, 4 * width), width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> First, Vector128<float> Second) Scaled<T>(ref T source, double gain)
        where T : unmanaged
    {
        var (low, high) = Load(ref source);
        var gains = Vector256.Create(gain);
        return (Avx.ConvertToVector128Single(Avx.Multiply(low, gains)), Avx.ConvertToVector128Single(Avx.Multiply(high, gains)));
    }

    /// <summary>Four samples of four channels: rows become columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, ref float target, nint width)
    {
        var (ab0, ab2) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
        var (cd0, cd2) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
        Sse.MoveLowToHigh(ab0, cd0).StoreUnsafe(ref target);
        Sse.MoveHighToLow(cd0, ab0).StoreUnsafe(ref Unsafe.Add(ref target, width));
        Sse.MoveLowToHigh(ab2, cd2).StoreUnsafe(ref Unsafe.Add(ref target, 2 * width));
        Sse.MoveHighToLow(cd2, ab2).StoreUnsafe(ref Unsafe.Add(ref target, 3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble<T>(T number)
        where T : unmanaged
    {
        if (typeof(T) == typeof(short)) return Unsafe.BitCast<T, short>(number);
        if (typeof(T) == typeof(ushort)) return Unsafe.BitCast<T, ushort>(number);
        if (typeof(T) == typeof(int)) return Unsafe.BitCast<T, int>(number);
        return Unsafe.BitCast<T, float>(number);
    }
}
