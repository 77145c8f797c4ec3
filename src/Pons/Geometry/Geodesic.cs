namespace Pons.Geometry;

/// <summary>The shortest curve between positive definite matrices under the affine-invariant metric.</summary>
public static class Geodesic
{
    /// <summary>
    /// a^½ · (a^−½ · b · a^−½)^t · a^½ (Bhatia 2007, Positive Definite Matrices, theorem 6.1.6): a at t = 0, b at t = 1, their geometric
    /// mean at t = ½. May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <param name="t">The place on the curve; values outside 0 to 1 extend it.</param>
    /// <returns>Positive definite [n × n], new.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static Matrix Between(Matrix a, Matrix b, double t)
    {
        SpdMatrix.ThrowIfNotSquare(a);
        SpdMatrix.ThrowIfNotOfSize(b, a.Rows);
        var eigen = SpdFunction.PositiveEigen(a);
        Matrix root = SpdFunction.Of(eigen, Math.Sqrt), inverseRoot = SpdFunction.Of(eigen, value => 1 / Math.Sqrt(value));
        return MatrixProduct.Congruence(root, SpdFunction.Power(MatrixProduct.Congruence(inverseRoot, b), t));
    }
}
