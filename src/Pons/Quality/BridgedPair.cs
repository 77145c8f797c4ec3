namespace Pons.Quality;

/// <summary>Two channels that carry nearly the same signal, as electrodes do that gel connects.</summary>
/// <param name="First">Label of one.</param>
/// <param name="Second">Label of the other.</param>
/// <param name="Share">Share of the windows in which they do, 0 to 1.</param>
public sealed record BridgedPair(string First, string Second, double Share);
