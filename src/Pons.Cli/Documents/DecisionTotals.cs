namespace Pons.Cli.Documents;

/// <summary>All decisions, and one hash over them.</summary>
internal sealed record DecisionTotals(int Count, string Hash);
