namespace Pons.Formats.Bids.Validation;

/// <summary>How much a breach of a rule weighs.</summary>
public enum BidsSeverity
{
    /// <summary>The specification advises otherwise, or something is probably wrong.</summary>
    Warning,
    /// <summary>The specification forbids it: the data set is not valid.</summary>
    Error,
}
