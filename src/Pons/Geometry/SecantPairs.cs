using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// The last steps of a fixed-point iteration and what they changed, kept orthonormal, from which the next step is foretold
/// (Anderson 1965, doi 10.1145/321296.321305, in the incremental form with full orthogonalisation).
/// </summary>
internal sealed class SecantPairs(int n)
{
    private const int Limit = 8;
    private const double Negligible = 1e-6;
    private readonly List<(Matrix Change, Matrix Step)> _pairs = [];

    internal void Clear() => _pairs.Clear();

    /// <summary>Turns every pair into another frame: O · pair · Oᵀ.</summary>
    internal void Rotate(Matrix frame)
    {
        for (var i = 0; i < _pairs.Count; i++)
            _pairs[i] = (MatrixProduct.Congruence(frame, _pairs[i].Change), MatrixProduct.Congruence(frame, _pairs[i].Step));
    }

    /// <summary>Learns that a step changed the residual by −change; both are taken over.</summary>
    internal void Add(Matrix change, Matrix step)
    {
        var before = TensorPrimitives.Norm<double>(change.Values);
        foreach (var pair in _pairs)
        {
            var share = TensorPrimitives.Dot<double>(change.Values, pair.Change.Values);
            TensorPrimitives.MultiplyAdd(pair.Change.Values, -share, change.Values, change.Values);
            TensorPrimitives.MultiplyAdd(pair.Step.Values, -share, step.Values, step.Values);
        }

        var norm = TensorPrimitives.Norm<double>(change.Values);
        if (!(norm > Negligible * before)) return;
        TensorPrimitives.Divide(change.Values, norm, change.Values);
        TensorPrimitives.Divide(step.Values, norm, step.Values);
        if (_pairs.Count == Limit) _pairs.RemoveAt(0);
        _pairs.Add((change, step));
    }

    /// <summary>The step that should cancel a residual: what the pairs explain, and the rest of the residual itself.</summary>
    internal Matrix StepFor(Matrix residual)
    {
        var rest = residual.Clone();
        var step = new Matrix(n, n);
        foreach (var pair in _pairs)
        {
            var share = TensorPrimitives.Dot<double>(rest.Values, pair.Change.Values);
            TensorPrimitives.MultiplyAdd(pair.Change.Values, -share, rest.Values, rest.Values);
            TensorPrimitives.MultiplyAdd(pair.Step.Values, share, step.Values, step.Values);
        }

        TensorPrimitives.Add<double>(step.Values, rest.Values, step.Values);
        return step;
    }
}
