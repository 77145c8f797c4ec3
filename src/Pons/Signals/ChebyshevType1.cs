namespace Pons.Signals;

/// <summary>
/// Chebyshev filters of type I: equal ripple in the pass band, steeper than Butterworth of the same order. The edges are where
/// the gain leaves the ripple. Oppenheim &amp; Schafer, Discrete-Time Signal Processing, app. B.
/// Designed by the bilinear transform with pre-warped edges; sections in the order of SciPy's <c>cheby1(…, output="sos")</c>.
/// </summary>
public static class ChebyshevType1
{
    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="cutoffHz">The edge of the pass band in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections LowPass(int order, double rippleDb, double cutoffHz, double rateHz) =>
        AnalogPrototype.ChebyshevType1(order, rippleDb).LowPass(cutoffHz, rateHz);

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="cutoffHz">The edge of the pass band in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections HighPass(int order, double rippleDb, double cutoffHz, double rateHz) =>
        AnalogPrototype.ChebyshevType1(order, rippleDb).HighPass(cutoffHz, rateHz);

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="lowHz">The lower edge of the pass band in hertz, above 0.</param>
    /// <param name="highHz">The upper edge of the pass band in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandPass(int order, double rippleDb, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.ChebyshevType1(order, rippleDb).BandPass(lowHz, highHz, rateHz);

    /// <summary>Removes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="lowHz">The lower edge of the pass band in hertz, above 0.</param>
    /// <param name="highHz">The upper edge of the pass band in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandStop(int order, double rippleDb, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.ChebyshevType1(order, rippleDb).BandStop(lowHz, highHz, rateHz);
}
