using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// Finite impulse responses of linear phase from the edges of the pass band alone, with the rules of MNE's
/// <c>create_filter</c>: the gain falls outside an edge f within a quarter of f, at least 2 Hz, at most up to 0 or half the rate;
/// a symmetric Hamming window of 3.3 divided by that width, the shorter one centred in the longer. The length is odd.
/// Widmann, Schröger &amp; Maess, "Digital filter design for electrophysiological data – a practical approach",
/// J. Neurosci. Methods 250, 2015, doi:10.1016/j.jneumeth.2014.08.002.
/// </summary>
public static class PassBandFir
{
    private const double LeastTransitionHz = 2;
    private const double HammingFactor = 3.3;

    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="passHz">The highest frequency that passes, in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] LowPass(double passHz, double rateHz)
    {
        FilterEdges.RequireBelowNyquist(passHz, rateHz, nameof(passHz));
        return UpTo(passHz, Math.Min(Quarter(passHz), rateHz / 2 - passHz), rateHz);
    }

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="passHz">The lowest frequency that passes, in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] HighPass(double passHz, double rateHz)
    {
        FilterEdges.RequireBelowNyquist(passHz, rateHz, nameof(passHz));
        return Difference([1], Below(passHz, rateHz));
    }

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="lowHz">The lowest frequency that passes, in hertz, above 0.</param>
    /// <param name="highHz">The highest frequency that passes, in hertz, above the lowest and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] BandPass(double lowHz, double highHz, double rateHz)
    {
        FilterEdges.RequireBand(lowHz, highHz, rateHz);
        return Difference(LowPass(highHz, rateHz), Below(lowHz, rateHz));
    }

    /// <summary>The low-pass that ends where the pass band above it begins.</summary>
    private static double[] Below(double edgeHz, double rateHz)
    {
        var transition = Math.Min(Quarter(edgeHz), edgeHz);
        return UpTo(edgeHz - transition, transition, rateHz);
    }

    private static double[] UpTo(double passHz, double transitionHz, double rateHz)
    {
        var length = checked((int)Math.Round(HammingFactor * rateHz / transitionHz));
        return WindowedSinc.LowPass(Window.Hamming(length | 1, WindowSymmetry.Symmetric), passHz + transitionHz / 2, rateHz);
    }

    private static double[] Difference(double[] wide, double[] narrow)
    {
        var taps = new double[Math.Max(wide.Length, narrow.Length)];
        wide.CopyTo(taps, (taps.Length - wide.Length) / 2);
        var middle = taps.AsSpan((taps.Length - narrow.Length) / 2, narrow.Length);
        TensorPrimitives.Subtract(middle, narrow, middle);
        return taps;
    }

    private static double Quarter(double edgeHz) => Math.Max(edgeHz / 4, LeastTransitionHz);
}
