using System.Collections.Immutable;
using Pons.Certification.Budgets;

namespace Pons.Certification;

/// <summary>What this computer achieved, and which paradigms it is good enough for. Holds for the load and the moment it was measured at.</summary>
/// <param name="Time">When the measuring began.</param>
/// <param name="Load">Name of the load.</param>
/// <param name="Seconds">How long was measured.</param>
/// <param name="Results">One a measurement, in order.</param>
/// <param name="Paradigms">One a budget, in order.</param>
public sealed record CertificationResult(
    DateTimeOffset Time, string Load, double Seconds, ImmutableArray<MeasurementResult> Results, ImmutableArray<ParadigmVerdict> Paradigms)
{
    /// <summary>The result of a measurement, or <see langword="null"/> when it was not run.</summary>
    public MeasurementResult? ResultOf(string measurement) => Results.FirstOrDefault(r => r.Name == measurement);
}
