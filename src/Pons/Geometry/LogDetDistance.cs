namespace Pons.Geometry;

/// <summary>The log-determinant distance of positive definite matrices, the root of their S-divergence.</summary>
public static class LogDetDistance
{
    /// <summary>
    /// √(ln det ½(a + b) − ½ ln det a · b) (Sra 2016, doi 10.1090/proc/12953), a metric blind to mixing and inversion; computed as
    /// √(½ Σ ln(1 + (λ − 1)² / 4λ)) over the eigenvalues of a · v = λ · b · v, which keeps its digits where both are nearly equal. May be
    /// called from any thread.
    /// </summary>
    /// <param name="a">Positive definite [n × n].</param>
    /// <param name="b">Positive definite [n × n].</param>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b) =>
        Math.Sqrt(0.5 * RelativeEigenvalues.Sum(a, b, (excess, value) => double.LogP1(excess * excess / (4 * value))));
}
