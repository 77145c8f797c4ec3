namespace Pons.Decoding.Stopping;

/// <summary>One length of a growing window.</summary>
/// <param name="SampleCount">Samples from the start of the trial.</param>
/// <param name="Model">What decides at this length.</param>
/// <param name="LeastLead">Lead of the best class over the next that suffices to stop; infinite where no lead was safe enough.</param>
public sealed record WindowLength(int SampleCount, FittedDecoder Model, double LeastLead);
