using System.Numerics.Tensors;
using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// One run of the iteration of <see cref="RiemannMean"/>. Tangent vectors stand in a frame F of the present mean F · Fᵀ that is carried
/// along from step to step, so that what was learnt stays valid as it is; logarithms are taken in the frame of the Cholesky factor
/// L = F · Oᵀ, whose zeros save half of the work.
/// </summary>
internal sealed class RiemannMeanIteration
{
    /// <summary>
    /// The share of the condition numbers, of the mean and of the matrices in its frame, that rounding leaves in the tangent vector.
    /// </summary>
    private const double Rounding = 1e-16;

    private readonly int _n;
    private readonly LogarithmSum _logarithms;
    private readonly SecantPairs _pairs;
    private Matrix _lower;
    private Matrix _frame;
    private Matrix? _turn;
    private Matrix? _lastTangent;
    private Matrix? _lastStep;
    private double _length = 1;

    internal RiemannMeanIteration(Matrix start, LogarithmSum logarithms)
    {
        _n = start.Rows;
        _logarithms = logarithms;
        _pairs = new SecantPairs(_n);
        _frame = _lower = Cholesky.Factor(start).Lower;
    }

    /// <summary>The norm of the mean tangent vector before the last step.</summary>
    internal double Norm { get; private set; } = double.PositiveInfinity;

    /// <summary>Goes one step.</summary>
    /// <param name="tolerance">The norm at which the next mean is the result.</param>
    /// <param name="mean">The result, or null if there must be more steps.</param>
    /// <returns>−1, or the index of a matrix that is not positive definite.</returns>
    internal int Step(double tolerance, out Matrix? mean)
    {
        mean = null;
        var tangent = new Matrix(_n, _n);
        var inverse = Inverse(_lower);
        var bad = _logarithms.Sum(inverse.Values, tangent.Values, out var spread);
        if (bad >= 0) return bad;
        var condition = TensorPrimitives.SumOfSquares<double>(_lower.Values) * TensorPrimitives.SumOfSquares<double>(inverse.Values);
        var before = Norm;
        Norm = TensorPrimitives.Norm<double>(tangent.Values);
        if (_turn is not null) tangent = MatrixProduct.Congruence(_turn, tangent);
        if (!(Norm < before)) Restrain(spread);
        var isLast = Norm <= Math.Max(tolerance, Rounding * Math.Max(condition, spread));
        // The last step is not measured, so it must not overshoot.
        var step = NextStep(tangent, isLast ? Math.Min(_length, SafeLength(spread)) : _length);
        _frame = Advance(step);
        var next = MatrixProduct.MultiplyTransposed(_frame, _frame);
        MatrixProduct.Symmetrise(next.Values, _n);
        if (isLast) mean = next;
        else Keep(next, tangent, step);
        return -1;
    }

    /// <summary>2 / (1 + c · coth c), c half the logarithm of the spread: the step that contracts whatever the matrices are.</summary>
    private static double SafeLength(double spread)
    {
        var half = 0.5 * Math.Log(Math.Max(spread, 1.0001));
        return 2 / (1 + half / Math.Tanh(half));
    }

    private static Matrix Inverse(Matrix lower)
    {
        var inverse = Matrix.Identity(lower.Rows);
        Cholesky.SolveLower(lower.Values, inverse.Values, lower.Rows, lower.Rows);
        return inverse;
    }

    /// <summary>The vector has grown: what was learnt is void, and steps stay short from here on.</summary>
    private void Restrain(double spread)
    {
        _pairs.Clear();
        _lastTangent = null;
        _length = Math.Min(0.5 * _length, SafeLength(spread));
    }

    private Matrix NextStep(Matrix tangent, double length)
    {
        if (_lastTangent is not null && _lastStep is not null)
        {
            TensorPrimitives.Subtract<double>(_lastTangent.Values, tangent.Values, _lastTangent.Values);
            _pairs.Add(_lastTangent, _lastStep);
        }

        return _pairs.StepFor(tangent, length);
    }

    /// <summary>F · exp(step / 2), the factor of the next mean that carries tangent vectors along the geodesic unchanged.</summary>
    private Matrix Advance(Matrix step) => MatrixProduct.Multiply(_frame, TaylorExponential.Of(step, 0.5));

    private void Keep(Matrix next, Matrix tangent, Matrix step)
    {
        _lower = Cholesky.Factor(next).Lower;
        var turn = _frame.Clone();
        Cholesky.SolveLower(_lower.Values, turn.Values, _n, _n);
        _turn = turn.Transpose();
        (_lastTangent, _lastStep) = (tangent, step);
    }
}
