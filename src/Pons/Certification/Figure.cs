namespace Pons.Certification;

/// <summary>One number that a measurement gives beside times, such as a bandwidth or how often a clock went back.</summary>
/// <param name="Name">What it is, such as <c>bandwidth</c>.</param>
/// <param name="Value">The number; finite.</param>
/// <param name="Unit">Its unit, such as <c>MB/s</c>; empty for counts.</param>
public sealed record Figure(string Name, double Value, string Unit);
