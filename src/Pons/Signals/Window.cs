namespace Pons.Signals;

/// <summary>
/// Tapering windows, by length in samples (at least 1), each with its largest value 1 unless said otherwise. Equal to those
/// of SciPy. Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform", Proc. IEEE 66, 1978,
/// doi:10.1109/PROC.1978.10837. Safe to call from several threads.
/// </summary>
public static class Window
{
    /// <summary>One period of a raised cosine that touches 0; the usual choice for spectra.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static double[] Hann(int length, WindowSymmetry symmetry = WindowSymmetry.Periodic) =>
        Sampled(length, symmetry, x => 0.5 - 0.5 * double.CosPi(2 * x));

    /// <summary>A raised cosine that stops at 0.08 and has lower first side lobes; the usual choice for filter design.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static double[] Hamming(int length, WindowSymmetry symmetry = WindowSymmetry.Periodic) =>
        Sampled(length, symmetry, x => 0.54 - 0.46 * double.CosPi(2 * x));

    /// <summary>Three cosine terms: a wider main lobe, side lobes 58 dB down.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static double[] Blackman(int length, WindowSymmetry symmetry = WindowSymmetry.Periodic) =>
        Sampled(length, symmetry, x => 0.42 - 0.5 * double.CosPi(2 * x) + 0.08 * double.CosPi(4 * x));

    /// <summary>Kaiser's window, which trades main lobe for side lobes by one number.</summary>
    /// <param name="length">Number of samples, at least 1.</param>
    /// <param name="beta">Shape, 0 (rectangle) or more; 5 is like Hamming, 8.6 like Blackman.</param>
    /// <param name="symmetry">Where the window ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1, or beta is negative or not a number.</exception>
    public static double[] Kaiser(int length, double beta, WindowSymmetry symmetry = WindowSymmetry.Periodic)
    {
        if (!(beta >= 0) || !double.IsFinite(beta))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "The shape of a Kaiser window is a number of 0 or more.");
        var peak = BesselI0(beta);
        return Sampled(length, symmetry, x => BesselI0(beta * Math.Sqrt(Math.Max(0, 4 * x * (1 - x)))) / peak);
    }

    /// <summary>A rectangle with ends rounded by half a cosine each.</summary>
    /// <param name="length">Number of samples, at least 1.</param>
    /// <param name="roundedFraction">Share of the length that is rounded, 0 (rectangle) to 1 (Hann).</param>
    /// <param name="symmetry">Where the window ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1, or the fraction is outside 0 to 1.</exception>
    public static double[] Tukey(int length, double roundedFraction = 0.5, WindowSymmetry symmetry = WindowSymmetry.Periodic)
    {
        if (!(roundedFraction is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(roundedFraction), roundedFraction, "The rounded fraction lies between 0 and 1.");
        return Sampled(length, symmetry, x =>
        {
            var fromEnd = Math.Min(x, 1 - x);
            return fromEnd >= roundedFraction / 2 ? 1 : 0.5 - 0.5 * double.CosPi(2 * fromEnd / roundedFraction);
        });
    }

    /// <summary>Samples a shape over [0, 1].</summary>
    private static double[] Sampled(int length, WindowSymmetry symmetry, Func<double, double> shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (length == 1) return [1];
        double end = symmetry == WindowSymmetry.Periodic ? length : length - 1;
        var window = new double[length];
        for (var n = 0; n < length; n++) window[n] = shape(n / end);
        return window;
    }

    /// <summary>Modified Bessel function of order 0 by its power series, whose terms are all positive.</summary>
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }
}
