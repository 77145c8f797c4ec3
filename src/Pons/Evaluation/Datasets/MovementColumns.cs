namespace Pons.Evaluation.Datasets;

/// <summary>Columns of a matrix in a file.</summary>
/// <param name="Variable">Name of the matrix [bin × column].</param>
/// <param name="First">First column, from 0.</param>
/// <param name="Count">How many columns; all that follow by default.</param>
public sealed record MovementColumns(string Variable, int First = 0, int? Count = null);
