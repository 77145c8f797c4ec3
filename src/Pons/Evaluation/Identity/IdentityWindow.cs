namespace Pons.Evaluation.Identity;

/// <summary>What a stretch of signal looks like, by both features.</summary>
internal sealed record IdentityWindow(string Subject, string Session, double[] Spectrum, double[] Covariance);
