namespace Pons.Signals;

/// <summary>
/// Discrete prolate spheroidal sequences: the orthonormal tapers whose energy is most concentrated within a band around
/// frequency 0. Slepian, "Prolate spheroidal wave functions, Fourier analysis, and uncertainty V", Bell Syst. Tech. J. 57,
/// 1978, doi:10.1002/j.1538-7305.1978.tb02104.x, eq. 13 (the tridiagonal matrix that commutes with the concentration).
/// Immutable; safe to share between threads.
/// </summary>
public sealed class SlepianTapers
{
    private readonly double[] _tapers;
    private readonly double[] _concentrations;

    /// <summary>Computes the most concentrated tapers.</summary>
    /// <param name="length">Number of samples N, at least 2.</param>
    /// <param name="halfBandwidth">Time-bandwidth product NW: half the band's width in units of rate / N; above 0, below N / 2.</param>
    /// <param name="count">How many tapers, 1 to N; about 2 NW − 1 are well concentrated.</param>
    /// <param name="symmetry">Periodic tapers are those of N + 1 samples without the last, and no longer of norm 1 exactly.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public SlepianTapers(int length, double halfBandwidth, int count, WindowSymmetry symmetry = WindowSymmetry.Symmetric)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        if (!(halfBandwidth > 0 && halfBandwidth < length / 2.0))
            throw new ArgumentOutOfRangeException(
                nameof(halfBandwidth), halfBandwidth, $"NW lies above 0 and below half the length, {length / 2.0}.");
        (Length, Count) = (length, count);
        var n = symmetry == WindowSymmetry.Periodic ? length + 1 : length;
        var matrix = CommutingMatrix(n, halfBandwidth / n);
        _tapers = new double[count * length];
        _concentrations = new double[count];
        var found = new List<double[]>();
        for (var k = 0; k < count; k++)
        {
            var taper = matrix.Eigenvector(k, found);
            found.Add(taper);
            Orient(taper, k);
            _concentrations[k] = Concentration(taper, halfBandwidth / n);
            taper.AsSpan(0, length).CopyTo(_tapers.AsSpan(k * length));
        }
    }

    /// <summary>Number of samples.</summary>
    public int Length { get; }

    /// <summary>Number of tapers.</summary>
    public int Count { get; }

    /// <summary>Share of each taper's energy that lies within the band, between 0 and 1, falling.</summary>
    public ReadOnlySpan<double> Concentrations => _concentrations;

    /// <summary>
    /// One taper: of even index with positive sum, of odd index with its first lobe positive. Norm 1 when symmetric.
    /// </summary>
    public ReadOnlySpan<double> this[int index] => _tapers.AsSpan(index * Length, Length);

    private static SymmetricTridiagonal CommutingMatrix(int n, double w)
    {
        var diagonal = new double[n];
        var beside = new double[n - 1];
        for (var i = 0; i < n; i++) diagonal[i] = Math.Pow((n - 1 - 2.0 * i) / 2, 2) * double.CosPi(2 * w);
        for (var i = 1; i < n; i++) beside[i - 1] = i * (double)(n - i) / 2;
        return new(diagonal, beside);
    }

    private static void Orient(double[] taper, int index)
    {
        var smallest = Math.Max(1e-7, 1.0 / taper.Length);
        var sign = index % 2 == 0 ? taper.Sum() : taper.FirstOrDefault(v => v * v > smallest, taper[0]);
        if (sign < 0)
            for (var i = 0; i < taper.Length; i++) taper[i] = -taper[i];
    }

    /// <summary>Σ r(m) sin(2πWm)/(πm) with r the taper's autocorrelation.</summary>
    private static double Concentration(double[] taper, double w)
    {
        var n = taper.Length;
        var spectrum = new FourierTransform(FourierTransform.FastLength(2 * n));
        var (re, im) = (new double[spectrum.Length], new double[spectrum.Length]);
        taper.CopyTo(re, 0);
        spectrum.Forward(re, im, 1);
        for (var k = 0; k < re.Length; k++) (re[k], im[k]) = (re[k] * re[k] + im[k] * im[k], 0);
        spectrum.Inverse(re, im, 1);
        var sum = 2 * w * re[0];
        for (var m = 1; m < n; m++) sum += 2 * re[m] * double.SinPi(2 * w * m) / (Math.PI * m);
        return sum;
    }
}
