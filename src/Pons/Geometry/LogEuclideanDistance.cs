namespace Pons.Geometry;

/// <summary>The log-Euclidean distance of positive definite matrices.</summary>
public static class LogEuclideanDistance
{
    /// <summary>
    /// The Frobenius norm of log a − log b (Arsigny and others 2007, doi 10.1137/050637996). May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotSquare(a);
        SpdMatrix.ThrowIfNotOfSize(b, a.Rows);
        return EuclideanDistance.Between(SpdFunction.Log(a), SpdFunction.Log(b));
    }
}
