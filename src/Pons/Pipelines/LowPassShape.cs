using Pons.Signals;

namespace Pons.Pipelines;

/// <summary>Butterworth low-pass.</summary>
/// <param name="Order">Order, 1 to 64.</param>
/// <param name="CutoffHz">The −3 dB edge in hertz.</param>
public sealed record LowPassShape(int Order, double CutoffHz) : FilterShape
{
    /// <summary>Half the edge.</summary>
    public override double CentreHz => CutoffHz / 2;

    /// <inheritdoc/>
    public override SecondOrderSections SectionsAt(double rateHz) => Butterworth.LowPass(Order, CutoffHz, rateHz);
}
