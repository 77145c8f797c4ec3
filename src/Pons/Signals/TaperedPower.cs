using System.Numerics.Tensors;
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
    private double[] _means = [];

    public TaperedPower(int length)
    {
        _kernel = new(length);
        _planeLength = checked(_kernel.WorkLength * _kernel.GroupWidth(int.MaxValue));
        _memory = CacheLine.Allocate(4L * _planeLength);
    }

    public int Length => _kernel.Length;

    public int BinCount => _kernel.BinCount;

    /// <summary>Takes the means of a segment [sample × channel], which the following <see cref="Add"/> calls subtract.</summary>
    public void TakeMeans(ReadOnlySpan<double> segment, int channelCount)
    {
        if (_means.Length != channelCount) _means = new double[channelCount];
        Array.Clear(_means);
        for (var at = 0; at < segment.Length; at += channelCount)
            TensorPrimitives.Add(_means, segment.Slice(at, channelCount), _means);
        TensorPrimitives.Divide(_means, Length, _means);
    }

    /// <summary>Adds |Σ taper·(x − mean)·e^…|² to a sum [bin × channel].</summary>
    public void Add(ReadOnlySpan<double> segment, ReadOnlySpan<double> taper, Span<double> sum, int channelCount)
    {
        fixed (double* x = segment, w = taper, p = sum, m = _means, memory = _memory)
        {
            var start = CacheLine.Align(memory);
            ComplexPlanes data = new(start, start + _planeLength), work = new(start + 2 * _planeLength, start + 3 * _planeLength);
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _kernel.GroupWidth(channelCount - c);
                var group = new Group(x + c, w, m + c, p + c, channelCount);
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
        var mean = TLanes.Load(g.Means);
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

    /// <summary>Where a group of channels is read and added.</summary>
    private readonly struct Group(double* samples, double* taper, double* means, double* sum, nint stride)
    {
        public readonly double* Samples = samples;
        public readonly double* Taper = taper;
        public readonly double* Means = means;
        public readonly double* Sum = sum;
        public readonly nint Stride = stride;
    }
}
