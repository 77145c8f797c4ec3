using Pons.Signals;

namespace Pons.Pipelines;

/// <summary>Butterworth band-pass.</summary>
/// <param name="Order">Order at each edge, 1 to 64.</param>
/// <param name="LowHz">Lower −3 dB edge in hertz.</param>
/// <param name="HighHz">Upper −3 dB edge in hertz.</param>
public sealed record BandPassShape(int Order, double LowHz, double HighHz) : FilterShape
{
    /// <inheritdoc/>
    public override double CentreHz => Math.Sqrt(LowHz * HighHz);

    /// <inheritdoc/>
    public override SecondOrderSections SectionsAt(double rateHz) => Butterworth.BandPass(Order, LowHz, HighHz, rateHz);
}
