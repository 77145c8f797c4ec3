namespace Pons.Geometry;

/// <summary>The harmonic distance of positive definite matrices.</summary>
public static class HarmonicDistance
{
    /// <summary>
    /// The Frobenius norm of a⁻¹ − b⁻¹, the power-Euclidean distance of exponent −1 (Dryden and others 2010,
    /// doi 10.48550/arXiv.1009.3045). May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotPair(a, b);
        return EuclideanDistance.Between(Cholesky.Factor(a).Inverse(), Cholesky.Factor(b).Inverse());
    }
}
