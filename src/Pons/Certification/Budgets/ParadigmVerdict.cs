using System.Collections.Immutable;

namespace Pons.Certification.Budgets;

/// <summary>Whether this computer, as it was measured, keeps the budget of a paradigm.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Limits">Each of its limits, in order.</param>
public sealed record ParadigmVerdict(ParadigmBudget Budget, ImmutableArray<LimitVerdict> Limits)
{
    /// <summary>The worst of the limits: it passes only when every limit was measured and kept.</summary>
    public Verdict Verdict => Limits.Max(l => l.Verdict);
}
