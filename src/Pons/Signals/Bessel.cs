namespace Pons.Signals;

/// <summary>
/// Bessel filters: the flattest delay, so that the shape of what passes is kept; the least steep. Far above the edge the analogue
/// filter falls as a Butterworth filter of the same order and edge does (SciPy's <c>norm="phase"</c>), so the gain at the edge
/// lies below −3 dB and falls with the order. Thomson, "Delay networks having maximally flat frequency characteristics",
/// Proc. IEE 96, 1949, doi:10.1049/pi-3.1949.0101. Designed by the bilinear transform with pre-warped edges, which keeps the
/// flat delay only well below half the rate; sections in the order of SciPy's <c>bessel(…, output="sos")</c>.
/// </summary>
public static class Bessel
{
    /// <summary>Passes what lies below an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="cutoffHz">The edge in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections LowPass(int order, double cutoffHz, double rateHz) =>
        AnalogPrototype.Bessel(order).LowPass(cutoffHz, rateHz);

    /// <summary>Passes what lies above an edge.</summary>
    /// <param name="order">Order, the number of poles; 1 to 64.</param>
    /// <param name="cutoffHz">The edge in hertz, above 0 and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections HighPass(int order, double cutoffHz, double rateHz) =>
        AnalogPrototype.Bessel(order).HighPass(cutoffHz, rateHz);

    /// <summary>Passes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="lowHz">The lower edge in hertz, above 0.</param>
    /// <param name="highHz">The upper edge in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandPass(int order, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.Bessel(order).BandPass(lowHz, highHz, rateHz);

    /// <summary>Removes what lies between two edges.</summary>
    /// <param name="order">Order per edge; the filter has twice as many poles; 1 to 64.</param>
    /// <param name="lowHz">The lower edge in hertz, above 0.</param>
    /// <param name="highHz">The upper edge in hertz, above the lower one and below half the rate.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or double precision holds no stable filter.</exception>
    public static SecondOrderSections BandStop(int order, double lowHz, double highHz, double rateHz) =>
        AnalogPrototype.Bessel(order).BandStop(lowHz, highHz, rateHz);
}
