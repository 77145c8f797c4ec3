namespace Pons.Formats.Bids.Validation;

/// <summary>One rule of the specification.</summary>
public sealed record BidsRule
{
    /// <summary>Name of the rule in messages, such as <c>entity-order</c>; HED rules have the codes of the HED specification.</summary>
    public required string Id { get; init; }

    /// <summary>How much a breach weighs.</summary>
    public required BidsSeverity Severity { get; init; }

    /// <summary>Where the specification says so.</summary>
    public required BidsSection Section { get; init; }

    /// <summary>Files that the rule applies to, as a pattern.</summary>
    public required string Applies { get; init; }

    /// <summary>Code of the official validator for the same fault; <see langword="null"/> when it has none.</summary>
    public string? Alike { get; init; }

    /// <summary>The rule in English.</summary>
    public required BidsRuleText English { get; init; }

    /// <summary>The rule in Chinese.</summary>
    public required BidsRuleText Chinese { get; init; }

    /// <summary>The rule in a language.</summary>
    /// <param name="language">The language.</param>
    public BidsRuleText In(BidsLanguage language) => language == BidsLanguage.Chinese ? Chinese : English;
}
