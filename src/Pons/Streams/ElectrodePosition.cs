namespace Pons.Streams;

/// <summary>
/// Where an electrode is, as a direction on the unit sphere fitted to the head: x to the right ear, y to the nose, z up.
/// </summary>
/// <param name="X">Towards the right ear, −1 to 1.</param>
/// <param name="Y">Towards the nose, −1 to 1.</param>
/// <param name="Z">Upwards, −1 to 1.</param>
public readonly record struct ElectrodePosition(double X, double Y, double Z);
