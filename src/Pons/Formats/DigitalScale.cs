namespace Pons.Formats;

/// <summary>How whole numbers in a file stand for a measured quantity: two pairs that fix a straight line, and the file's unit.</summary>
/// <param name="PhysicalMinimum">Value, in <paramref name="Unit"/>, of <paramref name="DigitalMinimum"/>.</param>
/// <param name="PhysicalMaximum">Value, in <paramref name="Unit"/>, of <paramref name="DigitalMaximum"/>.</param>
/// <param name="DigitalMinimum">Number that stands for <paramref name="PhysicalMinimum"/>.</param>
/// <param name="DigitalMaximum">Number that stands for <paramref name="PhysicalMaximum"/>.</param>
/// <param name="Unit">Unit in the words of the file, such as <c>mV</c>.</param>
public sealed record DigitalScale(
    double PhysicalMinimum, double PhysicalMaximum, double DigitalMinimum, double DigitalMaximum, string Unit)
{
    /// <summary>Whether the two pairs fix a line that is neither flat nor beyond the numbers that can be written down.</summary>
    public bool IsUsable => double.IsNormal(Gain) && double.IsFinite(Offset);

    /// <summary>Step of one digital unit, in the unit that the channel has inside Pons (voltages: µV).</summary>
    public double Gain => Line().Gain;

    /// <summary>Value of the digital number 0, in the unit that the channel has inside Pons (voltages: µV).</summary>
    public double Offset => Line().Offset;

    /// <summary>The measured value that a digital number stands for, in the unit of the channel inside Pons.</summary>
    public float ToPhysical(int digital) => (float)(digital * Gain + Offset);

    /// <summary>In decimal, as headers are written, so that a step of 0.1 is a tenth and the digital 0 of a symmetric scale is 0.</summary>
    private (double Gain, double Offset) Line()
    {
        var factor = ChannelUnit.Of(Unit).Factor;
        if (!IsDecimal(PhysicalMinimum) || !IsDecimal(PhysicalMaximum) || !IsDecimal(DigitalMinimum) || !IsDecimal(DigitalMaximum))
        {
            var step = (PhysicalMaximum - PhysicalMinimum) / (DigitalMaximum - DigitalMinimum);
            return (step * factor, (PhysicalMinimum - DigitalMinimum * step) * factor);
        }

        var (span, steps) = ((decimal)PhysicalMaximum - (decimal)PhysicalMinimum, (decimal)DigitalMaximum - (decimal)DigitalMinimum);
        if (steps == 0) return (double.NaN, double.NaN);
        var scale = (decimal)factor;
        return ((double)(span * scale / steps),
            (double)(((decimal)PhysicalMinimum * steps - (decimal)DigitalMinimum * span) * scale / steps));
    }

    private static bool IsDecimal(double value) => value == 0 || Math.Abs(value) is > 1e-8 and < 1e10;
}
