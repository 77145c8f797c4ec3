namespace Pons.Geometry;

/// <summary>
/// A matrix or a signal does not have the property that an operation needs: positive definite, finite, of the right rank.
/// </summary>
public sealed class GeometryException : PonsException
{
    /// <summary>Makes the error from its three parts.</summary>
    /// <param name="what">What is wrong, with the actual value.</param>
    /// <param name="why">Why it matters.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The fault that caused this one, if any.</param>
    public GeometryException(string what, string why, string remedy, Exception? inner = null)
        : base(what, why, remedy, inner)
    {
    }

    internal static GeometryException NotFinite(string subject, int row, int column) => new(
        $"{subject} holds a value that is not a finite number at row {row}, column {column}.",
        "Every number computed from it would be meaningless.",
        "Remove or interpolate the samples that were lost before this step.");

    internal static GeometryException TooFarApart(int n) => new(
        $"The two {n} × {n} matrices differ by more than a factor of 1e13 in some direction.",
        "Their distance has no correct digits.",
        "Bring both to one unit and one basis.");

    internal static GeometryException NotPositiveDefinite(Matrix matrix, string subject = "The matrix")
    {
        var n = matrix.Rows;
        var values = SymmetricEigen.Of(matrix).Values;
        var rank = 0;
        foreach (var value in values)
            if (value > SpdMatrix.RankTolerance * values[^1]) rank++;
        return new GeometryException(
            $"{subject} ({n} × {n}) has rank {rank} of {n}, with eigenvalues from {values[0]:g3} to {values[^1]:g3}: not positive definite.",
            "Its logarithm, its inverse and its distance to other matrices do not exist; average-referenced channels often cause this.",
            "Use a shrunk covariance, reduce the data to their own basis with SignalBasis.Of, or drop one channel.");
    }
}
