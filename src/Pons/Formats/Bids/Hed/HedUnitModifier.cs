namespace Pons.Formats.Bids.Hed;

/// <summary>A prefix of SI.</summary>
/// <param name="Name">The prefix, such as <c>milli</c> or <c>m</c>.</param>
/// <param name="IsForSymbols">Whether it goes with symbols; otherwise with names.</param>
internal sealed record HedUnitModifier(string Name, bool IsForSymbols);
