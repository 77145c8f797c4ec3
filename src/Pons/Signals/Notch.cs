namespace Pons.Signals;

/// <summary>Removal of one narrow line, such as the mains, by a second-order section with zeros on the unit circle.</summary>
public static class Notch
{
    /// <summary>A section that removes one frequency; equals SciPy's <c>iirnotch</c>. Gain 1 far from the line.</summary>
    /// <param name="frequencyHz">The line in hertz, above 0 and below half the rate.</param>
    /// <param name="quality">Line frequency divided by the −3 dB width of the notch, above 0; 30 is usual for mains.</param>
    /// <param name="rateHz">Sampling rate in hertz, above 0.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or the notch would be wider than the spectrum.</exception>
    public static SecondOrderSections At(double frequencyHz, double quality, double rateHz)
    {
        var gain = 1 / (1 + FilterEdges.WarpHalfWidth(frequencyHz, quality, rateHz));
        var middle = -2 * gain * Math.Cos(2 * Math.PI * frequencyHz / rateHz);
        return new([new Biquad(gain, middle, gain, middle, 2 * gain - 1)]);
    }
}
