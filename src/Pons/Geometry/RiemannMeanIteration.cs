using System.Numerics.Tensors;
using Pons.Geometry.Kernels;

namespace Pons.Geometry;

/// <summary>
/// One run of the iteration of <see cref="RiemannMean"/>, in the frame of the Cholesky factor L of the present mean L · Lᵀ.
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
    private Matrix? _lastTangent;
    private Matrix? _lastStep;
    private double _length = 1;

    internal RiemannMeanIteration(Matrix start, LogarithmSum logarithms)
    {
        _n = start.Rows;
        _logarithms = logarithms;
        _pairs = new SecantPairs(_n);
        _lower = Cholesky.Factor(start).Lower;
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
        if (!(Norm < before)) Restrain(spread);
        var isLast = Norm <= Math.Max(tolerance, Rounding * Math.Max(condition, spread));
        // The last step is not measured, so it must not overshoot.
        var step = NextStep(tangent, isLast ? Math.Min(_length, SafeLength(spread)) : _length);
        var frame = Advance(step);
        var next = MatrixProduct.MultiplyTransposed(frame, frame);
        MatrixProduct.Symmetrise(next.Values, _n);
        if (isLast) mean = next;
        else Reframe(frame, next, tangent, step);
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

    /// <summary>L · exp(step / 2), the factor of the next mean that carries tangent vectors along the geodesic unchanged.</summary>
    private Matrix Advance(Matrix step) => MatrixProduct.Multiply(_lower, TaylorExponential.Of(step, 0.5));

    /// <summary>Turns what was learnt from the carried frame to that of the new Cholesky factor.</summary>
    private void Reframe(Matrix frame, Matrix next, Matrix tangent, Matrix step)
    {
        _lower = Cholesky.Factor(next).Lower;
        Cholesky.SolveLower(_lower.Values, frame.Values, _n, _n);
        _pairs.Rotate(frame);
        _lastTangent = MatrixProduct.Congruence(frame, tangent);
        _lastStep = MatrixProduct.Congruence(frame, step);
    }
}
