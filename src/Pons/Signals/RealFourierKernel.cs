using System.Runtime.Intrinsics;

namespace Pons.Signals;

/// <summary>
/// Transforms of real numbers. An even length N is one complex transform of length N/2 over even and odd samples, so that
/// channels are never mixed; an odd one is a complex transform with imaginary part 0. Sorensen et al., "Real-valued fast
/// Fourier transform algorithms", IEEE Trans. Acoust. Speech Signal Process. 35, 1987, doi:10.1109/TASSP.1987.1165220.
/// Immutable: memory is passed.
/// </summary>
internal sealed unsafe class RealFourierKernel
{
    private readonly FourierKernel _complex;
    private readonly double[] _twiddles;
    private readonly bool _isEven;

    public RealFourierKernel(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Length = length;
        _isEven = length % 2 == 0;
        _complex = FourierKernel.Create(_isEven ? length / 2 : length);
        _twiddles = new double[_isEven ? length / 2 + 2 : 0];
        for (var k = 0; k < _twiddles.Length / 2; k++)
        {
            var (sine, cosine) = double.SinCosPi(2.0 * k / length);
            (_twiddles[2 * k], _twiddles[2 * k + 1]) = (cosine, -sine);
        }
    }

    public int Length { get; }

    /// <summary>Number of frequencies from 0 to half the rate.</summary>
    public int BinCount => Length / 2 + 1;

    /// <summary>Rows that each plane must have: of samples, of bins and of working memory.</summary>
    public int WorkLength => Math.Max(_complex.WorkLength, BinCount);

    public int GroupWidth(int channelsLeft) => _complex.GroupWidth(channelsLeft);

    /// <summary>Where a sample's lanes go before <see cref="Forward"/>, and come from after <see cref="Inverse"/>.</summary>
    public double* Row(ComplexPlanes data, int sample, int width) =>
        !_isEven ? data.Real + (nint)sample * width
        : (sample % 2 == 0 ? data.Real : data.Imaginary) + (nint)(sample / 2) * width;

    /// <summary>Distance in samples between rows that <see cref="Row"/> puts side by side: 2, or 1 for an odd length.</summary>
    public int RowStep => _isEven ? 2 : 1;

    /// <summary>Spectrum [bin × lane] of the samples put at <see cref="Row"/>; says which planes hold it.</summary>
    public ComplexPlanes Forward(ComplexPlanes data, ComplexPlanes work, int width)
    {
        if (!_isEven) new Span<double>(data.Imaginary, Length * width).Clear();
        var z = _complex.Transform(data, work, width);
        if (!_isEven) return z;
        SplitHalves(z, width);
        return z;
    }

    /// <summary>Samples, at <see cref="Row"/>, of a spectrum [bin × lane]; not scaled, see <see cref="InverseScale"/>.</summary>
    public ComplexPlanes Inverse(ComplexPlanes spectrum, ComplexPlanes work, int width)
    {
        if (_isEven) JoinHalves(spectrum, width);
        else MirrorSpectrum(spectrum, width);
        return _complex.Transform(spectrum.Swapped, work.Swapped, width).Swapped;
    }

    /// <summary>Factor by which the result of <see cref="Inverse"/> must be multiplied.</summary>
    public double InverseScale => 1.0 / _complex.Length;

    /// <summary>X[k] = E[k] + w^k O[k] from Z = E + iO, in place, bins k and M − k together.</summary>
    private void SplitHalves(ComplexPlanes z, int width)
    {
        var half = Length / 2;
        double* re = z.Real, im = z.Imaginary;
        for (var lane = 0; lane < width; lane++)
        {
            var (first, last) = (lane, half * (nint)width + lane);
            (re[first], re[last]) = (re[first] + im[first], re[first] - im[first]);
            im[first] = im[last] = 0;
        }

        for (var k = 1; k <= half / 2; k++)
        {
            var (i, j) = (k * (nint)width, (half - k) * (nint)width);
            double c = _twiddles[2 * k], s = _twiddles[2 * k + 1];
            if (width == 8) Split<Lanes8, Vector512<double>>(re, im, i, j, c, s);
            else if (width == 4) Split<Lanes4, Vector256<double>>(re, im, i, j, c, s);
            else if (width == 2) Split<Lanes2, Vector128<double>>(re, im, i, j, c, s);
            else Split<Lanes1, double>(re, im, i, j, c, s);
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private static void Split<TLanes, TVector>(double* re, double* im, nint i, nint j, double cosine, double sine)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        TVector half = TLanes.Broadcast(0.5), c = TLanes.Broadcast(cosine), s = TLanes.Broadcast(sine), minus = TLanes.Broadcast(-sine);
        TVector ar = TLanes.Load(re + i), ai = TLanes.Load(im + i), br = TLanes.Load(re + j), bi = TLanes.Load(im + j);
        TVector er = TLanes.Multiply(half, TLanes.Add(ar, br)), ei = TLanes.Multiply(half, TLanes.Subtract(ai, bi));
        TVector or = TLanes.Multiply(half, TLanes.Add(ai, bi)), oi = TLanes.Multiply(half, TLanes.Subtract(br, ar));
        TVector pr = TLanes.MultiplyAdd(or, c, TLanes.Multiply(oi, minus)), pi = TLanes.MultiplyAdd(or, s, TLanes.Multiply(oi, c));
        TLanes.Store(re + i, TLanes.Add(er, pr));
        TLanes.Store(im + i, TLanes.Add(ei, pi));
        TLanes.Store(re + j, TLanes.Subtract(er, pr));
        TLanes.Store(im + j, TLanes.Subtract(pi, ei));
    }

    /// <summary>Z = E + iO from X, the reverse of <see cref="SplitHalves"/>.</summary>
    private void JoinHalves(ComplexPlanes x, int width)
    {
        var half = Length / 2;
        double* re = x.Real, im = x.Imaginary;
        for (var lane = 0; lane < width; lane++)
        {
            double first = re[lane], last = re[half * (nint)width + lane];
            (re[lane], im[lane]) = ((first + last) / 2, (first - last) / 2);
        }

        for (var k = 1; k <= half / 2; k++)
        {
            var (i, j) = (k * (nint)width, (half - k) * (nint)width);
            double c = _twiddles[2 * k], s = _twiddles[2 * k + 1];
            for (var lane = 0; lane < width; lane++, i++, j++)
            {
                double er = (re[i] + re[j]) / 2, ei = (im[i] - im[j]) / 2, dr = (re[i] - re[j]) / 2, di = (im[i] + im[j]) / 2;
                double or = dr * c + di * s, oi = di * c - dr * s;
                (re[i], im[i], re[j], im[j]) = (er - oi, ei + or, er + oi, or - ei);
            }
        }
    }

    /// <summary>Adds the bins above half the rate, which are the conjugates of those below.</summary>
    private void MirrorSpectrum(ComplexPlanes x, int width)
    {
        for (var lane = 0; lane < width; lane++) x.Imaginary[lane] = 0;
        for (var k = 1; k < BinCount; k++)
        {
            var (i, j) = (k * (nint)width, (Length - k) * (nint)width);
            for (var lane = 0; lane < width; lane++)
                (x.Real[j + lane], x.Imaginary[j + lane]) = (x.Real[i + lane], -x.Imaginary[i + lane]);
        }
    }
}
