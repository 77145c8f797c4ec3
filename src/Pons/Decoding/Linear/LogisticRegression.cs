using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// Logistic regression with an L2 penalty on the weights and none on the intercepts: minimises ½‖W‖² + C · Σ −log p(class),
/// each trial with the weight of its class.
/// Two classes have one logit, more have one each (multinomial). Newton steps are solved by conjugate gradients and shortened to
/// a sufficient decrease (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.1). The weights lie in the span of the
/// training vectors (Schölkopf, Herbrich and Smola 2001, doi 10.1007/3-540-44581-1_27), so vectors longer than the number of
/// trials are first written in an orthonormal basis of that span: a step costs trials² and not the length of a vector.
/// </summary>
internal sealed class LogisticRegression
{
    private const double GradientTolerance = 1e-9;
    private const int MaximalSteps = 200;

    private LogisticRegression(Matrix weights, double[] intercepts)
    {
        Weights = weights;
        Intercepts = intercepts;
    }

    /// <summary>[logit × feature].</summary>
    public Matrix Weights { get; }

    /// <summary>[logit].</summary>
    public double[] Intercepts { get; }

    /// <summary>From learnt values; one logit stands for two classes.</summary>
    public static LogisticRegression Of(Matrix weights, double[] intercepts) => new(weights, intercepts);

    /// <summary>Fits to vectors.</summary>
    /// <param name="vectors">[trial × feature].</param>
    /// <param name="classIndices">The class of each trial, 0 to <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="inversePenalty">C, above 0.</param>
    /// <param name="weighting">Whether frequent classes count more.</param>
    /// <exception cref="DecodingException">The iteration did not converge.</exception>
    public static LogisticRegression Fit(
        Matrix vectors, int[] classIndices, int classCount, double inversePenalty, ClassWeighting weighting = ClassWeighting.ByTrials)
    {
        var basis = vectors.Columns > vectors.Rows ? OrthonormalSpan.Of(vectors) : null;
        var costs = ClassWeights.Of(classIndices, classCount, weighting);
        TensorPrimitives.Multiply(costs, inversePenalty, costs);
        var fit = new Newton(basis is null ? vectors : MatrixProduct.MultiplyTransposed(vectors, basis), classIndices, costs);
        fit.Run();
        return new(basis is null ? fit.Weights : MatrixProduct.Multiply(fit.Weights, basis), fit.Intercepts);
    }

    /// <summary>One probability a class.</summary>
    public double[] Probabilities(ReadOnlySpan<double> vector)
    {
        var logits = new double[Math.Max(2, Intercepts.Length)];
        for (var m = 0; m < Intercepts.Length; m++)
            logits[logits.Length - Intercepts.Length + m] = Intercepts[m] + TensorPrimitives.Dot<double>(Weights.Row(m), vector);
        return Softmax.Of(logits);
    }

    /// <summary>The iteration. A point, gradient or direction is all weights [logit × feature], then the intercepts [logit].</summary>
    private sealed class Newton
    {
        private readonly Matrix _vectors;
        private readonly int _logits;
        private readonly int[] _classIndices;
        private readonly double[] _costs;
        private readonly double[] _at;
        private readonly double[] _probabilities;

        public Newton(Matrix vectors, int[] classIndices, double[] costs)
        {
            _vectors = vectors;
            _logits = costs.Length == 2 ? 1 : costs.Length;
            _classIndices = classIndices;
            _costs = costs;
            _at = new double[_logits * (vectors.Columns + 1)];
            _probabilities = new double[_logits * vectors.Rows];
        }

        public Matrix Weights => new(_logits, _vectors.Columns, _at[..WeightCount]);

        public double[] Intercepts => _at[WeightCount..];

        private int WeightCount => _logits * _vectors.Columns;

        public void Run()
        {
            double[] gradient = new double[_at.Length], step = new double[_at.Length];
            var loss = Evaluate(_at, gradient);
            var norm = TensorPrimitives.Norm<double>(gradient);
            for (var round = 0; round < MaximalSteps && norm > GradientTolerance; round++)
            {
                Solve(gradient, step, norm * Math.Min(0.1, norm));
                if (!Search(step, gradient, ref loss)) break;
                norm = TensorPrimitives.Norm<double>(gradient);
            }

            // Rounding keeps large penalties from the last digit of the tolerance; relative to C it is always reached.
            if (norm <= GradientTolerance * Math.Max(10, TensorPrimitives.Max<double>(_costs))) return;
            throw new DecodingException(
                $"Logistic regression stopped at a gradient of {norm:g3} with {_vectors.Rows} trials.",
                "Its weights are not yet the ones that the data ask for.",
                "Look for trials of extreme amplitude, or use a stronger penalty.");
        }

        // Backtracking to a sufficient decrease (Armijo). The objective is convex, so the full step is taken near the end.
        private bool Search(double[] step, double[] gradient, ref double loss)
        {
            var slope = TensorPrimitives.Dot<double>(gradient, step);
            double[] trial = new double[_at.Length], trialGradient = new double[_at.Length];
            for (var length = 1.0; length > 1e-10; length /= 2)
            {
                TensorPrimitives.MultiplyAdd(step, length, _at, trial);
                var value = Evaluate(trial, trialGradient);
                // Where rounding of the loss hides the decrease, the gradient decides.
                var hidden = Math.Abs(length * slope) <= 1e-9 * Math.Abs(loss);
                var better = hidden
                    ? TensorPrimitives.Norm<double>(trialGradient) < TensorPrimitives.Norm<double>(gradient)
                    : value <= loss + 1e-4 * length * slope;
                if (!better) continue;
                trial.CopyTo(_at, 0);
                trialGradient.CopyTo(gradient, 0);
                loss = value;
                return true;
            }

            return false;
        }

        // Conjugate gradients on H · step = −gradient.
        private void Solve(double[] gradient, double[] step, double tolerance)
        {
            Array.Clear(step);
            double[] residual = new double[_at.Length], image = new double[_at.Length];
            TensorPrimitives.Negate<double>(gradient, residual);
            var direction = residual.ToArray();
            var square = TensorPrimitives.SumOfSquares<double>(residual);
            for (var round = 0; round < 10 * _at.Length && square > tolerance * tolerance; round++)
            {
                MultiplyByHessian(direction, image);
                var length = square / TensorPrimitives.Dot<double>(direction, image);
                TensorPrimitives.MultiplyAdd(direction, length, step, step);
                TensorPrimitives.MultiplyAdd(image, -length, residual, residual);
                var next = TensorPrimitives.SumOfSquares<double>(residual);
                TensorPrimitives.MultiplyAdd(direction, next / square, residual, direction);
                square = next;
            }
        }

        // The loss and its gradient at a point; keeps the probabilities there for the Hessian.
        private double Evaluate(double[] at, double[] gradient)
        {
            var loss = SetProbabilities(at) + 0.5 * TensorPrimitives.SumOfSquares<double>(at.AsSpan(0, WeightCount));
            at.AsSpan(0, WeightCount).CopyTo(gradient);
            gradient.AsSpan(WeightCount).Clear();
            for (var i = 0; i < _vectors.Rows; i++)
                for (var m = 0; m < _logits; m++)
                    AddVector(gradient, m, i, Cost(i) * (_probabilities[i * _logits + m] - (_classIndices[i] == ClassOf(m) ? 1 : 0)));
            CentreIntercepts(gradient);
            return loss;
        }

        // The probabilities at a point; returns Σ −C log p(class).
        private double SetProbabilities(double[] at)
        {
            var loss = 0.0;
            var scores = new double[Math.Max(2, _logits)];
            for (var i = 0; i < _vectors.Rows; i++)
            {
                for (var m = 0; m < _logits; m++) scores[ClassOf(m)] = Logit(at, m, i);
                var largest = TensorPrimitives.Max<double>(scores);
                var sum = 0.0;
                foreach (var score in scores) sum += Math.Exp(score - largest);
                loss += Cost(i) * (largest + Math.Log(sum) - scores[_classIndices[i]]);
                for (var m = 0; m < _logits; m++) _probabilities[i * _logits + m] = Math.Exp(scores[ClassOf(m)] - largest) / sum;
            }

            return loss;
        }

        private void MultiplyByHessian(double[] direction, double[] image)
        {
            direction.AsSpan(0, WeightCount).CopyTo(image);
            image.AsSpan(WeightCount).Clear();
            var changes = new double[_logits];
            for (var i = 0; i < _vectors.Rows; i++)
            {
                var p = _probabilities.AsSpan(i * _logits, _logits);
                for (var m = 0; m < _logits; m++) changes[m] = Logit(direction, m, i);
                var mean = TensorPrimitives.Dot<double>(p, changes);
                for (var m = 0; m < _logits; m++) AddVector(image, m, i, Cost(i) * p[m] * (changes[m] - mean));
            }

            CentreIntercepts(image);
        }

        // Raising all intercepts of several logits changes nothing, so their sum is zero but for rounding, which has no solution.
        private void CentreIntercepts(double[] vector)
        {
            if (_logits == 1) return;
            var intercepts = vector.AsSpan(WeightCount);
            TensorPrimitives.Subtract(intercepts, TensorPrimitives.Sum<double>(intercepts) / _logits, intercepts);
        }

        private double Logit(double[] at, int logit, int trial) =>
            at[WeightCount + logit] + TensorPrimitives.Dot<double>(
                at.AsSpan(logit * _vectors.Columns, _vectors.Columns), _vectors.Row(trial));

        private void AddVector(double[] sum, int logit, int trial, double factor)
        {
            var target = sum.AsSpan(logit * _vectors.Columns, _vectors.Columns);
            TensorPrimitives.MultiplyAdd(_vectors.Row(trial), factor, target, target);
            sum[WeightCount + logit] += factor;
        }

        private double Cost(int trial) => _costs[_classIndices[trial]];

        private int ClassOf(int logit) => _logits == 1 ? 1 : logit;
    }
}
