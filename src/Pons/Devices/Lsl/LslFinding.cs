namespace Pons.Devices.Lsl;

/// <summary>One thing that <see cref="LslDiagnosis"/> saw. Immutable.</summary>
/// <param name="Code">Stable name, such as <c>lsl-tcp-filtered</c>; docs/guides/lsl.md lists them.</param>
/// <param name="Weight">Whether it stands in the way.</param>
/// <param name="What">What was seen, with the actual value.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do; empty when nothing needs to be done.</param>
public sealed record LslFinding(string Code, LslWeight Weight, string What, string Why, string Remedy);
