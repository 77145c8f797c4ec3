namespace Pons.Evaluation.Continuous;

/// <summary>How well one output, such as the velocity along x, was decoded.</summary>
/// <param name="Output">Name of the output.</param>
/// <param name="Correlation">Pearson's correlation of truth and estimate.</param>
/// <param name="R2">1 − squared error / squared deviation of the truth from its mean over the test part; may be negative.</param>
/// <param name="NormalisedError">Root mean square error divided by the standard deviation of the truth.</param>
public sealed record OutputScore(string Output, Estimate Correlation, Estimate R2, Estimate NormalisedError);
