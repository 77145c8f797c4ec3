namespace Pons.Server.Live;

/// <summary>An accuracy that never stands alone.</summary>
/// <param name="Value">Share of hits, 0 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="Chance">What guessing would reach.</param>
public readonly record struct RunningAccuracy(double Value, double Low, double High, double Chance);
