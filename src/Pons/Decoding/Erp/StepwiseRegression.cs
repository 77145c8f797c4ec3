using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// Least squares with features that enter and leave one by one, by the sweep operator on the matrix of products (Goodnight 1979,
/// doi 10.1080/00031305.1979.10482685), and the logit of the class given the regression's value.
/// </summary>
internal sealed class StepwiseRegression
{
    // A feature that the others explain up to this share brings nothing but rounding.
    private const double Tolerance = 1e-8;

    private readonly Matrix _vectors;
    private readonly double _entryLimit;
    private readonly double _removalLimit;
    private readonly int _mostFeatures;
    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly Matrix _standardised;
    private readonly Matrix _products;

    public StepwiseRegression(Matrix vectors, double entryLimit, double removalLimit, int mostFeatures)
    {
        (_vectors, _entryLimit, _removalLimit, _mostFeatures) = (vectors, entryLimit, removalLimit, mostFeatures);
        (_means, _scales) = (new double[vectors.Columns], new double[vectors.Columns]);
        _standardised = vectors.Transpose();
        for (var f = 0; f < vectors.Columns; f++)
        {
            var row = _standardised.Row(f);
            _means[f] = TensorPrimitives.Sum<double>(row) / row.Length;
            TensorPrimitives.Subtract(row, _means[f], row);
            _scales[f] = TensorPrimitives.Norm<double>(row);
            if (_scales[f] > 0) TensorPrimitives.Divide(row, _scales[f], row);
            else _scales[f] = 1;
        }

        _products = MatrixProduct.MultiplyTransposed(_standardised, _standardised);
    }

    /// <summary>Fits one class against all others.</summary>
    /// <param name="isClass">Which vectors are of the class; some, not all.</param>
    /// <param name="weights">One weight a feature, overwritten.</param>
    /// <param name="intercept">With it, the weighted sum is the logit of the class.</param>
    /// <returns>False if no feature enters.</returns>
    public bool Fit(bool[] isClass, Span<double> weights, out double intercept)
    {
        intercept = 0;
        var swept = Augmented(isClass);
        var inside = new HashSet<int>();
        // Entry and removal have different limits, so the search ends; the bound is for rounding.
        for (var round = 0; round < 4 * _mostFeatures; round++)
        {
            var entered = inside.Count < _mostFeatures && TryEnter(swept, inside);
            while (TryRemove(swept, inside))
            {
            }

            if (!entered) break;
        }

        if (inside.Count == 0) return false;
        weights.Clear();
        foreach (var f in inside) weights[f] = swept[f, _vectors.Columns] / _scales[f];
        intercept = ToLogit(weights, isClass);
        return true;
    }

    private Matrix Augmented(bool[] isClass)
    {
        var features = _vectors.Columns;
        var target = isClass.Select(c => c ? 1.0 : 0).ToArray();
        var mean = target.Average();
        foreach (ref var value in target.AsSpan()) value -= mean;
        var augmented = new Matrix(features + 1, features + 1);
        for (var f = 0; f < features; f++)
        {
            _products.Row(f).CopyTo(augmented.Row(f));
            augmented[f, features] = augmented[features, f] = TensorPrimitives.Dot<double>(_standardised.Row(f), target);
        }

        augmented[features, features] = TensorPrimitives.SumOfSquares<double>(target);
        return augmented;
    }

    private bool TryEnter(Matrix swept, HashSet<int> inside)
    {
        var features = _vectors.Columns;
        var (best, gain) = (-1, 0.0);
        for (var f = 0; f < features; f++)
        {
            if (inside.Contains(f) || swept[f, f] < Tolerance) continue;
            var reduction = swept[f, features] * swept[f, features] / swept[f, f];
            if (reduction > gain) (best, gain) = (f, reduction);
        }

        var freedom = _vectors.Rows - inside.Count - 2;
        if (best < 0 || freedom < 1) return false;
        var rest = Math.Max(swept[features, features] - gain, double.Epsilon);
        if (FisherTail.Of(gain / (rest / freedom), freedom) >= _entryLimit) return false;
        Sweep(swept, best);
        inside.Add(best);
        return true;
    }

    private bool TryRemove(Matrix swept, HashSet<int> inside)
    {
        var features = _vectors.Columns;
        var (worst, loss) = (-1, double.PositiveInfinity);
        foreach (var f in inside.Order())
        {
            var growth = swept[f, features] * swept[f, features] / -swept[f, f];
            if (growth < loss) (worst, loss) = (f, growth);
        }

        var freedom = _vectors.Rows - inside.Count - 1;
        if (worst < 0) return false;
        var rest = Math.Max(swept[features, features], double.Epsilon);
        if (FisherTail.Of(loss / (rest / freedom), freedom) <= _removalLimit) return false;
        Sweep(swept, worst);
        inside.Remove(worst);
        return true;
    }

    // Sweeps a pivot in or, applied again, out; the matrix stays symmetric, −1 / pivot in the place of the pivot.
    private static void Sweep(Matrix matrix, int pivot)
    {
        var divisor = matrix[pivot, pivot];
        var isIn = divisor < 0;
        var pivots = matrix.Row(pivot).ToArray();
        for (var r = 0; r < matrix.Rows; r++)
        {
            if (r == pivot) continue;
            var row = matrix.Row(r);
            TensorPrimitives.MultiplyAdd(pivots, -pivots[r] / divisor, row, row);
            row[pivot] = pivots[r] / (isIn ? -divisor : divisor);
        }

        for (var c = 0; c < matrix.Rows; c++) matrix[pivot, c] = c == pivot ? -1 / divisor : pivots[c] / (isIn ? -divisor : divisor);
    }

    // Scales the weights so that they give the log-odds of two normal distributions of one variance (linear discriminant in one dimension).
    private double ToLogit(Span<double> weights, bool[] isClass)
    {
        var values = new double[_vectors.Rows];
        for (var i = 0; i < values.Length; i++) values[i] = TensorPrimitives.Dot<double>(_vectors.Row(i), weights);
        var inside = values.Where((_, i) => isClass[i]).ToArray();
        var outside = values.Where((_, i) => !isClass[i]).ToArray();
        var (high, low) = (inside.Average(), outside.Average());
        var variance = (inside.Sum(v => (v - high) * (v - high)) + outside.Sum(v => (v - low) * (v - low))) / values.Length;
        var slope = (high - low) / Math.Max(variance, double.Epsilon);
        TensorPrimitives.Multiply(weights, slope, weights);
        return Math.Log((double)inside.Length / outside.Length) - slope * (high + low) / 2;
    }
}
