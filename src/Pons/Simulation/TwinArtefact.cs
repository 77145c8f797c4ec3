namespace Pons.Simulation;

/// <summary>Something in the simulated signal that does not come from the brain.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="FirstSampleIndex">Sample at which it begins.</param>
/// <param name="SampleCount">How many samples it lasts.</param>
/// <param name="AmplitudeMicrovolts">Height (blink, glance) or root mean square (muscle) at the loudest electrode, in µV.</param>
public sealed record TwinArtefact(TwinArtefactKind Kind, long FirstSampleIndex, long SampleCount, double AmplitudeMicrovolts);
