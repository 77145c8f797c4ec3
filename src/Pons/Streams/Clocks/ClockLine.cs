namespace Pons.Streams.Clocks;

/// <summary>A line through pairs relative to a segment's start, in nanoseconds, and how far it may be wrong.</summary>
/// <param name="X">Device time at which <paramref name="Y"/> holds.</param>
/// <param name="Y">Host time minus device time there.</param>
/// <param name="Slope">Drift, as a fraction.</param>
/// <param name="SlopeUncertainty">Half width of the drift, as a fraction.</param>
/// <param name="Spread">Half width inside the time that was fitted.</param>
/// <param name="From">First device time that was fitted.</param>
/// <param name="To">Last device time that was fitted.</param>
internal readonly record struct ClockLine(double X, double Y, double Slope, double SlopeUncertainty, double Spread, double From, double To)
{
    public double At(double x) => Y + Slope * (x - X);

    /// <summary>How far the line may be wrong: grows with the distance from what was fitted.</summary>
    public double UncertaintyAt(double x) => Spread + SlopeUncertainty * Math.Max(0, Math.Max(From - x, x - To));
}
