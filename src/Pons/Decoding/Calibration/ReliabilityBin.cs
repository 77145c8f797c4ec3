namespace Pons.Decoding.Calibration;

/// <summary>Decisions of similar confidence.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="MeanConfidence">The mean of what was claimed; not a number without decisions.</param>
/// <param name="ShareRight">The share that was right; not a number without decisions.</param>
public readonly record struct ReliabilityBin(int Count, double MeanConfidence, double ShareRight)
{
    /// <summary>How far claim and fact lie apart; 0 without decisions.</summary>
    public double Gap => Count == 0 ? 0 : Math.Abs(ShareRight - MeanConfidence);
}
