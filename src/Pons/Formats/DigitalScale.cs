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
    public double Gain => (PhysicalMaximum - PhysicalMinimum) / (DigitalMaximum - DigitalMinimum) * ChannelUnit.Of(Unit).Factor;

    /// <summary>Value of the digital number 0, in the unit that the channel has inside Pons (voltages: µV).</summary>
    public double Offset =>
        (PhysicalMinimum - DigitalMinimum * ((PhysicalMaximum - PhysicalMinimum) / (DigitalMaximum - DigitalMinimum)))
        * ChannelUnit.Of(Unit).Factor;

    /// <summary>The measured value that a digital number stands for, in the unit of the channel inside Pons.</summary>
    public float ToPhysical(int digital) => (float)(digital * Gain + Offset);
}
