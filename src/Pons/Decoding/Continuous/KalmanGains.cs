using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// A movement model with the covariances that the filter has after 1, 2, 3 … bins, up to where they stop changing. They do not depend on
/// the counts, so they are computed once. In information form: P⁺ = (I + P·C)⁻¹·P, and the state moves by P⁺·(B·z − C·x).
/// </summary>
internal sealed class KalmanGains
{
    private const double Still = 1e-14;
    private const int Most = 2000;

    /// <summary>Computes the covariances.</summary>
    /// <param name="model">The model.</param>
    /// <param name="known">The first entries of the state that are taken as known before every bin.</param>
    /// <param name="steady">Whether only the last covariance is kept.</param>
    public KalmanGains(MovementModel model, int known, bool steady)
    {
        Model = model;
        var all = new List<Matrix>();
        var current = new Matrix(model.Size, model.Size);
        var scale = 0.0;
        while (all.Count < Most)
        {
            var next = After(current, known);
            all.Add(next);
            scale = Math.Max(scale, TensorPrimitives.MaxMagnitude<double>(next.Values));
            var change = TensorPrimitives.Distance<double>(next.Values, current.Values);
            current = next;
            if (change <= Still * Math.Abs(scale)) break;
        }

        Covariances = steady ? [current] : [.. all];
    }

    public MovementModel Model { get; }

    /// <summary>P⁺ of each bin; the last one holds from there on.</summary>
    public Matrix[] Covariances { get; }

    private Matrix After(Matrix covariance, int known)
    {
        var predicted = MatrixProduct.Congruence(Model.Transition, covariance);
        TensorPrimitives.Add(predicted.Values, Model.Noise.Values, predicted.Values);
        for (var i = 0; i < predicted.Rows; i++)
            for (var j = 0; j < predicted.Columns; j++)
                if (i < known || j < known) predicted[i, j] = 0;
        var system = MatrixProduct.Multiply(predicted, Model.Information);
        for (var i = 0; i < system.Rows; i++) system[i, i] += 1;
        Eliminate(system, predicted);
        MatrixProduct.Symmetrise(predicted.Values, predicted.Rows);
        return predicted;
    }

    // Solves system · x = sides with row exchanges; x replaces the sides. The system is I + P·C, whose eigenvalues are 1 or more.
    private static void Eliminate(Matrix system, Matrix sides)
    {
        var n = system.Rows;
        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var r = k + 1; r < n; r++)
                if (Math.Abs(system[r, k]) > Math.Abs(system[pivot, k])) pivot = r;
            Exchange(system.Row(k), system.Row(pivot));
            Exchange(sides.Row(k), sides.Row(pivot));
            for (var r = 0; r < n; r++)
            {
                if (r == k) continue;
                var factor = -system[r, k] / system[k, k];
                TensorPrimitives.MultiplyAdd(system.Row(k), factor, system.Row(r), system.Row(r));
                TensorPrimitives.MultiplyAdd(sides.Row(k), factor, sides.Row(r), sides.Row(r));
            }
        }

        for (var k = 0; k < n; k++) TensorPrimitives.Divide(sides.Row(k), system[k, k], sides.Row(k));
    }

    private static void Exchange(Span<double> a, Span<double> b)
    {
        for (var i = 0; i < a.Length; i++) (a[i], b[i]) = (b[i], a[i]);
    }
}
