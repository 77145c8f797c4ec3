namespace Pons.Signals;

/// <summary>
/// Elliptic (Cauer) filters: equal ripple in the pass band and in the stop band, the steepest of a given order, with the least
/// even delay. The edges are where the gain leaves the ripple. Orfanidis, "Lecture notes on elliptic filter design", 2006.
/// Designed by the bilinear transform with pre-warped edges; sections in the order of SciPy's <c>ellip(…, output="sos")</c>.
/// </summary>
public static class Elliptic
{
    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above the ripple.</param>
    /// <param name="cutoffHz">The edge of the pass band in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections LowPass(int order, double rippleDb, double attenuationDb, double cutoffHz, double rateHz) =>
        AnalogPrototype.Elliptic(order, rippleDb, attenuationDb).LowPass(cutoffHz, rateHz);

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above the ripple.</param>
    /// <param name="cutoffHz">The edge of the pass band in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections HighPass(int order, double rippleDb, double attenuationDb, double cutoffHz, double rateHz) =>
        AnalogPrototype.Elliptic(order, rippleDb, attenuationDb).HighPass(cutoffHz, rateHz);

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above the ripple.</param>
    /// <param name="lowHz">The lower edge of the pass band in hertz, above 0.</param>
    /// <param name="highHz">The upper edge of the pass band in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandPass(int order, double rippleDb, double attenuationDb, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.Elliptic(order, rippleDb, attenuationDb).BandPass(lowHz, highHz, rateHz);

    /// <summary>Removes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="rippleDb">Greatest fall of the gain within the pass band, in decibels, above 0.</param>
    /// <param name="attenuationDb">Least attenuation within the stop band, in decibels, above the ripple.</param>
    /// <param name="lowHz">The lower edge of the pass band in hertz, above 0.</param>
    /// <param name="highHz">The upper edge of the pass band in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandStop(int order, double rippleDb, double attenuationDb, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.Elliptic(order, rippleDb, attenuationDb).BandStop(lowHz, highHz, rateHz);
}
