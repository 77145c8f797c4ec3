using Pons.Signals;

namespace Pons.Pipelines;

/// <summary>Removes one line of the spectrum, such as mains.</summary>
/// <param name="FrequencyHz">The line in hertz.</param>
/// <param name="Quality">Frequency divided by the −3 dB width; 30 by default.</param>
public sealed record NotchShape(double FrequencyHz, double Quality = 30) : FilterShape
{
    /// <summary>Half the line's frequency: the line itself does not come out.</summary>
    public override double CentreHz => FrequencyHz / 2;

    /// <inheritdoc/>
    public override SecondOrderSections SectionsAt(double rateHz) => Notch.At(FrequencyHz, Quality, rateHz);
}
