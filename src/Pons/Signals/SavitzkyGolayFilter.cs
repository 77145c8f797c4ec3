using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// Smooths by the polynomial of least squares through each window of samples, taken at its middle; the first and the last half
/// window are read from the polynomial of the first and the last window. Keeps the height and the width of peaks that a mean
/// would flatten. Savitzky &amp; Golay, "Smoothing and differentiation of data by simplified least squares procedures", Anal. Chem.
/// 36, 1964, doi:10.1021/ac60214a047; the ends after Gorry, Anal. Chem. 62, 1990, doi:10.1021/ac00205a007. Equals SciPy's
/// <c>savgol_filter</c>. Needs the future, so it is for stored data. Immutable; safe to share between threads.
/// </summary>
public sealed class SavitzkyGolayFilter
{
    private const int TileValues = 2048;
    private readonly double[][] _weights;

    /// <summary>Finds the weights.</summary>
    /// <param name="windowSamples">Number of samples in the window, odd, at least 1.</param>
    /// <param name="degree">Degree of the polynomial, at least 0 and below the number of samples in the window.</param>
    /// <exception cref="ArgumentException">The window is even, or the degree does not fit it.</exception>
    public SavitzkyGolayFilter(int windowSamples, int degree)
    {
        if (windowSamples < 1 || windowSamples % 2 == 0)
            throw new ArgumentOutOfRangeException(
                nameof(windowSamples), windowSamples, "The window must hold an odd number of samples, so that it has a middle.");
        if (degree < 0 || degree >= windowSamples)
            throw new ArgumentOutOfRangeException(
                nameof(degree), degree, $"{windowSamples} samples determine polynomials of degree 0 to {windowSamples - 1}.");
        (WindowSamples, Degree) = (windowSamples, degree);
        _weights = Weights(windowSamples, degree);
    }

    /// <summary>Number of samples in the window.</summary>
    public int WindowSamples { get; }

    /// <summary>Degree of the polynomial.</summary>
    public int Degree { get; }

    /// <summary>Smooths every channel.</summary>
    /// <param name="input">Values [sample × channel]; at least as many samples as the window holds.</param>
    /// <param name="output">As long as the input; a separate span.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">The recording is shorter than the window, a length does not fit, or the spans overlap.</exception>
    public void Apply(ReadOnlySpan<double> input, Span<double> output, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireSameLength(input.Length, output.Length);
        BlockShape.RequireApart(input, output);
        var samples = BlockShape.SampleCount(input.Length, channelCount, nameof(input));
        if (samples < WindowSamples)
            throw new ArgumentException(
                $"{samples} samples are fewer than the {WindowSamples} of the window. Use a shorter window or a longer recording.", nameof(input));
        var half = WindowSamples / 2;
        var last = input[^(WindowSamples * channelCount)..];
        for (var i = 0; i < half; i++)
        {
            Sum(_weights[i], input, output.Slice(i * channelCount, channelCount), channelCount);
            var fromEnd = samples - half + i;
            Sum(_weights[half + 1 + i], last, output.Slice(fromEnd * channelCount, channelCount), channelCount);
        }

        var middle = output[(half * channelCount)..^(half * channelCount)];
        for (var at = 0; at < middle.Length; at += TileValues)
            Sum(_weights[half], input[at..], middle.Slice(at, Math.Min(TileValues, middle.Length - at)), channelCount);
    }

    /// <summary>Sums the input and its later samples with weights.</summary>
    private static void Sum(double[] weights, ReadOnlySpan<double> input, Span<double> output, int channelCount)
    {
        TensorPrimitives.Multiply(input[..output.Length], weights[0], output);
        for (var k = 1; k < weights.Length; k++)
            TensorPrimitives.FusedMultiplyAdd(input.Slice(k * channelCount, output.Length), weights[k], output, output);
    }

    /// <summary>The projection onto polynomials, [place in the window][sample]: Σ p(place) p(sample) over orthonormal p.</summary>
    private static double[][] Weights(int count, int degree)
    {
        var weights = Enumerable.Range(0, count).Select(_ => new double[count]).ToArray();
        foreach (var p in Polynomials(count, degree))
            for (var i = 0; i < count; i++) TensorPrimitives.FusedMultiplyAdd(p, p[i], weights[i], weights[i]);
        return weights;
    }

    /// <summary>
    /// Orthonormal polynomials by multiplication with the place and orthogonalisation, twice, which stays exact at every degree:
    /// Brubeck, Nakatsukasa &amp; Trefethen, "Vandermonde with Arnoldi", SIAM Rev. 63, 2021, doi:10.1137/19M130100X.
    /// </summary>
    private static List<double[]> Polynomials(int count, int degree)
    {
        var basis = new List<double[]>();
        var next = new double[count];
        Array.Fill(next, 1);
        for (var d = 0; d <= degree; d++)
        {
            foreach (var p in basis.Concat(basis)) TensorPrimitives.FusedMultiplyAdd(p, -TensorPrimitives.Dot<double>(next, p), next, next);
            TensorPrimitives.Divide(next, TensorPrimitives.Norm<double>(next), next);
            basis.Add(next);
            next = [.. next.Select((v, n) => v * (n - count / 2))];
        }

        return basis;
    }
}
