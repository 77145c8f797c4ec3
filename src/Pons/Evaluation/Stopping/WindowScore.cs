namespace Pons.Evaluation.Stopping;

/// <summary>What windows reached on one subject.</summary>
/// <param name="Seconds">Length of the window; the mean over trials for a growing one.</param>
/// <param name="Accuracy">Share of right trials.</param>
/// <param name="BitsPerMinute">Information transfer rate, pauses counted.</param>
public sealed record WindowScore(double Seconds, Estimate Accuracy, Estimate BitsPerMinute);
