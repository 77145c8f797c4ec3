using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pons.Signals;

/// <summary>
/// The step that Welch's and the multitaper method share: remove the mean, taper, transform, add the squared magnitudes.
/// Channels go through the transform eight at a time, in memory that stays in the cache. Holds working memory.
/// </summary>
internal sealed unsafe class TaperedPower
{
    private readonly RealFourierKernel _kernel;
    private readonly double[] _memory;
    private readonly int _planeLength;

    public TaperedPower(int length)
    {
        _kernel = new(length);
        _planeLength = checked(_kernel.WorkLength * _kernel.GroupWidth(int.MaxValue));
        _memory = CacheLine.Allocate(4L * _planeLength);
    }

    public int Length => _kernel.Length;

    public int BinCount => _kernel.BinCount;

    /// <summary>Adds |Σ taper·(x − mean)·e^…|² to a sum [bin × channel].</summary>
    public void Add(ReadOnlySpan<double> segment, ReadOnlySpan<double> taper, Span<double> sum, int channelCount)
    {
        fixed (double* x = segment, w = taper, p = sum, memory = _memory)
        {
            var start = CacheLine.Align(memory);
            ComplexPlanes data = new(start, start + _planeLength), work = new(start + 2 * _planeLength, start + 3 * _planeLength);
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _kernel.GroupWidth(channelCount - c);
                var group = new Group(x + c, w, p + c, channelCount);
                if (width == 8) Add<Lanes8, Vector512<double>>(group, data, work);
                else if (width == 4) Add<Lanes4, Vector256<double>>(group, data, work);
                else if (width == 2) Add<Lanes2, Vector128<double>>(group, data, work);
                else Add<Lanes1, double>(group, data, work);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add<TLanes, TVector>(Group g, ComplexPlanes data, ComplexPlanes work)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var mean = Mean<TLanes, TVector>(g);
        for (var first = 0; first < _kernel.RowStep; first++)
        {
            var to = _kernel.Row(data, first, TLanes.Count);
            for (var n = first; n < Length; n += _kernel.RowStep, to += TLanes.Count)
            {
                var centred = TLanes.Subtract(TLanes.Load(g.Samples + n * g.Stride), mean);
                TLanes.Store(to, TLanes.Multiply(centred, TLanes.Broadcast(g.Taper[n])));
            }
        }

        var spectrum = _kernel.Forward(data, work, TLanes.Count);
        double* re = spectrum.Real, im = spectrum.Imaginary, sum = g.Sum;
        for (var k = 0; k < BinCount; k++, re += TLanes.Count, im += TLanes.Count, sum += g.Stride)
        {
            TVector r = TLanes.Load(re), i = TLanes.Load(im);
            TLanes.Store(sum, TLanes.MultiplyAdd(r, r, TLanes.MultiplyAdd(i, i, TLanes.Load(sum))));
        }
    }

    /// <summary>Means over the samples; four sums, because one would wait for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TVector Mean<TLanes, TVector>(Group g)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector s0 = TLanes.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
        var (row, n) = (0, Length);
        var x = g.Samples;
        for (; row + 4 <= n; row += 4, x += 4 * g.Stride)
        {
            s0 = TLanes.Add(s0, TLanes.Load(x));
            s1 = TLanes.Add(s1, TLanes.Load(x + g.Stride));
            s2 = TLanes.Add(s2, TLanes.Load(x + 2 * g.Stride));
            s3 = TLanes.Add(s3, TLanes.Load(x + 3 * g.Stride));
        }

        for (; row < n; row++, x += g.Stride) s0 = TLanes.Add(s0, TLanes.Load(x));
        return TLanes.Multiply(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)), TLanes.Broadcast(1.0 / n));
    }

    /// <summary>Where a group of channels is read and added.</summary>
    private readonly struct Group(double* samples, double* taper, double* sum, nint stride)
    {
        public readonly double* Samples = samples;
        public readonly double* Taper = taper;
        public readonly double* Sum = sum;
        public readonly nint Stride = stride;
    }
}
