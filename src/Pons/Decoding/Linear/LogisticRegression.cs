using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// Logistic regression with an L2 penalty on the weights and none on the intercepts: minimises ½‖W‖² + C · Σ −log p(class).
/// Two classes have one logit, more have one each (multinomial). The weights lie in the span of the training vectors, so the
/// solver keeps them as coefficients of those vectors and needs only the Gram matrix: a Newton step, solved by conjugate
/// gradients, costs trials² and not the length of a vector (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.1;
/// representer theorem: Schölkopf, Herbrich and Smola 2001, doi 10.1007/3-540-44581-1_27).
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
    /// <exception cref="DecodingException">The iteration did not converge.</exception>
    public static LogisticRegression Fit(Matrix vectors, int[] classIndices, int classCount, double inversePenalty)
    {
        var fit = new Newton(vectors, classIndices, classCount, inversePenalty);
        fit.Run();
        return new(MatrixProduct.Multiply(fit.Coefficients, vectors), fit.Intercepts);
    }

    /// <summary>One probability a class.</summary>
    public double[] Probabilities(ReadOnlySpan<double> vector)
    {
        var logits = new double[Math.Max(2, Intercepts.Length)];
        for (var m = 0; m < Intercepts.Length; m++)
            logits[logits.Length - Intercepts.Length + m] = Intercepts[m] + TensorPrimitives.Dot<double>(Weights.Row(m), vector);
        return Softmax.Of(logits);
    }

    /// <summary>A point, gradient or direction: coefficients of the training vectors, and intercepts.</summary>
    private sealed class Point(int logits, int trials)
    {
        public double[] Coefficients { get; } = new double[logits * trials];

        public double[] Intercepts { get; } = new double[logits];

        public void Add(double factor, Point other)
        {
            TensorPrimitives.MultiplyAdd(other.Coefficients, factor, Coefficients, Coefficients);
            TensorPrimitives.MultiplyAdd(other.Intercepts, factor, Intercepts, Intercepts);
        }

        /// <summary>This becomes factor · this + other.</summary>
        public void ScaleAndAdd(double factor, Point other)
        {
            TensorPrimitives.MultiplyAdd(Coefficients, factor, other.Coefficients, Coefficients);
            TensorPrimitives.MultiplyAdd(Intercepts, factor, other.Intercepts, Intercepts);
        }

        public void Set(Point other)
        {
            other.Coefficients.CopyTo(Coefficients, 0);
            other.Intercepts.CopyTo(Intercepts, 0);
        }
    }

    private sealed class Newton
    {
        private readonly int _trials;
        private readonly int _logits;
        private readonly int[] _classIndices;
        private readonly double _c;
        private readonly Matrix _gram;
        private readonly Point _at;
        private readonly double[] _probabilities;

        public Newton(Matrix vectors, int[] classIndices, int classCount, double c)
        {
            _trials = vectors.Rows;
            _logits = classCount == 2 ? 1 : classCount;
            _classIndices = classIndices;
            _c = c;
            _gram = MatrixProduct.MultiplyTransposed(vectors, vectors);
            _at = new(_logits, _trials);
            _probabilities = new double[_logits * _trials];
        }

        public Matrix Coefficients => new(_logits, _trials, _at.Coefficients);

        public double[] Intercepts => _at.Intercepts;

        public void Run()
        {
            Point gradient = new(_logits, _trials), step = new(_logits, _trials);
            var loss = Evaluate(_at, gradient);
            for (var round = 0; round < MaximalSteps; round++)
            {
                var norm = Norm(gradient);
                if (norm <= GradientTolerance) return;
                Solve(gradient, step, norm * Math.Min(0.1, norm));
                if (!Search(step, gradient, ref loss)) break;
            }

            // At the end of double precision the line search finds nothing lower; that is converged too if the slope is tiny.
            var last = Norm(gradient);
            if (last <= 10 * GradientTolerance) return;
            throw new DecodingException(
                $"Logistic regression stopped at a gradient of {last:g3} with {_trials} trials.", "Its weights are not yet the ones that the data ask for.",
                "Look for trials of extreme amplitude, or use a stronger penalty.");
        }

        // Backtracking to a sufficient decrease (Armijo). The objective is convex, so the full step is taken near the end.
        private bool Search(Point step, Point gradient, ref double loss)
        {
            var slope = Dot(gradient, step);
            Point trial = new(_logits, _trials), trialGradient = new(_logits, _trials);
            for (var length = 1.0; length > 1e-10; length /= 2)
            {
                trial.Set(_at);
                trial.Add(length, step);
                var value = Evaluate(trial, trialGradient);
                // Rounding of the loss must not stop the last steps: there the gradient decides.
                var near = Math.Abs(length * slope) <= 1e-13 * Math.Abs(loss) && Dot(trialGradient, trialGradient) < Dot(gradient, gradient);
                if (value > loss + 1e-4 * length * slope && !near) continue;
                _at.Set(trial);
                gradient.Set(trialGradient);
                loss = value;
                return true;
            }

            return false;
        }

        // Conjugate gradients on H · step = −gradient, in the inner product of weight space.
        private void Solve(Point gradient, Point step, double tolerance)
        {
            Array.Clear(step.Coefficients);
            Array.Clear(step.Intercepts);
            Point residual = new(_logits, _trials), direction = new(_logits, _trials), image = new(_logits, _trials);
            residual.Add(-1, gradient);
            direction.Set(residual);
            var square = Dot(residual, residual);
            for (var round = 0; round < 10 * (_trials + 1) * _logits && square > tolerance * tolerance; round++)
            {
                MultiplyByHessian(direction, image);
                var length = square / Dot(direction, image);
                step.Add(length, direction);
                residual.Add(-length, image);
                var next = Dot(residual, residual);
                direction.ScaleAndAdd(next / square, residual);
                square = next;
            }
        }

        private double Evaluate(Point at, Point gradient)
        {
            var loss = SetProbabilities(at);
            for (var m = 0; m < _logits; m++)
            {
                var sum = 0.0;
                for (var i = 0; i < _trials; i++)
                {
                    var error = _probabilities[m * _trials + i] - (_classIndices[i] == ClassOf(m) ? 1 : 0);
                    gradient.Coefficients[m * _trials + i] = at.Coefficients[m * _trials + i] + _c * error;
                    sum += error;
                }

                gradient.Intercepts[m] = _c * sum;
            }

            return loss + 0.5 * DotCoefficients(at, at);
        }

        // The probabilities at a point; returns C · Σ −log p(class).
        private double SetProbabilities(Point at)
        {
            var logits = Images(at);
            var loss = 0.0;
            Span<double> scores = stackalloc double[Math.Min(64, Math.Max(2, _logits))];
            if (_logits > 64) scores = new double[_logits];
            for (var i = 0; i < _trials; i++)
            {
                for (var m = 0; m < _logits; m++) scores[scores.Length - _logits + m] = logits[m * _trials + i];
                if (_logits == 1) scores[0] = 0;
                var largest = TensorPrimitives.Max<double>(scores);
                var sum = 0.0;
                foreach (var score in scores) sum += Math.Exp(score - largest);
                loss += largest + Math.Log(sum) - scores[_classIndices[i]];
                for (var m = 0; m < _logits; m++)
                    _probabilities[m * _trials + i] = Math.Exp(scores[scores.Length - _logits + m] - largest) / sum;
            }

            return _c * loss;
        }

        private void MultiplyByHessian(Point direction, Point image)
        {
            var logits = Images(direction);
            Array.Clear(image.Intercepts);
            for (var i = 0; i < _trials; i++)
            {
                var mean = 0.0;
                for (var m = 0; m < _logits; m++) mean += _probabilities[m * _trials + i] * logits[m * _trials + i];
                for (var m = 0; m < _logits; m++)
                {
                    var at = m * _trials + i;
                    var curvature = _c * _probabilities[at] * (logits[at] - mean);
                    image.Coefficients[at] = direction.Coefficients[at] + curvature;
                    image.Intercepts[m] += curvature;
                }
            }
        }

        // The logits [logit × trial] of a point.
        private double[] Images(Point at)
        {
            var images = new double[_logits * _trials];
            for (var m = 0; m < _logits; m++)
            {
                var coefficients = at.Coefficients.AsSpan(m * _trials, _trials);
                for (var i = 0; i < _trials; i++)
                    images[m * _trials + i] = at.Intercepts[m] + TensorPrimitives.Dot<double>(_gram.Row(i), coefficients);
            }

            return images;
        }

        // Rounding can make the square of a vanishing vector negative.
        private double Norm(Point a) => Math.Sqrt(Math.Max(0, Dot(a, a)));

        private double Dot(Point a, Point b) => DotCoefficients(a, b) + TensorPrimitives.Dot<double>(a.Intercepts, b.Intercepts);

        private double DotCoefficients(Point a, Point b)
        {
            var sum = 0.0;
            for (var m = 0; m < _logits; m++)
                for (var i = 0; i < _trials; i++)
                    sum += a.Coefficients[m * _trials + i]
                        * TensorPrimitives.Dot<double>(_gram.Row(i), b.Coefficients.AsSpan(m * _trials, _trials));
            return sum;
        }

        private int ClassOf(int logit) => _logits == 1 ? 1 : logit;
    }
}
