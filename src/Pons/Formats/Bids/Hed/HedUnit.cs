namespace Pons.Formats.Bids.Hed;

/// <summary>A unit of a vocabulary.</summary>
/// <param name="Name">Its symbol or name.</param>
/// <param name="IsSi">Whether it takes the prefixes of SI.</param>
/// <param name="IsSymbol">Whether the name is a symbol, which has no plural.</param>
/// <param name="IsPrefix">Whether it stands before the number.</param>
internal sealed record HedUnit(string Name, bool IsSi, bool IsSymbol, bool IsPrefix);
