using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>
/// What a rule says in one language. <c>{name}</c>, <c>{found}</c>, <c>{expected}</c> and <c>{other}</c> stand for the values of a finding.
/// </summary>
/// <param name="Check">What holds in a valid data set.</param>
/// <param name="What">What is wrong where the rule is broken.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Fix">What to do.</param>
public sealed record BidsRuleText(string Check, string What, string Why, string Fix)
{
    /// <summary>Texts for what may be expected, by name; empty where values speak for themselves.</summary>
    internal ImmutableDictionary<string, string> Details { get; init; } = [];
}
