namespace Pons.Geometry;

/// <summary>One step towards a mean that is a fixed point.</summary>
/// <param name="Next">The next matrix.</param>
/// <param name="Residual">How far the matrix before was from solving the equation of the mean; a pure number.</param>
/// <param name="Rounding">What rounding alone leaves of the residual.</param>
internal readonly record struct MeanStep(Matrix Next, double Residual, double Rounding)
{
    private const double Tolerance = 1e-12;
    private const int MaximalSteps = 1000;

    /// <summary>Repeats a step until the residual is within the tolerance, or within rounding.</summary>
    /// <exception cref="GeometryException">The mean did not converge.</exception>
    internal static Matrix Repeat(Func<Matrix, MeanStep> step, Matrix start, string mean)
    {
        var last = new MeanStep(start, double.PositiveInfinity, 0);
        for (var k = 0; k < MaximalSteps; k++)
        {
            last = step(last.Next);
            if (last.Residual <= Math.Max(Tolerance, last.Rounding)) return last.Next;
        }

        throw new GeometryException(
            $"The {mean} mean has a residual of {last.Residual:g3} after {MaximalSteps} steps.",
            $"It has not converged to {Tolerance:g3}, so the result would depend on the start.",
            "Look for outliers among the matrices, or use stronger shrinkage.");
    }
}
