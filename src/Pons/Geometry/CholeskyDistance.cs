namespace Pons.Geometry;

/// <summary>The Cholesky distance of positive definite matrices.</summary>
public static class CholeskyDistance
{
    /// <summary>
    /// The Frobenius norm of the difference of the lower Cholesky factors (Dryden and others 2009, doi 10.1214/09-AOAS249). It depends on
    /// the order of the channels. May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotPair(a, b);
        return EuclideanDistance.Between(Cholesky.Factor(a).Lower, Cholesky.Factor(b).Lower);
    }
}
