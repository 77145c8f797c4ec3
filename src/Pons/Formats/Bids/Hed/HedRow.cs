namespace Pons.Formats.Bids.Hed;

/// <summary>The annotation of one row of a table of events.</summary>
/// <param name="Line">Line of the row.</param>
/// <param name="OnsetSeconds">Time of the row; <see langword="null"/> when it has none.</param>
/// <param name="Root">The annotation.</param>
internal sealed record HedRow(int Line, double? OnsetSeconds, HedGroup Root);
