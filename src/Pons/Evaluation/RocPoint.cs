namespace Pons.Evaluation;

/// <summary>One point of the receiver operating characteristic: what a threshold finds, and what it finds wrongly.</summary>
/// <param name="FalsePositiveRate">Share of negative trials above the threshold.</param>
/// <param name="TruePositiveRate">Share of positive trials above the threshold.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate);
