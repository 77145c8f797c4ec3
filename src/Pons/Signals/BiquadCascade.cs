using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pons.Signals;

/// <summary>
/// The kernel of recursive filtering: transposed direct form II over interleaved channels, with up to four sections in
/// registers over a tile of samples. Tiles begin at multiples of <see cref="TileSamples"/> since the start of the stream
/// and not of the block; what happens at their ends (dying states become zero, so that no arithmetic on denormal numbers
/// follows) is therefore the same for every cutting of the stream.
/// </summary>
internal sealed unsafe class BiquadCascade
{
    private const int TileSamples = 32;
    private const int CoefficientsPerSection = 5;

    /// <summary>A state below this is silence: it is 1e-100 times anything a unit of measurement could make matter.</summary>
    private const double Silence = 1e-200;

    private readonly double[] _coefficients;
    private readonly double[] _state;
    private readonly double[] _steadyState;
    private readonly int _sectionCount;
    private readonly int _channelCount;
    private readonly int _widest;
    private int _samplesInTile;

    public BiquadCascade(SecondOrderSections sections, int channelCount, int widestLanes)
    {
        _sectionCount = sections.Sections.Length;
        _channelCount = channelCount;
        _widest = widestLanes;
        _coefficients = [.. sections.Sections.SelectMany(s => new[] { s.B0, s.B1, s.B2, -s.A1, -s.A2 })];
        _state = new double[2 * _sectionCount * channelCount];
        _steadyState = SteadyState(sections);
    }

    public void Reset()
    {
        Array.Clear(_state);
        _samplesInTile = 0;
    }

    /// <summary>Starts each channel as if its value had stood since ever.</summary>
    public void StartFrom(ReadOnlySpan<double> values)
    {
        for (var row = 0; row < _steadyState.Length; row++)
            for (var c = 0; c < _channelCount; c++)
                _state[row * _channelCount + c] = _steadyState[row] * values[c];
        _samplesInTile = 0;
    }

    /// <summary>Filters rows of channels that lie <paramref name="stride"/> elements apart; a negative stride runs backwards.</summary>
    public void Run<T>(T* input, T* output, int sampleCount, nint stride)
        where T : unmanaged
    {
        fixed (double* state = _state, coefficients = _coefficients)
        {
            while (sampleCount > 0)
            {
                var n = Math.Min(sampleCount, TileSamples - _samplesInTile);
                RunTile(new Tile<T>(input, output, stride, n), state, coefficients);
                _samplesInTile += n;
                if (_samplesInTile == TileSamples) EndTile();
                input += n * stride;
                output += n * stride;
                sampleCount -= n;
            }
        }
    }

    private void RunTile<T>(Tile<T> tile, double* state, double* coefficients)
        where T : unmanaged
    {
        var c = 0;
        for (; _widest >= 8 && c + 8 <= _channelCount; c += 8)
            RunGroup<Lanes8, Vector512<double>, T>(tile, c, state, coefficients);
        for (; _widest >= 4 && c + 4 <= _channelCount; c += 4)
            RunGroup<Lanes4, Vector256<double>, T>(tile, c, state, coefficients);
        for (; _widest >= 2 && c + 2 <= _channelCount; c += 2)
            RunGroup<Lanes2, Vector128<double>, T>(tile, c, state, coefficients);
        for (; c < _channelCount; c++)
            RunGroup<Lanes1, double, T>(tile, c, state, coefficients);
    }

    /// <summary>All sections over one group of channels; between passes the samples stay in double precision on the stack.</summary>
    [SkipLocalsInit]
    private void RunGroup<TLanes, TVector, T>(Tile<T> tile, int channel, double* state, double* coefficients)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where T : unmanaged
    {
        PrefetchNext(tile, channel, TLanes.Count);
        T* input = tile.Input + channel, output = tile.Output + channel;
        var (stride, n) = (tile.Stride, tile.SampleCount);
        var between = stackalloc double[TileSamples * TLanes.Count];
        state += channel;
        for (var done = 0; done < _sectionCount;)
        {
            var count = _sectionCount - done >= 4 ? 4 : _sectionCount - done >= 2 ? 2 : 1;
            var (first, last) = (done == 0, done + count == _sectionCount);
            if (first && last) Pass<TLanes, TVector, T, T>(count, input, stride, output, stride, n, state, coefficients);
            else if (first) Pass<TLanes, TVector, T, double>(count, input, stride, between, TLanes.Count, n, state, coefficients);
            else if (last) Pass<TLanes, TVector, double, T>(count, between, TLanes.Count, output, stride, n, state, coefficients);
            else Pass<TLanes, TVector, double, double>(count, between, TLanes.Count, between, TLanes.Count, n, state, coefficients);
            done += count;
            state += 2 * count * _channelCount;
            coefficients += count * CoefficientsPerSection;
        }
    }

    /// <summary>
    /// Asks for a share of the rows after this tile: a kernel walks down a column of channels, which the processor's own
    /// prefetching does not follow. Without this, a long recording takes twice the time.
    /// </summary>
    private void PrefetchNext<T>(Tile<T> tile, int channel, int count)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        var first = tile.SampleCount * channel / _channelCount;
        var rows = tile.SampleCount * (channel + count) / _channelCount - first;
        var offset = (tile.SampleCount + first) * tile.Stride;
        PrefetchRows(tile.Input + offset, tile.Stride, rows);
        PrefetchRows(tile.Output + offset, tile.Stride, rows);
    }

    private void PrefetchRows<T>(T* row, nint stride, int rows)
        where T : unmanaged
    {
        for (; rows > 0; rows--, row += stride)
            for (var c = 0; c < _channelCount; c += CacheLine.Bytes / sizeof(T))
                Sse.Prefetch0(row + c);
    }

    private void EndTile()
    {
        _samplesInTile = 0;
        foreach (ref var z in _state.AsSpan())
            z = Lanes1.ZeroBelow(z, Silence);
    }

    private void Pass<TLanes, TVector, TIn, TOut>(
        int count, TIn* input, nint inputStride, TOut* output, nint outputStride, int n, double* state, double* coefficients)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TIn : unmanaged
        where TOut : unmanaged
    {
        nint row = _channelCount;
        if (count == 4) Four<TLanes, TVector, TIn, TOut>(input, inputStride, output, outputStride, n, state, row, coefficients);
        else if (count == 2) Two<TLanes, TVector, TIn, TOut>(input, inputStride, output, outputStride, n, state, row, coefficients);
        else One<TLanes, TVector, TIn, TOut>(input, inputStride, output, outputStride, n, state, row, coefficients);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TLanes, TVector, TIn, TOut>(
        TIn* input, nint inputStride, TOut* output, nint outputStride, int n, double* state, nint row, double* k)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TIn : unmanaged
        where TOut : unmanaged
    {
        TVector b0 = TLanes.Broadcast(k[0]), b1 = TLanes.Broadcast(k[1]), b2 = TLanes.Broadcast(k[2]);
        TVector a1 = TLanes.Broadcast(k[3]), a2 = TLanes.Broadcast(k[4]);
        TVector z1 = TLanes.Load(state), z2 = TLanes.Load(state + row);
        for (; n > 0; n--, input += inputStride, output += outputStride)
            TLanes.Store(output, Step<TLanes, TVector>(TLanes.Load(input), b0, b1, b2, a1, a2, ref z1, ref z2));
        TLanes.Store(state, z1);
        TLanes.Store(state + row, z2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<TLanes, TVector, TIn, TOut>(
        TIn* input, nint inputStride, TOut* output, nint outputStride, int n, double* state, nint row, double* k)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TIn : unmanaged
        where TOut : unmanaged
    {
        TVector b0 = TLanes.Broadcast(k[0]), b1 = TLanes.Broadcast(k[1]), b2 = TLanes.Broadcast(k[2]);
        TVector a1 = TLanes.Broadcast(k[3]), a2 = TLanes.Broadcast(k[4]);
        TVector d0 = TLanes.Broadcast(k[5]), d1 = TLanes.Broadcast(k[6]), d2 = TLanes.Broadcast(k[7]);
        TVector c1 = TLanes.Broadcast(k[8]), c2 = TLanes.Broadcast(k[9]);
        TVector z1 = TLanes.Load(state), z2 = TLanes.Load(state + row);
        TVector y1 = TLanes.Load(state + 2 * row), y2 = TLanes.Load(state + 3 * row);
        for (; n > 0; n--, input += inputStride, output += outputStride)
        {
            var x = Step<TLanes, TVector>(TLanes.Load(input), b0, b1, b2, a1, a2, ref z1, ref z2);
            TLanes.Store(output, Step<TLanes, TVector>(x, d0, d1, d2, c1, c2, ref y1, ref y2));
        }

        TLanes.Store(state, z1);
        TLanes.Store(state + row, z2);
        TLanes.Store(state + 2 * row, y1);
        TLanes.Store(state + 3 * row, y2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TLanes, TVector, TIn, TOut>(
        TIn* input, nint inputStride, TOut* output, nint outputStride, int n, double* state, nint row, double* k)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TIn : unmanaged
        where TOut : unmanaged
    {
        TVector b00 = TLanes.Broadcast(k[0]), b01 = TLanes.Broadcast(k[1]), b02 = TLanes.Broadcast(k[2]);
        TVector a01 = TLanes.Broadcast(k[3]), a02 = TLanes.Broadcast(k[4]);
        TVector b10 = TLanes.Broadcast(k[5]), b11 = TLanes.Broadcast(k[6]), b12 = TLanes.Broadcast(k[7]);
        TVector a11 = TLanes.Broadcast(k[8]), a12 = TLanes.Broadcast(k[9]);
        TVector b20 = TLanes.Broadcast(k[10]), b21 = TLanes.Broadcast(k[11]), b22 = TLanes.Broadcast(k[12]);
        TVector a21 = TLanes.Broadcast(k[13]), a22 = TLanes.Broadcast(k[14]);
        TVector b30 = TLanes.Broadcast(k[15]), b31 = TLanes.Broadcast(k[16]), b32 = TLanes.Broadcast(k[17]);
        TVector a31 = TLanes.Broadcast(k[18]), a32 = TLanes.Broadcast(k[19]);
        TVector z01 = TLanes.Load(state), z02 = TLanes.Load(state + row);
        TVector z11 = TLanes.Load(state + 2 * row), z12 = TLanes.Load(state + 3 * row);
        TVector z21 = TLanes.Load(state + 4 * row), z22 = TLanes.Load(state + 5 * row);
        TVector z31 = TLanes.Load(state + 6 * row), z32 = TLanes.Load(state + 7 * row);
        for (; n > 0; n--, input += inputStride, output += outputStride)
        {
            var x = Step<TLanes, TVector>(TLanes.Load(input), b00, b01, b02, a01, a02, ref z01, ref z02);
            x = Step<TLanes, TVector>(x, b10, b11, b12, a11, a12, ref z11, ref z12);
            x = Step<TLanes, TVector>(x, b20, b21, b22, a21, a22, ref z21, ref z22);
            TLanes.Store(output, Step<TLanes, TVector>(x, b30, b31, b32, a31, a32, ref z31, ref z32));
        }

        TLanes.Store(state, z01);
        TLanes.Store(state + row, z02);
        TLanes.Store(state + 2 * row, z11);
        TLanes.Store(state + 3 * row, z12);
        TLanes.Store(state + 4 * row, z21);
        TLanes.Store(state + 5 * row, z22);
        TLanes.Store(state + 6 * row, z31);
        TLanes.Store(state + 7 * row, z32);
    }

    /// <summary>One sample through one section; the feedback coefficients come negated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step<TLanes, TVector>(
        TVector x, TVector b0, TVector b1, TVector b2, TVector a1, TVector a2, ref TVector z1, ref TVector z2)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var y = TLanes.MultiplyAdd(b0, x, z1);
        z1 = TLanes.MultiplyAdd(a1, y, TLanes.MultiplyAdd(b1, x, z2));
        z2 = TLanes.MultiplyAdd(a2, y, TLanes.Multiply(b2, x));
        return y;
    }

    /// <summary>The two states of each section after an eternity of ones.</summary>
    private static double[] SteadyState(SecondOrderSections sections)
    {
        var state = new List<double>();
        var x = 1.0;
        foreach (var s in sections.Sections)
        {
            var y = x * (s.B0 + s.B1 + s.B2) / (1 + s.A1 + s.A2);
            state.Add(y - s.B0 * x);
            state.Add(s.B2 * x - s.A2 * y);
            x = y;
        }

        return [.. state];
    }

    /// <summary>Some rows of channels, before and after.</summary>
    private readonly struct Tile<T>(T* input, T* output, nint stride, int sampleCount)
        where T : unmanaged
    {
        public readonly T* Input = input;
        public readonly T* Output = output;
        public readonly nint Stride = stride;
        public readonly int SampleCount = sampleCount;
    }
}
