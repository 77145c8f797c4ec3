using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// Spherical splines over electrodes (Perrin et al. 1989, doi 10.1016/0013-4694(89)90180-6; stiffness 4, 50 terms): interpolation of
/// channels and the surface Laplacian, both as matrices that a signal is multiplied by, so that they work sample by sample. Positions are
/// directions from the middle of the head; their length does not matter.
/// </summary>
public static class SphericalSpline
{
    private const int Stiffness = 4;
    private const int Terms = 50;

    /// <summary>The matrix [target × source] that gives potentials at some places from those at others; its rows sum to 1.</summary>
    /// <param name="sources">Where potentials are known [source × 3], at least one.</param>
    /// <param name="targets">Where they are wanted [target × 3].</param>
    /// <param name="smoothing">Added to the diagonal, 0 or more: 0 goes exactly through the known potentials; 1e-5 by default.</param>
    /// <exception cref="GeometryException">A position is the middle of the head or not finite, or two sources are one place.</exception>
    public static Matrix Interpolation(Matrix sources, Matrix targets, double smoothing = 1e-5)
    {
        var (from, to) = (Directions(sources), Directions(targets));
        var inverse = Factor(from, smoothing).Inverse();
        var sums = RowSums(inverse);
        var total = TensorPrimitives.Sum<double>(sums);
        var result = MatrixProduct.Multiply(Splines(to, from, Stiffness), inverse);
        for (var t = 0; t < result.Rows; t++)
        {
            // The constant of the spline makes the weights of the sources sum to one.
            var missing = (1 - TensorPrimitives.Sum<double>(result.Row(t))) / total;
            TensorPrimitives.MultiplyAdd(sums, missing, result.Row(t), result.Row(t));
        }

        return result;
    }

    /// <summary>
    /// The matrix [electrode × electrode] that gives the current source density, minus the surface Laplacian, in units of potential per
    /// square metre.
    /// </summary>
    /// <param name="positions">Where the electrodes are [electrode × 3], at least two.</param>
    /// <param name="radiusMetres">Radius of the head in metres, above 0.</param>
    /// <param name="smoothing">Added to the diagonal, 0 or more; 1e-5 by default.</param>
    /// <exception cref="GeometryException">A position is the middle of the head or not finite, or two electrodes are one place.</exception>
    public static Matrix Laplacian(Matrix positions, double radiusMetres, double smoothing = 1e-5)
    {
        if (!(radiusMetres > 0 && double.IsFinite(radiusMetres)))
            throw new ArgumentOutOfRangeException(nameof(radiusMetres), radiusMetres, "Must be positive and finite.");
        var directions = Directions(positions);
        var coefficients = Factor(directions, smoothing).Inverse();
        var sums = RowSums(coefficients);
        var total = TensorPrimitives.Sum<double>(sums);
        for (var r = 0; r < sums.Length; r++)
            TensorPrimitives.MultiplyAdd(sums, -sums[r] / total, coefficients.Row(r), coefficients.Row(r));
        var result = MatrixProduct.Multiply(Splines(directions, directions, Stiffness - 1), coefficients);
        TensorPrimitives.Divide(result.Values, radiusMetres * radiusMetres, result.Values);
        return result;
    }

    private static Matrix Directions(Matrix positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Columns != 3) throw new ArgumentException($"Positions have 3 coordinates, not {positions.Columns}.", nameof(positions));
        SpdMatrix.ThrowIfNotFinite(positions.Values, 3, "The list of positions");
        var directions = positions.Clone();
        for (var i = 0; i < directions.Rows; i++)
        {
            var length = TensorPrimitives.Norm<double>(directions.Row(i));
            if (!(length > 0))
                throw new GeometryException(
                    $"Electrode {i} stands in the middle of the head.", "It has no direction, so a sphere has no place for it.",
                    "Give the positions of all electrodes, or leave this one out.");
            TensorPrimitives.Divide(directions.Row(i), length, directions.Row(i));
        }

        return directions;
    }

    private static Cholesky Factor(Matrix directions, double smoothing)
    {
        if (!(smoothing >= 0 && double.IsFinite(smoothing)))
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "Must be 0 or more.");
        if (smoothing == 0) RequireApart(directions);
        var splines = Splines(directions, directions, Stiffness);
        for (var i = 0; i < splines.Rows; i++) splines[i, i] += smoothing;
        return Cholesky.Factor(splines);
    }

    private static void RequireApart(Matrix directions)
    {
        for (var i = 0; i < directions.Rows; i++)
            for (var j = 0; j < i; j++)
                if (TensorPrimitives.Distance<double>(directions.Row(i), directions.Row(j)) < 1e-6)
                    throw new GeometryException(
                        $"Electrodes {j} and {i} stand in one place.", "A spline without smoothing cannot pass through two potentials there.",
                        "Correct the positions, leave one of the two out, or allow smoothing.");
    }

    private static double[] RowSums(Matrix matrix)
    {
        var sums = new double[matrix.Rows];
        for (var r = 0; r < sums.Length; r++) sums[r] = TensorPrimitives.Sum<double>(matrix.Row(r));
        return sums;
    }

    /// <summary>Σ (2n + 1) / (4π (n (n + 1))^power) · Pₙ(cosine of the angle between each two directions), n from 1.</summary>
    private static Matrix Splines(Matrix to, Matrix from, int power)
    {
        var cosines = MatrixProduct.MultiplyTransposed(to, from);
        Span<double> factors = stackalloc double[Terms + 1];
        for (var n = 1; n <= Terms; n++) factors[n] = (2 * n + 1) / (4 * Math.PI * Math.Pow(n * (n + 1.0), power));
        foreach (ref var value in cosines.Values) value = Legendre(Math.Clamp(value, -1, 1), factors);
        return cosines;
    }

    private static double Legendre(double x, ReadOnlySpan<double> factors)
    {
        double before = 1, at = x, sum = factors[1] * x;
        for (var n = 2; n < factors.Length; n++)
        {
            (before, at) = (at, ((2 * n - 1) * x * at - (n - 1) * before) / n);
            sum += factors[n] * at;
        }

        return sum;
    }
}
