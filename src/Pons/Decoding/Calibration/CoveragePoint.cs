namespace Pons.Decoding.Calibration;

/// <summary>What one threshold of confidence gives.</summary>
/// <param name="LeastConfidence">Decisions of at least this confidence are accepted.</param>
/// <param name="Coverage">The share of decisions that are accepted.</param>
/// <param name="Accuracy">The share of accepted decisions that are right.</param>
public readonly record struct CoveragePoint(double LeastConfidence, double Coverage, double Accuracy);
