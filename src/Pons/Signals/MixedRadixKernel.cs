using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pons.Signals;

/// <summary>
/// The self-sorting transform of Stockham for lengths of small prime factors, decimated in frequency. A step of radix r
/// works on runs of neighbouring numbers that share their twiddle factors, so every width of vector fits.
/// Swarztrauber, "FFT algorithms for vector computers", Parallel Computing 1, 1984, doi:10.1016/S0167-8191(84)90413-7.
/// </summary>
internal sealed unsafe class MixedRadixKernel : FourierKernel
{
    private const int LargestRadix = 13;
    private readonly Step[] _steps;
    private readonly int _widest;
    private readonly double[] _twiddles;

    public MixedRadixKernel(int length)
        : this(length, Lanes.Widest)
    {
    }

    internal MixedRadixKernel(int length, int widestLanes)
        : base(length)
    {
        _widest = widestLanes;
        var twiddles = new List<double>();
        var steps = new List<Step>();
        var left = length;
        foreach (var radix in Radices(length))
        {
            var rest = left / radix;
            steps.Add(new(radix, rest, length / left, twiddles.Count, Roots(radix)));
            for (var p = 0; p < rest; p++)
                for (var j = 1; j < radix; j++)
                    AddRoot(twiddles, (long)p * j, left);
            left = rest;
        }

        _steps = [.. steps];
        _twiddles = [.. twiddles];
    }

    public override int WorkLength => Length;

    public static bool Supports(int length) => Radices(length).All(r => r <= LargestRadix);

    public override ComplexPlanes Transform(ComplexPlanes data, ComplexPlanes work, int laneCount)
    {
        fixed (double* twiddles = _twiddles)
        {
            foreach (var step in _steps)
            {
                Run(new(data, work, step.Rest, step.Run * laneCount, twiddles + step.FirstTwiddle), step);
                (data, work) = (work, data);
            }
        }

        return data;
    }

    /// <summary>Fours first, because after them the runs are long enough for vectors even with one channel.</summary>
    private static List<int> Radices(int length)
    {
        var radices = new List<int>();
        for (; length % 4 == 0; length /= 4) radices.Add(4);
        for (var r = 2; (long)r * r <= length; r++)
            for (; length % r == 0; length /= r) radices.Add(r);
        if (length > 1) radices.Add(length);
        return radices;
    }

    private static double[] Roots(int radix)
    {
        var roots = new List<double>();
        for (var k = 0; k < radix; k++) AddRoot(roots, k, radix);
        return [.. roots];
    }

    /// <summary>Adds e^{−2πi·index/length} as two numbers.</summary>
    private static void AddRoot(List<double> roots, long index, int length)
    {
        var (sine, cosine) = double.SinCosPi(2.0 * (index % length) / length);
        roots.Add(cosine);
        roots.Add(-sine);
    }

    private void Run(Pass pass, Step step)
    {
        nint from = 0;
        if (_widest >= 8) from = Run<Lanes8, Vector512<double>>(pass, step, from);
        if (_widest >= 4) from = Run<Lanes4, Vector256<double>>(pass, step, from);
        if (_widest >= 2) from = Run<Lanes2, Vector128<double>>(pass, step, from);
        Run<Lanes1, double>(pass, step, from);
    }

    /// <summary>As many whole vectors of each run as there are; says where the next narrower width begins.</summary>
    private static nint Run<TLanes, TVector>(Pass pass, Step step, nint from)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var to = pass.Run / TLanes.Count * TLanes.Count;
        if (to <= from) return from;
        if (step.Rest == 1) Run<TLanes, TVector, NoTurn>(pass, step, from, to);
        else Run<TLanes, TVector, Turn>(pass, step, from, to);
        return to;
    }

    private static void Run<TLanes, TVector, TTurn>(Pass pass, Step step, nint from, nint to)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        switch (step.Radix)
        {
            case 2: Radix2<TLanes, TVector, TTurn>(pass, from, to); break;
            case 3: Radix3<TLanes, TVector, TTurn>(pass, from, to); break;
            case 4: Radix4<TLanes, TVector, TTurn>(pass, from, to); break;
            case 5: Radix5<TLanes, TVector, TTurn>(pass, from, to); break;
            default: OddRadix<TLanes, TVector, TTurn>(pass, from, to, step.Roots); break;
        }
    }

    private static void Radix2<TLanes, TVector, TTurn>(Pass s, nint from, nint to)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        var w = s.Twiddles;
        for (var p = 0; p < s.Rest; p++, w += 2)
        {
            double* xr = s.FromReal(p), xi = s.FromImaginary(p), yr = s.ToReal(p, 2), yi = s.ToImaginary(p, 2);
            TVector w1 = TLanes.Broadcast(w[0]), v1 = TLanes.Broadcast(w[1]), u1 = TLanes.Broadcast(-w[1]);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                TVector ar = TLanes.Load(xr + i), ai = TLanes.Load(xi + i);
                TVector br = TLanes.Load(xr + i + s.Apart), bi = TLanes.Load(xi + i + s.Apart);
                TLanes.Store(yr + i, TLanes.Add(ar, br));
                TLanes.Store(yi + i, TLanes.Add(ai, bi));
                Store<TLanes, TVector, TTurn>(yr, yi, i + s.Run, TLanes.Subtract(ar, br), TLanes.Subtract(ai, bi), w1, v1, u1);
            }
        }
    }

    private static void Radix3<TLanes, TVector, TTurn>(Pass s, nint from, nint to)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        TVector half = TLanes.Broadcast(-0.5), sine = TLanes.Broadcast(Math.Sqrt(3) / 2);
        var w = s.Twiddles;
        for (var p = 0; p < s.Rest; p++, w += 4)
        {
            double* xr = s.FromReal(p), xi = s.FromImaginary(p), yr = s.ToReal(p, 3), yi = s.ToImaginary(p, 3);
            TVector w1 = TLanes.Broadcast(w[0]), v1 = TLanes.Broadcast(w[1]), u1 = TLanes.Broadcast(-w[1]);
            TVector w2 = TLanes.Broadcast(w[2]), v2 = TLanes.Broadcast(w[3]), u2 = TLanes.Broadcast(-w[3]);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                TVector ar = TLanes.Load(xr + i), ai = TLanes.Load(xi + i);
                TVector br = TLanes.Load(xr + i + s.Apart), bi = TLanes.Load(xi + i + s.Apart);
                TVector cr = TLanes.Load(xr + i + 2 * s.Apart), ci = TLanes.Load(xi + i + 2 * s.Apart);
                TVector sr = TLanes.Add(br, cr), si = TLanes.Add(bi, ci);
                TVector mr = TLanes.MultiplyAdd(half, sr, ar), mi = TLanes.MultiplyAdd(half, si, ai);
                TVector dr = TLanes.Multiply(sine, TLanes.Subtract(br, cr)), di = TLanes.Multiply(sine, TLanes.Subtract(bi, ci));
                TLanes.Store(yr + i, TLanes.Add(ar, sr));
                TLanes.Store(yi + i, TLanes.Add(ai, si));
                Store<TLanes, TVector, TTurn>(yr, yi, i + s.Run, TLanes.Add(mr, di), TLanes.Subtract(mi, dr), w1, v1, u1);
                Store<TLanes, TVector, TTurn>(yr, yi, i + 2 * s.Run, TLanes.Subtract(mr, di), TLanes.Add(mi, dr), w2, v2, u2);
            }
        }
    }

    private static void Radix4<TLanes, TVector, TTurn>(Pass s, nint from, nint to)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        var w = s.Twiddles;
        for (var p = 0; p < s.Rest; p++, w += 6)
        {
            double* xr = s.FromReal(p), xi = s.FromImaginary(p), yr = s.ToReal(p, 4), yi = s.ToImaginary(p, 4);
            TVector w1 = TLanes.Broadcast(w[0]), v1 = TLanes.Broadcast(w[1]), u1 = TLanes.Broadcast(-w[1]);
            TVector w2 = TLanes.Broadcast(w[2]), v2 = TLanes.Broadcast(w[3]), u2 = TLanes.Broadcast(-w[3]);
            TVector w3 = TLanes.Broadcast(w[4]), v3 = TLanes.Broadcast(w[5]), u3 = TLanes.Broadcast(-w[5]);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                TVector ar = TLanes.Load(xr + i), ai = TLanes.Load(xi + i);
                TVector br = TLanes.Load(xr + i + s.Apart), bi = TLanes.Load(xi + i + s.Apart);
                TVector cr = TLanes.Load(xr + i + 2 * s.Apart), ci = TLanes.Load(xi + i + 2 * s.Apart);
                TVector dr = TLanes.Load(xr + i + 3 * s.Apart), di = TLanes.Load(xi + i + 3 * s.Apart);
                TVector er = TLanes.Add(ar, cr), ei = TLanes.Add(ai, ci), fr = TLanes.Subtract(ar, cr), fi = TLanes.Subtract(ai, ci);
                TVector gr = TLanes.Add(br, dr), gi = TLanes.Add(bi, di), hr = TLanes.Subtract(br, dr), hi = TLanes.Subtract(bi, di);
                TLanes.Store(yr + i, TLanes.Add(er, gr));
                TLanes.Store(yi + i, TLanes.Add(ei, gi));
                Store<TLanes, TVector, TTurn>(yr, yi, i + s.Run, TLanes.Add(fr, hi), TLanes.Subtract(fi, hr), w1, v1, u1);
                Store<TLanes, TVector, TTurn>(yr, yi, i + 2 * s.Run, TLanes.Subtract(er, gr), TLanes.Subtract(ei, gi), w2, v2, u2);
                Store<TLanes, TVector, TTurn>(yr, yi, i + 3 * s.Run, TLanes.Subtract(fr, hi), TLanes.Add(fi, hr), w3, v3, u3);
            }
        }
    }

    private static void Radix5<TLanes, TVector, TTurn>(Pass s, nint from, nint to)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        var (sine1, cosine1) = double.SinCosPi(0.4);
        var (sine2, cosine2) = double.SinCosPi(0.8);
        TVector c1 = TLanes.Broadcast(cosine1), c2 = TLanes.Broadcast(cosine2);
        TVector s1 = TLanes.Broadcast(sine1), s2 = TLanes.Broadcast(sine2), s1Negative = TLanes.Broadcast(-sine1);
        var w = s.Twiddles;
        for (var p = 0; p < s.Rest; p++, w += 8)
        {
            double* xr = s.FromReal(p), xi = s.FromImaginary(p), yr = s.ToReal(p, 5), yi = s.ToImaginary(p, 5);
            TVector w1 = TLanes.Broadcast(w[0]), v1 = TLanes.Broadcast(w[1]), u1 = TLanes.Broadcast(-w[1]);
            TVector w2 = TLanes.Broadcast(w[2]), v2 = TLanes.Broadcast(w[3]), u2 = TLanes.Broadcast(-w[3]);
            TVector w3 = TLanes.Broadcast(w[4]), v3 = TLanes.Broadcast(w[5]), u3 = TLanes.Broadcast(-w[5]);
            TVector w4 = TLanes.Broadcast(w[6]), v4 = TLanes.Broadcast(w[7]), u4 = TLanes.Broadcast(-w[7]);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                TVector ar = TLanes.Load(xr + i), ai = TLanes.Load(xi + i);
                TVector br = TLanes.Load(xr + i + s.Apart), bi = TLanes.Load(xi + i + s.Apart);
                TVector cr = TLanes.Load(xr + i + 2 * s.Apart), ci = TLanes.Load(xi + i + 2 * s.Apart);
                TVector dr = TLanes.Load(xr + i + 3 * s.Apart), di = TLanes.Load(xi + i + 3 * s.Apart);
                TVector er = TLanes.Load(xr + i + 4 * s.Apart), ei = TLanes.Load(xi + i + 4 * s.Apart);
                TVector pr = TLanes.Add(br, er), pi = TLanes.Add(bi, ei), qr = TLanes.Add(cr, dr), qi = TLanes.Add(ci, di);
                TVector mr = TLanes.Subtract(br, er), mi = TLanes.Subtract(bi, ei);
                TVector nr = TLanes.Subtract(cr, dr), ni = TLanes.Subtract(ci, di);
                TLanes.Store(yr + i, TLanes.Add(ar, TLanes.Add(pr, qr)));
                TLanes.Store(yi + i, TLanes.Add(ai, TLanes.Add(pi, qi)));
                TVector gr = TLanes.MultiplyAdd(c1, pr, TLanes.MultiplyAdd(c2, qr, ar));
                TVector gi = TLanes.MultiplyAdd(c1, pi, TLanes.MultiplyAdd(c2, qi, ai));
                TVector hr = TLanes.MultiplyAdd(c2, pr, TLanes.MultiplyAdd(c1, qr, ar));
                TVector hi = TLanes.MultiplyAdd(c2, pi, TLanes.MultiplyAdd(c1, qi, ai));
                TVector kr = TLanes.MultiplyAdd(s1, mr, TLanes.Multiply(s2, nr));
                TVector ki = TLanes.MultiplyAdd(s1, mi, TLanes.Multiply(s2, ni));
                TVector lr = TLanes.MultiplyAdd(s2, mr, TLanes.Multiply(s1Negative, nr));
                TVector li = TLanes.MultiplyAdd(s2, mi, TLanes.Multiply(s1Negative, ni));
                Store<TLanes, TVector, TTurn>(yr, yi, i + s.Run, TLanes.Add(gr, ki), TLanes.Subtract(gi, kr), w1, v1, u1);
                Store<TLanes, TVector, TTurn>(yr, yi, i + 2 * s.Run, TLanes.Add(hr, li), TLanes.Subtract(hi, lr), w2, v2, u2);
                Store<TLanes, TVector, TTurn>(yr, yi, i + 3 * s.Run, TLanes.Subtract(hr, li), TLanes.Add(hi, lr), w3, v3, u3);
                Store<TLanes, TVector, TTurn>(yr, yi, i + 4 * s.Run, TLanes.Subtract(gr, ki), TLanes.Add(gi, kr), w4, v4, u4);
            }
        }
    }

    /// <summary>Radix 7, 11 or 13: sums and differences of the outer pairs, then their cosine and sine sums.</summary>
    [SkipLocalsInit]
    private static void OddRadix<TLanes, TVector, TTurn>(Pass s, nint from, nint to, double[] roots)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        var radix = roots.Length / 2;
        var pairs = radix / 2;
        var sums = stackalloc TVector[4 * (LargestRadix / 2)];
        TVector* sr = sums, si = sr + pairs, dr = si + pairs, di = dr + pairs;
        var w = s.Twiddles;
        for (var p = 0; p < s.Rest; p++, w += 2 * (radix - 1))
        {
            double* xr = s.FromReal(p), xi = s.FromImaginary(p), yr = s.ToReal(p, radix), yi = s.ToImaginary(p, radix);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                TVector ar = TLanes.Load(xr + i), ai = TLanes.Load(xi + i), allR = ar, allI = ai;
                for (var k = 1; k <= pairs; k++)
                {
                    TVector br = TLanes.Load(xr + i + k * s.Apart), bi = TLanes.Load(xi + i + k * s.Apart);
                    TVector cr = TLanes.Load(xr + i + (radix - k) * s.Apart), ci = TLanes.Load(xi + i + (radix - k) * s.Apart);
                    (sr[k - 1], si[k - 1]) = (TLanes.Add(br, cr), TLanes.Add(bi, ci));
                    (dr[k - 1], di[k - 1]) = (TLanes.Subtract(br, cr), TLanes.Subtract(bi, ci));
                    (allR, allI) = (TLanes.Add(allR, sr[k - 1]), TLanes.Add(allI, si[k - 1]));
                }

                TLanes.Store(yr + i, allR);
                TLanes.Store(yi + i, allI);
                for (var j = 1; j <= pairs; j++)
                {
                    TVector er = ar, ei = ai, fr = TLanes.Broadcast(0), fi = TLanes.Broadcast(0);
                    for (var k = 1; k <= pairs; k++)
                    {
                        var root = 2 * (j * k % radix);
                        TVector cosine = TLanes.Broadcast(roots[root]), sine = TLanes.Broadcast(-roots[root + 1]);
                        (er, ei) = (TLanes.MultiplyAdd(cosine, sr[k - 1], er), TLanes.MultiplyAdd(cosine, si[k - 1], ei));
                        (fr, fi) = (TLanes.MultiplyAdd(sine, dr[k - 1], fr), TLanes.MultiplyAdd(sine, di[k - 1], fi));
                    }

                    StoreAt<TLanes, TVector, TTurn>(yr, yi, i + j * s.Run, TLanes.Add(er, fi), TLanes.Subtract(ei, fr), w + 2 * (j - 1));
                    StoreAt<TLanes, TVector, TTurn>(
                        yr, yi, i + (radix - j) * s.Run, TLanes.Subtract(er, fi), TLanes.Add(ei, fr), w + 2 * (radix - j - 1));
                }
            }
        }
    }

    private static void StoreAt<TLanes, TVector, TTurn>(double* yr, double* yi, nint at, TVector re, TVector im, double* w)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn =>
        Store<TLanes, TVector, TTurn>(yr, yi, at, re, im, TLanes.Broadcast(w[0]), TLanes.Broadcast(w[1]), TLanes.Broadcast(-w[1]));

    /// <summary>Stores (re + i·im)(w + i·v), with u = −v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector, TTurn>(
        double* yr, double* yi, nint at, TVector re, TVector im, TVector w, TVector v, TVector u)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
        where TTurn : ITurn
    {
        TLanes.Store(yr + at, TTurn.IsOne ? re : TLanes.MultiplyAdd(re, w, TLanes.Multiply(im, u)));
        TLanes.Store(yi + at, TTurn.IsOne ? im : TLanes.MultiplyAdd(re, v, TLanes.Multiply(im, w)));
    }

    /// <summary>Whether twiddle factors are applied; they are all 1 in the last step.</summary>
    private interface ITurn
    {
        static abstract bool IsOne { get; }
    }

    private readonly struct Turn : ITurn
    {
        public static bool IsOne => false;
    }

    private readonly struct NoTurn : ITurn
    {
        public static bool IsOne => true;
    }

    /// <summary>One step: its radix, what is left of the length after it, and how many numbers share a twiddle factor.</summary>
    private readonly record struct Step(int Radix, int Rest, int Run, int FirstTwiddle, double[] Roots);

    /// <summary>A step with its data.</summary>
    private readonly struct Pass(ComplexPlanes from, ComplexPlanes to, int rest, int run, double* twiddles)
    {
        public readonly int Rest = rest;
        public readonly nint Run = run;
        public readonly nint Apart = (nint)rest * run;
        public readonly double* Twiddles = twiddles;
        private readonly ComplexPlanes _from = from;
        private readonly ComplexPlanes _to = to;

        public double* FromReal(int p) => _from.Real + p * Run;

        public double* FromImaginary(int p) => _from.Imaginary + p * Run;

        public double* ToReal(int p, int radix) => _to.Real + (nint)p * radix * Run;

        public double* ToImaginary(int p, int radix) => _to.Imaginary + (nint)p * radix * Run;
    }
}
