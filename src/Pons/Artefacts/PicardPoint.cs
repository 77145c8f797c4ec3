using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>Loss, relative gradient and approximate Hessian of the likelihood at some weights, from one pass over the samples.</summary>
internal sealed class PicardPoint
{
    private const double LeastCurvature = 0.01;
    private readonly double[] _curvature;
    private readonly double[] _powers;
    private readonly double[] _tanhSquares;
    private readonly double[] _products;
    private readonly int _samples;

    private PicardPoint(
        Matrix weights, double loss, Matrix gradient, double[] powers, double[] tanhSquares, double[] products,
        SourceShapes shapes, int samples)
    {
        (Weights, Loss, Gradient) = (weights, loss, gradient);
        (_powers, _tanhSquares, _products, _samples) = (powers, tanhSquares, products, samples);
        _curvature = new double[powers.Length];
        for (var k = 0; k < powers.Length; k++) _curvature[k] = 1 + shapes.Signs[k] * (1 - tanhSquares[k] / samples);
        LargestGradient = Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient.Values));
    }

    /// <summary>Weights [source × direction].</summary>
    public Matrix Weights { get; }

    /// <summary>Negative log-likelihood of a sample, up to a constant.</summary>
    public double Loss { get; }

    /// <summary>E[score(y) · yᵀ] − I.</summary>
    public Matrix Gradient { get; }

    /// <summary>Its largest element.</summary>
    public double LargestGradient { get; }

    /// <summary>Measures at some weights.</summary>
    public static PicardPoint At(Matrix weights, WhiteSignal white, SourceShapes shapes)
    {
        var n = white.Count;
        Matrix sum = new(n, n), part = new(n, n);
        double[] squares = new double[n], entropies = new double[n], y = new double[white.PieceValues], work = new double[white.PieceValues];
        for (var p = 0; p < white.Pieces; p++)
        {
            var z = white.BySource(p);
            Span<double> source = y.AsSpan(0, z.Length), other = work.AsSpan(0, z.Length);
            MatrixProduct.Multiply(weights.Values, z, source, n);
            AddLogCosh(source, other, entropies);
            TensorPrimitives.Tanh<double>(source, source);
            AddSquares(source, squares);
            MatrixProduct.Multiply(source, white.BySample(p), part.Values, z.Length / n);
            TensorPrimitives.Add(sum.Values, part.Values, sum.Values);
        }

        return Of(weights, sum, squares, entropies, shapes, white.Samples);
    }

    /// <summary>Lets the sources at this point decide their shapes; true when one has changed.</summary>
    public bool DecideShapes(SourceShapes shapes)
    {
        for (var k = 0; k < _powers.Length; k++) shapes.Add(k, _tanhSquares[k], _powers[k] * _samples, _products[k]);
        return shapes.Decide(_samples);
    }

    /// <summary>The approximate Hessian, of blocks of two by two made positive, solved for a right side, in place.</summary>
    public void Precondition(Matrix rightSide)
    {
        for (var i = 0; i < _powers.Length; i++)
        {
            rightSide[i, i] /= Math.Max(1 + _curvature[i] * _powers[i], LeastCurvature);
            for (var j = 0; j < i; j++)
            {
                double a = _curvature[i] * _powers[j], b = _curvature[j] * _powers[i];
                var least = 0.5 * (a + b - Math.Sqrt((a - b) * (a - b) + 4));
                var lift = Math.Max(0, LeastCurvature - least);
                (a, b) = (a + lift, b + lift);
                double x = rightSide[i, j], y = rightSide[j, i], scale = 1 / (a * b - 1);
                (rightSide[i, j], rightSide[j, i]) = (scale * (b * x - y), scale * (a * y - x));
            }
        }
    }

    // The directions are white, so that E[y · yᵀ] = W · Wᵀ.
    private static PicardPoint Of(Matrix weights, Matrix sum, double[] tanhSquares, double[] entropies, SourceShapes shapes, int samples)
    {
        var n = weights.Rows;
        var moments = MatrixProduct.MultiplyTransposed(weights, weights);
        var scores = MatrixProduct.MultiplyTransposed(sum, weights);
        double[] powers = new double[n], products = new double[n];
        var loss = -0.5 * Cholesky.Factor(moments).LogDeterminant;
        var gradient = moments.Clone();
        for (var k = 0; k < n; k++)
        {
            (powers[k], products[k]) = (moments[k, k], scores[k, k]);
            loss += 0.5 * powers[k] + shapes.Signs[k] * entropies[k] / samples;
            TensorPrimitives.MultiplyAdd<double>(scores.Row(k), shapes.Signs[k] / samples, gradient.Row(k), gradient.Row(k));
            gradient[k, k] -= 1;
        }

        return new(weights, loss, gradient, powers, tanhSquares, products, shapes, samples);
    }

    // log cosh(y) = |y| + log(1 + exp(−2|y|)) − log 2.
    private static void AddLogCosh(ReadOnlySpan<double> y, Span<double> work, double[] sums)
    {
        var length = y.Length / sums.Length;
        TensorPrimitives.Abs(y, work);
        for (var k = 0; k < sums.Length; k++) sums[k] += TensorPrimitives.Sum<double>(work.Slice(k * length, length)) - length * Math.Log(2);
        TensorPrimitives.Multiply(work, -2, work);
        TensorPrimitives.Exp<double>(work, work);
        TensorPrimitives.Add(work, 1, work);
        TensorPrimitives.Log<double>(work, work);
        for (var k = 0; k < sums.Length; k++) sums[k] += TensorPrimitives.Sum<double>(work.Slice(k * length, length));
    }

    private static void AddSquares(ReadOnlySpan<double> tanh, double[] sums)
    {
        var length = tanh.Length / sums.Length;
        for (var k = 0; k < sums.Length; k++) sums[k] += TensorPrimitives.SumOfSquares(tanh.Slice(k * length, length));
    }
}
