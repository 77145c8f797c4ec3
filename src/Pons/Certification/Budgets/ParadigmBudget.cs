using System.Collections.Immutable;

namespace Pons.Certification.Budgets;

/// <summary>What a paradigm demands of the computer: a profile of limits. Extension point: one more value in <see
/// cref="ParadigmBudgets.All"/>.</summary>
/// <param name="Name">Name on the command line, such as <c>motor-imagery</c>.</param>
/// <param name="Limits">What must be kept; at least one.</param>
public sealed record ParadigmBudget(string Name, ImmutableArray<Limit> Limits)
{
    /// <summary>Holds results against all limits.</summary>
    /// <param name="results">What was measured.</param>
    public ParadigmVerdict Judge(IReadOnlyCollection<MeasurementResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new(this, [.. Limits.Select(l => l.Judge(results.FirstOrDefault(r => r.Name == l.Measurement)))]);
    }
}
