namespace Pons.Geometry;

/// <summary>The Wasserstein distance of positive definite matrices, also called that of Bures.</summary>
public static class WassersteinDistance
{
    /// <summary>
    /// √tr(a + b − 2 (b^½ · a · b^½)^½), the least effort that carries N(0, a) to N(0, b); computed as the smallest Frobenius norm of
    /// K − L · U over rotations U, K and L the Cholesky factors (Bhatia and others 2019, doi 10.1016/j.exmath.2018.01.002, theorem 1),
    /// which keeps its digits where both are nearly equal. In units of the signal. May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b)
    {
        SpdMatrix.ThrowIfNotPair(a, b);
        Matrix first = Cholesky.Factor(a).Lower, second = Cholesky.Factor(b).Lower;
        var svd = ThinSvd.Of(MatrixProduct.Multiply(second.Transpose(), first));
        var rotation = MatrixProduct.Multiply(svd.Left.Transpose(), svd.Right);
        return EuclideanDistance.Between(first, MatrixProduct.Multiply(second, rotation));
    }
}
