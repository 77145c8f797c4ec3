namespace Pons.Formats.Bids.Validation;

/// <summary>The languages in which rules speak.</summary>
public enum BidsLanguage
{
    /// <summary>English.</summary>
    English,
    /// <summary>Simplified Chinese.</summary>
    Chinese,
}
