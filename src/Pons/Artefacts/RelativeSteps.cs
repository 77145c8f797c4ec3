using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// The last steps and what each did to the gradient, from which L-BFGS makes its direction (Nocedal and Wright 2006, algorithm 7.4).
/// </summary>
internal sealed class RelativeSteps(int limit)
{
    private readonly List<(Matrix Step, Matrix Change, double Scale)> _steps = [];

    public void Clear() => _steps.Clear();

    /// <summary>Remembers a step when the loss curves upwards along it; takes the step over.</summary>
    public void Add(Matrix step, Matrix before, Matrix after)
    {
        var change = after.Clone();
        TensorPrimitives.Subtract(change.Values, before.Values, change.Values);
        var product = TensorPrimitives.Dot<double>(step.Values, change.Values);
        if (!(product > 0) || limit < 1) return;
        if (_steps.Count == limit) _steps.RemoveAt(0);
        _steps.Add((step, change, 1 / product));
    }

    /// <summary>Where to go from a point.</summary>
    public Matrix Direction(PicardPoint at)
    {
        var direction = at.Gradient.Clone();
        var shares = new double[_steps.Count];
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            shares[i] = _steps[i].Scale * TensorPrimitives.Dot<double>(_steps[i].Step.Values, direction.Values);
            TensorPrimitives.MultiplyAdd<double>(_steps[i].Change.Values, -shares[i], direction.Values, direction.Values);
        }

        at.Precondition(direction);
        for (var i = 0; i < _steps.Count; i++)
        {
            var share = shares[i] - _steps[i].Scale * TensorPrimitives.Dot<double>(_steps[i].Change.Values, direction.Values);
            TensorPrimitives.MultiplyAdd<double>(_steps[i].Step.Values, share, direction.Values, direction.Values);
        }

        TensorPrimitives.Negate<double>(direction.Values, direction.Values);
        return direction;
    }
}
