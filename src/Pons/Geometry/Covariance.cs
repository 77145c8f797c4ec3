namespace Pons.Geometry;

/// <summary>
/// A covariance that knows the rank and the basis of the data it came from, however much it was shrunk. Immutable as long as nobody
/// writes to its matrix.
/// </summary>
public sealed class Covariance
{
    internal Covariance(Matrix matrix, SignalBasis basis, double shrinkage)
    {
        Matrix = matrix;
        Basis = basis;
        Shrinkage = shrinkage;
    }

    /// <summary>The estimate [channel × channel], in squared units of the signal.</summary>
    public Matrix Matrix { get; }

    /// <summary>Rank of the data, before any shrinkage; 0 to the number of channels.</summary>
    public int Rank => Basis.Rank;

    /// <summary>The directions that the data fill, before any shrinkage.</summary>
    public SignalBasis Basis { get; }

    /// <summary>The share of what the estimator shrinks to in the estimate, by default the scaled identity; 0 to 1.</summary>
    public double Shrinkage { get; }
}
