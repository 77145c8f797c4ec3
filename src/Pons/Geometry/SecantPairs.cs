using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// The last steps of a fixed-point iteration and what each changed in the residual, from which the next step is foretold
/// (Anderson 1965, doi 10.1145/321296.321305). The newest pair counts in full, an older one only for what is new in it.
/// </summary>
internal sealed class SecantPairs(int n)
{
    private const int Limit = 8;
    private const double Negligible = 1e-6;
    private readonly List<(Matrix Change, Matrix Step)> _pairs = [];

    internal void Clear() => _pairs.Clear();

    /// <summary>Learns that a step changed the residual by −change; both are taken over.</summary>
    internal void Add(Matrix change, Matrix step)
    {
        if (_pairs.Count == Limit) _pairs.RemoveAt(0);
        _pairs.Add((change, step));
    }

    /// <summary>The step that should cancel a residual: what the pairs explain, and a multiple of the rest of the residual.</summary>
    internal Matrix StepFor(Matrix residual, double length)
    {
        var rest = residual.Clone();
        var foretold = new Matrix(n, n);
        foreach (var (change, step) in Orthonormal())
        {
            var share = TensorPrimitives.Dot<double>(rest.Values, change.Values);
            TensorPrimitives.MultiplyAdd(change.Values, -share, rest.Values, rest.Values);
            TensorPrimitives.MultiplyAdd(step.Values, share, foretold.Values, foretold.Values);
        }

        TensorPrimitives.MultiplyAdd(rest.Values, length, foretold.Values, foretold.Values);
        return foretold;
    }

    /// <summary>Combinations of the pairs with orthonormal changes, the newest first.</summary>
    private List<(Matrix Change, Matrix Step)> Orthonormal()
    {
        var orthonormal = new List<(Matrix Change, Matrix Step)>(_pairs.Count);
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            Matrix change = _pairs[i].Change.Clone(), step = _pairs[i].Step.Clone();
            var before = TensorPrimitives.Norm<double>(change.Values);
            foreach (var known in orthonormal)
            {
                var share = TensorPrimitives.Dot<double>(change.Values, known.Change.Values);
                TensorPrimitives.MultiplyAdd(known.Change.Values, -share, change.Values, change.Values);
                TensorPrimitives.MultiplyAdd(known.Step.Values, -share, step.Values, step.Values);
            }

            var norm = TensorPrimitives.Norm<double>(change.Values);
            if (!(norm > Negligible * before)) continue;
            TensorPrimitives.Divide(change.Values, norm, change.Values);
            TensorPrimitives.Divide(step.Values, norm, step.Values);
            orthonormal.Add((change, step));
        }

        return orthonormal;
    }
}
