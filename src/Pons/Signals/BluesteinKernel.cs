namespace Pons.Signals;

/// <summary>
/// A transform of any length, prime or not, as a convolution with a chirp. Bluestein, "A linear filtering approach to the
/// computation of discrete Fourier transform", IEEE Trans. Audio Electroacoust. 18, 1970, doi:10.1109/TAU.1970.1162132.
/// </summary>
internal sealed unsafe class BluesteinKernel : FourierKernel
{
    private readonly MixedRadixKernel _convolution;
    private readonly double[] _chirp;
    private readonly double[] _filter;

    public BluesteinKernel(int length)
        : base(length)
    {
        _convolution = new(FastLength(checked(2 * length - 1)));
        _chirp = Chirp(length);
        _filter = Filter();
    }

    public override int WorkLength => _convolution.Length;

    /// <summary>The smallest length of factors 2, 3 and 5 that is not below <paramref name="least"/>.</summary>
    public static int FastLength(int least)
    {
        var best = long.MaxValue;
        for (long five = 1; five < best; five *= 5)
        {
            for (var three = five; three < best; three *= 3)
            {
                var n = three;
                while (n < least) n *= 2;
                best = Math.Min(best, n);
                if (three >= least) break;
            }

            if (five >= least) break;
        }

        return checked((int)best);
    }

    public override ComplexPlanes Transform(ComplexPlanes data, ComplexPlanes work, int laneCount)
    {
        Multiply(data, _chirp, Length, laneCount);
        var used = (nint)Length * laneCount;
        var rest = _convolution.Length * (nint)laneCount - used;
        Clear(data.Real + used, rest);
        Clear(data.Imaginary + used, rest);
        var spectrum = _convolution.Transform(data, work, laneCount);
        Multiply(spectrum, _filter, _convolution.Length, laneCount);
        var other = spectrum.Real == data.Real ? work : data;
        var result = _convolution.Transform(spectrum.Swapped, other.Swapped, laneCount).Swapped;
        Multiply(result, _chirp, Length, laneCount);
        return result;
    }

    /// <summary>e^{−iπn²/N}; n² modulo 2N in whole numbers, because its angle would lose the digits.</summary>
    private static double[] Chirp(int length)
    {
        var chirp = new double[2 * length];
        for (long n = 0; n < length; n++)
        {
            var (sine, cosine) = double.SinCosPi((double)(n * n % (2L * length)) / length);
            (chirp[2 * n], chirp[2 * n + 1]) = (cosine, -sine);
        }

        return chirp;
    }

    /// <summary>Spectrum of the conjugate chirp, wrapped around, with the scale of the inverse transform in it.</summary>
    private double[] Filter()
    {
        var m = _convolution.Length;
        var filter = new double[2 * m];
        fixed (double* x = new double[2 * m], y = new double[2 * m])
        {
            for (var n = 0; n < Length; n++)
            {
                var wrapped = n == 0 ? 0 : m - n;
                x[n] = x[wrapped] = _chirp[2 * n] / m;
                x[m + n] = x[m + wrapped] = -_chirp[2 * n + 1] / m;
            }

            var spectrum = _convolution.Transform(new(x, x + m), new(y, y + m), 1);
            for (var k = 0; k < m; k++) (filter[2 * k], filter[2 * k + 1]) = (spectrum.Real[k], spectrum.Imaginary[k]);
        }

        return filter;
    }

    private static void Clear(double* from, nint count)
    {
        for (nint i = 0; i < count; i++) from[i] = 0;
    }

    /// <summary>Multiplies each element's lanes by its factor; written out, since few lanes share one.</summary>
    private static void Multiply(ComplexPlanes data, double[] factors, int count, int laneCount)
    {
        double* re = data.Real, im = data.Imaginary;
        for (var n = 0; n < count; n++)
        {
            var (c, s) = (factors[2 * n], factors[2 * n + 1]);
            for (var lane = 0; lane < laneCount; lane++, re++, im++)
            {
                var real = Math.FusedMultiplyAdd(*re, c, -*im * s);
                *im = Math.FusedMultiplyAdd(*re, s, *im * c);
                *re = real;
            }
        }
    }
}
