namespace Pons.Signals;

/// <summary>
/// Butterworth filters: maximally flat in the pass band, 3 dB down at the edges, no ripple anywhere.
/// Butterworth, "On the theory of filter amplifiers", Experimental Wireless 7, 1930.
/// Designed by the bilinear transform with pre-warped edges; sections in the order of SciPy's <c>butter(…, output="sos")</c>.
/// </summary>
public static class Butterworth
{
    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="cutoffHz">The −3 dB edge in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections LowPass(int order, double cutoffHz, double rateHz) =>
        AnalogPrototype.Butterworth(order).LowPass(cutoffHz, rateHz);

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="cutoffHz">The −3 dB edge in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections HighPass(int order, double cutoffHz, double rateHz) =>
        AnalogPrototype.Butterworth(order).HighPass(cutoffHz, rateHz);

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="lowHz">The lower −3 dB edge in hertz, above 0.</param>
    /// <param name="highHz">The upper −3 dB edge in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandPass(int order, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.Butterworth(order).BandPass(lowHz, highHz, rateHz);

    /// <summary>Removes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="lowHz">The lower −3 dB edge in hertz, above 0.</param>
    /// <param name="highHz">The upper −3 dB edge in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandStop(int order, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.Butterworth(order).BandStop(lowHz, highHz, rateHz);
}
