namespace Pons.Formats.Bids.Hed;

/// <summary>What was found about the unit of a value.</summary>
internal enum HedUnitFinding
{
    NotNeeded,
    Known,
    Missing,
    Unknown,
}
