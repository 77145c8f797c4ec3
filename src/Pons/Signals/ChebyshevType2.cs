namespace Pons.Signals;

/// <summary>
/// Chebyshev filters of type II: flat in the pass band, equal ripple in the stop band. The edges are where the stop band
/// begins. Oppenheim &amp; Schafer, Discrete-Time Signal Processing, app. B.
/// Designed by the bilinear transform with pre-warped edges; sections in the order of SciPy's <c>cheby2(…, output="sos")</c>.
/// </summary>
public static class ChebyshevType2
{
    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above 0.</param>
    /// <param name="cutoffHz">The edge of the stop band in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections LowPass(int order, double attenuationDb, double cutoffHz, double rateHz) =>
        AnalogPrototype.ChebyshevType2(order, attenuationDb).LowPass(cutoffHz, rateHz);

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above 0.</param>
    /// <param name="cutoffHz">The edge of the stop band in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections HighPass(int order, double attenuationDb, double cutoffHz, double rateHz) =>
        AnalogPrototype.ChebyshevType2(order, attenuationDb).HighPass(cutoffHz, rateHz);

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above 0.</param>
    /// <param name="lowHz">The lower edge of the stop band in hertz, above 0.</param>
    /// <param name="highHz">The upper edge of the stop band in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandPass(int order, double attenuationDb, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.ChebyshevType2(order, attenuationDb).BandPass(lowHz, highHz, rateHz);

    /// <summary>Removes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above 0.</param>
    /// <param name="lowHz">The lower edge of the stop band in hertz, above 0.</param>
    /// <param name="highHz">The upper edge of the stop band in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandStop(int order, double attenuationDb, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.ChebyshevType2(order, attenuationDb).BandStop(lowHz, highHz, rateHz);
}
