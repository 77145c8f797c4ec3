namespace Pons.Artefacts;

/// <summary>A score from 0 to 1, or not a number, and the features behind it in words.</summary>
internal readonly record struct Evidence(double Score, string Reason);
