namespace Pons.Geometry;

/// <summary>The log-Cholesky distance of positive definite matrices.</summary>
public static class LogCholeskyDistance
{
    /// <summary>
    /// The Frobenius norm of the difference of the lower Cholesky factors, their diagonals replaced by their logarithms (Lin 2019,
    /// doi 10.1137/18M1221084). It depends on the order of the channels. May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotPair(a, b);
        return EuclideanDistance.Between(LogCholesky.Coordinates(a), LogCholesky.Coordinates(b));
    }
}
