namespace Pons.Geometry;

/// <summary>How the iteration of <see cref="RiemannMean"/> starts and ends.</summary>
public sealed record RiemannMeanOptions
{
    /// <summary>
    /// The norm of the mean tangent vector at which the iteration ends; a pure number above 0, by default 1e-8. Where a condition
    /// number, of the mean or of a matrix against it, is so large that rounding alone leaves more, half the machine precision times that
    /// number takes its place.
    /// </summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Steps after which a mean that has not converged becomes an error; at least 1, by default 50.</summary>
    public int MaximalSteps { get; init; } = 50;

    /// <summary>Where to start, for example the mean of nearly the same matrices; the arithmetic mean when null.</summary>
    public Matrix? Start { get; init; }
}
