namespace Pons.Deidentification.Risk;

/// <summary>A column made coarser.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="BinWidth">Width of the ranges that numbers are put into; <see langword="null"/>: the column is left out.</param>
public sealed record Generalisation(string Column, double? BinWidth);
