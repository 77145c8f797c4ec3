namespace Pons.Experiments.Ssvep;

/// <summary>One pass band of a filter bank.</summary>
/// <param name="LowHz">Lower −3 dB edge in hertz.</param>
/// <param name="HighHz">Upper −3 dB edge in hertz.</param>
public readonly record struct FrequencyBand(double LowHz, double HighHz);
