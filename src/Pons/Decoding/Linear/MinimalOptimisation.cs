using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// Sequential minimal optimisation of the dual of a support vector machine with hinge loss: minimises ½ βᵀ K β − Σ yᵢ βᵢ with
/// Σ βᵢ = 0 and 0 ≤ yᵢ βᵢ ≤ Cᵢ. Pairs are chosen by second-order information (Fan, Chen and Lin 2005, JMLR 6:1889).
/// </summary>
internal ref struct MinimalOptimisation
{
    private const double Tolerance = 1e-10;
    private const double Acceptable = 1e-5;
    private const double LeastCurvature = 1e-12;
    private readonly Matrix _kernel;
    private readonly ReadOnlySpan<double> _signs;
    private readonly ReadOnlySpan<double> _limits;
    private readonly double[] _coefficients;
    private readonly double[] _errors;

    private MinimalOptimisation(Matrix kernel, ReadOnlySpan<double> signs, ReadOnlySpan<double> limits)
    {
        _kernel = kernel;
        _signs = signs;
        _limits = limits;
        _coefficients = new double[signs.Length];
        _errors = signs.ToArray();
    }

    /// <summary>The coefficients β and the bias of the margin Σ βᵢ k(xᵢ, x) + bias, which is positive for sign +1.</summary>
    /// <param name="kernel">K [trial × trial], symmetric and positive semidefinite.</param>
    /// <param name="signs">+1 or −1 for each trial; both occur.</param>
    /// <param name="limits">C of each trial, above 0.</param>
    /// <exception cref="DecodingException">The iteration did not converge.</exception>
    public static (double[] Coefficients, double Bias) Solve(Matrix kernel, ReadOnlySpan<double> signs, ReadOnlySpan<double> limits)
    {
        var run = new MinimalOptimisation(kernel, signs, limits);
        var gap = double.PositiveInfinity;
        var steps = Math.Max(1_000_000, 1000 * signs.Length);
        while (steps-- > 0 && (gap = run.Step()) > Tolerance)
        {
        }

        if (!(gap <= Acceptable))
            throw new DecodingException(
                $"The support vector machine of {signs.Length} trials stopped {gap:g3} from its optimum.",
                "Its weights are not yet the ones that the data ask for.",
                "Look for trials of extreme amplitude, or use a stronger penalty.");
        return (run._coefficients, run.Bias());
    }

    private readonly double Lowest(int i) => _signs[i] > 0 ? 0 : -_limits[i];

    private readonly double Highest(int i) => _signs[i] > 0 ? _limits[i] : 0;

    private readonly bool CanRise(int i) => _coefficients[i] < Highest(i);

    private readonly bool CanFall(int i) => _coefficients[i] > Lowest(i);

    /// <summary>Moves one pair; returns how far the optimality condition was broken before, 0 if not at all.</summary>
    private readonly double Step()
    {
        var rising = -1;
        for (var i = 0; i < _errors.Length; i++)
            if (CanRise(i) && (rising < 0 || _errors[i] > _errors[rising])) rising = i;
        if (rising < 0) return 0;
        var gap = 0.0;
        var falling = Partner(rising, ref gap);
        if (falling < 0 || gap <= Tolerance) return gap;
        Move(rising, falling);
        return gap;
    }

    private readonly int Partner(int rising, ref double gap)
    {
        var row = _kernel.Row(rising);
        var best = -1;
        var bestGain = 0.0;
        for (var j = 0; j < _errors.Length; j++)
        {
            var difference = _errors[rising] - _errors[j];
            if (!(difference > 0) || !CanFall(j)) continue;
            gap = Math.Max(gap, difference);
            var gain = difference * difference / Math.Max(LeastCurvature, row[rising] + _kernel[j, j] - 2 * row[j]);
            if (gain > bestGain) (best, bestGain) = (j, gain);
        }

        return best;
    }

    private readonly void Move(int i, int j)
    {
        var curvature = Math.Max(LeastCurvature, _kernel[i, i] + _kernel[j, j] - 2 * _kernel[i, j]);
        var step = (_errors[i] - _errors[j]) / curvature;
        double up = Highest(i) - _coefficients[i], down = _coefficients[j] - Lowest(j);
        step = Math.Min(step, Math.Min(up, down));
        // A bound that is reached is reached exactly, so that rounding does not leave it open.
        _coefficients[i] = step == up ? Highest(i) : _coefficients[i] + step;
        _coefficients[j] = step == down ? Lowest(j) : _coefficients[j] - step;
        TensorPrimitives.MultiplyAdd(_kernel.Row(i), -step, _errors, _errors);
        TensorPrimitives.MultiplyAdd(_kernel.Row(j), step, _errors, _errors);
    }

    /// <summary>The mean error of trials on the margin; without any, the middle of what the others allow.</summary>
    private readonly double Bias()
    {
        double sum = 0, low = double.NegativeInfinity, high = double.PositiveInfinity;
        var count = 0;
        for (var i = 0; i < _errors.Length; i++)
        {
            if (CanRise(i) && CanFall(i))
            {
                sum += _errors[i];
                count++;
            }

            if (CanRise(i)) low = Math.Max(low, _errors[i]);
            if (CanFall(i)) high = Math.Min(high, _errors[i]);
        }

        return count > 0 ? sum / count : 0.5 * (low + high);
    }
}
