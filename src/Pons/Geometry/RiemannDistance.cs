namespace Pons.Geometry;

/// <summary>The affine-invariant distance of positive definite matrices.</summary>
public static class RiemannDistance
{
    /// <summary>
    /// √Σ ln²λᵢ over the eigenvalues of b · v = λ · a · v (Förstner and Moonen 1999, doi 10.1007/978-3-662-05296-9_31). May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotSquare(a);
        SpdMatrix.ThrowIfNotOfSize(b, a.Rows);
        var sum = 0.0;
        foreach (var value in GeneralizedEigen.Of(b, a).Values)
        {
            if (!(value > 0)) throw GeometryException.NotPositiveDefinite(b.Values, b.Rows);
            sum += Math.Log(value) * Math.Log(value);
        }

        return Math.Sqrt(sum);
    }
}
