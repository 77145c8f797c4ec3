namespace Pons.Decoding.Stopping;

/// <summary>A decision by a growing window.</summary>
/// <param name="Prediction">What was decided.</param>
/// <param name="SampleCount">Samples that it took.</param>
/// <param name="IsSure">Whether the lead was large enough; otherwise the window was at its end.</param>
public sealed record StoppedDecision(Prediction Prediction, int SampleCount, bool IsSure);
