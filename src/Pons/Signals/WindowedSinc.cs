namespace Pons.Signals;

/// <summary>
/// Finite impulse responses of linear phase: the ideal response, cut off by a window. The length of the window is that of the
/// filter; a symmetric window of n samples delays by (n − 1) / 2 samples. Scaled to gain 1 at one frequency of the pass band
/// (0, half the rate, or its middle), as SciPy's <c>firwin</c>. Oppenheim &amp; Schafer, Discrete-Time Signal Processing, 7.5.
/// </summary>
public static class WindowedSinc
{
    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="window">The window, symmetric; at least one sample.</param>
    /// <param name="cutoffHz">The −6 dB edge in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] LowPass(ReadOnlySpan<double> window, double cutoffHz, double rateHz)
    {
        FilterEdges.RequireBelowNyquist(cutoffHz, rateHz, nameof(cutoffHz));
        return Scaled(window, [0, cutoffHz / rateHz], 0);
    }

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="window">The window, symmetric, of odd length.</param>
    /// <param name="cutoffHz">The −6 dB edge in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] HighPass(ReadOnlySpan<double> window, double cutoffHz, double rateHz)
    {
        FilterEdges.RequireBelowNyquist(cutoffHz, rateHz, nameof(cutoffHz));
        RequireOdd(window);
        return Scaled(window, [cutoffHz / rateHz, 0.5], 0.5);
    }

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="window">The window, symmetric; at least one sample.</param>
    /// <param name="lowHz">The lower −6 dB edge in hertz, above 0.</param>
    /// <param name="highHz">The upper −6 dB edge in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] BandPass(ReadOnlySpan<double> window, double lowHz, double highHz, double rateHz)
    {
        FilterEdges.RequireBand(lowHz, highHz, rateHz);
        return Scaled(window, [lowHz / rateHz, highHz / rateHz], (lowHz + highHz) / 2 / rateHz);
    }

    /// <summary>Removes what lies between two edges.</summary>
    /// <param name="window">The window, symmetric, of odd length.</param>
    /// <param name="lowHz">The lower −6 dB edge in hertz, above 0.</param>
    /// <param name="highHz">The upper −6 dB edge in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range.</exception>
    public static double[] BandStop(ReadOnlySpan<double> window, double lowHz, double highHz, double rateHz)
    {
        FilterEdges.RequireBand(lowHz, highHz, rateHz);
        RequireOdd(window);
        return Scaled(window, [0, lowHz / rateHz, highHz / rateHz, 0.5], 0);
    }

    /// <summary>Sums the ideal responses of bands [low, high, low, high …], in cycles per sample, under the window.</summary>
    private static double[] Scaled(ReadOnlySpan<double> window, double[] bands, double gainOneAt)
    {
        if (window.IsEmpty) throw new ArgumentException("The window of a filter needs at least one sample.", nameof(window));
        var taps = new double[window.Length];
        var gain = 0.0;
        for (var n = 0; n < taps.Length; n++)
        {
            var t = n - (taps.Length - 1) / 2.0;
            for (var b = 0; b < bands.Length; b += 2) taps[n] += LowPassAt(bands[b + 1], t) - LowPassAt(bands[b], t);
            taps[n] *= window[n];
            gain += taps[n] * double.CosPi(2 * gainOneAt * t);
        }

        if (!(Math.Abs(gain) > 0) || !double.IsFinite(gain))
            throw new ArgumentException("The window leaves nothing of the filter. Use a longer one that is not 0.", nameof(window));
        for (var n = 0; n < taps.Length; n++) taps[n] /= gain;
        return taps;
    }

    private static double LowPassAt(double edge, double t) => t == 0 ? 2 * edge : double.SinPi(2 * edge * t) / (Math.PI * t);

    private static void RequireOdd(ReadOnlySpan<double> window)
    {
        if (window.Length % 2 == 0)
            throw new ArgumentException(
                $"A symmetric filter of even length {window.Length} removes half the rate, which must pass here. Use an odd length.",
                nameof(window));
    }
}
