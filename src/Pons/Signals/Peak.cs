namespace Pons.Signals;

/// <summary>A resonance: passes one narrow line, such as a flicker frequency, by a second-order section; the rest of <see cref="Notch"/>.</summary>
public static class Peak
{
    /// <summary>A section that passes one frequency with gain 1 and removes 0 and half the rate; equals SciPy's <c>iirpeak</c>.</summary>
    /// <param name="frequencyHz">The line in hertz, above 0 and below half the rate.</param>
    /// <param name="quality">Line frequency divided by the −3 dB width of the peak, above 0.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or the peak would be wider than the spectrum.</exception>
    public static SecondOrderSections At(double frequencyHz, double quality, double rateHz)
    {
        var halfWidth = FilterEdges.WarpHalfWidth(frequencyHz, quality, rateHz);
        var (gain, rest) = (1 / (1 + halfWidth), halfWidth / (1 + halfWidth));
        return new([new Biquad(rest, 0, -rest, -2 * gain * Math.Cos(2 * Math.PI * frequencyHz / rateHz), 2 * gain - 1)]);
    }
}
