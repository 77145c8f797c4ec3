namespace Pons.Experiments.Speller;

/// <summary>One flash of a speller.</summary>
/// <param name="SampleIndex">Sample at which it lit up.</param>
/// <param name="Code">What it showed, as in <see cref="SpellerMatrix"/>.</param>
/// <param name="IsTarget">Whether it held the symbol that was asked for; <see langword="null"/> when nobody knows.</param>
/// <param name="Letter">Which letter of the run it belongs to, from 0.</param>
public sealed record SpellerFlash(long SampleIndex, int Code, bool? IsTarget, int Letter);
