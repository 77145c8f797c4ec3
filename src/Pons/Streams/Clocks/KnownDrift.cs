namespace Pons.Streams.Clocks;

/// <summary>What is known of a drift before a segment's own pairs tell more.</summary>
/// <param name="Slope">Drift, as a fraction.</param>
/// <param name="Uncertainty">Its half width.</param>
/// <param name="Wander">How far it may wander while nothing is heard.</param>
/// <param name="Largest">The largest drift that a crystal has.</param>
internal readonly record struct KnownDrift(double Slope, double Uncertainty, double Wander, double Largest)
{
    /// <summary>How far the drift may have changed from one segment to the next.</summary>
    private const double BetweenSegments = 5e-6;

    /// <summary>What is known when a segment with this line has ended.</summary>
    public KnownDrift After(ClockLine line) => line.SlopeUncertainty + BetweenSegments < Uncertainty
        ? this with { Slope = line.Slope, Uncertainty = line.SlopeUncertainty + BetweenSegments }
        : this;
}
