using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>
/// Support vector machines with hinge loss between every two classes (Cortes and Vapnik 1995, doi 10.1007/BF00994018). The margin of a pair
/// (a, b) is positive for b; it becomes a probability by <see cref="MarginSlope"/> and pairs become classes by
/// <see cref="PairwiseCoupling"/>. Slopes are learnt from margins of trials that a machine has not seen: the trials of each class are
/// cut, in their order, into at most five blocks, of which each in turn is left out.
/// </summary>
internal sealed class PairwiseMachines
{
    private const int BlockCount = 5;

    private PairwiseMachines(int classCount, Matrix coefficients, double[] biases, double[] slopes)
    {
        ClassCount = classCount;
        Coefficients = coefficients;
        Biases = biases;
        Slopes = slopes;
    }

    public int ClassCount { get; }

    /// <summary>[pair × trial]: what the kernel with each training trial is multiplied by.</summary>
    public Matrix Coefficients { get; }

    /// <summary>[pair].</summary>
    public double[] Biases { get; }

    /// <summary>[pair].</summary>
    public double[] Slopes { get; }

    /// <summary>Number of pairs of so many classes.</summary>
    public static int PairsOf(int classCount) => classCount * (classCount - 1) / 2;

    /// <summary>From learnt values.</summary>
    public static PairwiseMachines Of(int classCount, Matrix coefficients, double[] biases, double[] slopes) =>
        new(classCount, coefficients, biases, slopes);

    /// <summary>Fits to a kernel; every class has at least two trials.</summary>
    /// <param name="kernel">[trial × trial].</param>
    /// <param name="classIndices">The class of each trial, 0 to <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="inversePenalty">C, above 0.</param>
    /// <param name="weighting">Whether frequent classes count more.</param>
    public static PairwiseMachines Fit(Matrix kernel, int[] classIndices, int classCount, double inversePenalty, ClassWeighting weighting)
    {
        var costs = ClassWeights.Of(classIndices, classCount, weighting);
        TensorPrimitives.Multiply(costs, inversePenalty, costs);
        var pairs = PairsOf(classCount);
        var result = new PairwiseMachines(classCount, new(pairs, kernel.Rows), new double[pairs], new double[pairs]);
        for (var a = 0; a < classCount; a++)
            for (var b = a + 1; b < classCount; b++)
                result.FitPair(new(kernel, classIndices, costs, a, b), PairwiseCoupling.PairOf(a, b, classCount));
        return result;
    }

    /// <summary>One probability a class from one margin a pair; the margins are overwritten.</summary>
    public double[] Probabilities(Span<double> margins)
    {
        for (var p = 0; p < margins.Length; p++) margins[p] = MarginSlope.Probability(margins[p], Slopes[p]);
        return PairwiseCoupling.Of(margins, ClassCount);
    }

    private void FitPair(Pair pair, int place)
    {
        int[] all = [.. Enumerable.Range(0, pair.Trials.Length)];
        var (coefficients, bias) = pair.Solve(all);
        for (var i = 0; i < all.Length; i++) Coefficients[place, pair.Trials[i]] = coefficients[i];
        Biases[place] = bias;
        Slopes[place] = MarginSlope.Of(pair.MarginsOfOthers(all), pair.Signs);
    }

    /// <summary>The trials of two classes.</summary>
    private sealed class Pair
    {
        private readonly Matrix _kernel;
        private readonly double[] _limits;
        private readonly int[] _blocks;

        public Pair(Matrix kernel, int[] classIndices, double[] costs, int a, int b)
        {
            _kernel = kernel;
            Trials = [.. Enumerable.Range(0, classIndices.Length).Where(i => classIndices[i] == a || classIndices[i] == b)];
            Signs = [.. Trials.Select(i => classIndices[i] == b ? 1.0 : -1.0)];
            _limits = [.. Trials.Select(i => costs[classIndices[i]])];
            _blocks = Blocks(Signs);
        }

        public ImmutableArray<int> Trials { get; }

        public double[] Signs { get; }

        public (double[] Coefficients, double Bias) Solve(int[] chosen) =>
            MinimalOptimisation.Solve(Submatrix(chosen), [.. chosen.Select(i => Signs[i])], [.. chosen.Select(i => _limits[i])]);

        /// <summary>The margin of each trial by a machine that was trained without its block.</summary>
        public double[] MarginsOfOthers(int[] all)
        {
            var margins = new double[all.Length];
            for (var block = 0; block <= _blocks.Max(); block++)
            {
                int[] training = [.. all.Where(i => _blocks[i] != block)];
                var (coefficients, bias) = Solve(training);
                foreach (var i in all.Where(i => _blocks[i] == block))
                {
                    margins[i] = bias;
                    for (var j = 0; j < training.Length; j++)
                        margins[i] += coefficients[j] * _kernel[Trials[i], Trials[training[j]]];
                }
            }

            return margins;
        }

        private Matrix Submatrix(int[] chosen)
        {
            var part = new Matrix(chosen.Length, chosen.Length);
            for (var r = 0; r < chosen.Length; r++)
                for (var c = 0; c < chosen.Length; c++)
                    part[r, c] = _kernel[Trials[chosen[r]], Trials[chosen[c]]];
            return part;
        }

        private static int[] Blocks(double[] signs)
        {
            var ofPositive = signs.Count(s => s > 0);
            var count = Math.Min(BlockCount, Math.Min(ofPositive, signs.Length - ofPositive));
            int[] seen = [0, 0], totals = [signs.Length - ofPositive, ofPositive];
            var blocks = new int[signs.Length];
            for (var i = 0; i < signs.Length; i++)
            {
                var side = signs[i] > 0 ? 1 : 0;
                blocks[i] = (int)((long)seen[side]++ * count / totals[side]);
            }

            return blocks;
        }
    }
}
