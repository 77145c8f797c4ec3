using Pons.Signals;

namespace Pons.Pipelines;

/// <summary>Butterworth high-pass.</summary>
/// <param name="Order">Order, 1 to 64.</param>
/// <param name="CutoffHz">The −3 dB edge in hertz.</param>
public sealed record HighPassShape(int Order, double CutoffHz) : FilterShape
{
    /// <summary>Four times the edge, where the pass band is flat.</summary>
    public override double CentreHz => 4 * CutoffHz;

    /// <inheritdoc/>
    public override SecondOrderSections SectionsAt(double rateHz) => Butterworth.HighPass(Order, CutoffHz, rateHz);
}
