namespace Pons.Geometry;

/// <summary>The symmetric Kullback–Leibler divergence of positive definite matrices.</summary>
public static class JeffreysDivergence
{
    /// <summary>
    /// The sum of the <see cref="KullbackLeiblerDivergence"/>s in both directions (Jeffreys 1946, doi 10.1098/rspa.1946.0056), in nats:
    /// ½ Σ (λ − 1)² / λ over the eigenvalues of a · v = λ · b · v. Blind to mixing and inversion, but without the triangle inequality.
    /// May be called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <returns>At least 0; 0 only where both are equal.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b) =>
        0.5 * RelativeEigenvalues.Sum(a, b, (excess, value) => excess * excess / value);
}
