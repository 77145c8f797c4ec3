namespace Pons.Geometry;

/// <summary>How much a normal distribution of one covariance tells against one of another covariance; not symmetric.</summary>
public static class KullbackLeiblerDivergence
{
    /// <summary>
    /// ½ (tr b⁻¹ · a − n + ln det b − ln det a), in nats: the expected log ratio of the densities N(0, a) and N(0, b) under N(0, a)
    /// (Kullback and Leibler 1951, doi 10.1214/aoms/1177729694). Blind to mixing. May be called from any thread.
    /// </summary>
    /// <param name="a">Covariance of the data, positive definite [n × n].</param>
    /// <param name="b">Covariance that is supposed, positive definite [n × n].</param>
    /// <returns>At least 0; 0 only where both are equal.</returns>
    /// <exception cref="GeometryException">A matrix is not positive definite, or not finite.</exception>
    public static double Between(Matrix a, Matrix b) =>
        Math.Max(0, 0.5 * RelativeEigenvalues.Sum(a, b, (excess, _) => excess - double.LogP1(excess)));
}
