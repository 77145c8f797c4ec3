using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Evaluation.Continuous;

/// <summary>
/// Scores of estimates against the truth from sums over blocks of bins; drawing blocks again and again (Künsch 1989, doi
/// 10.1214/aos/1176347265, here with blocks that do not overlap) gives the intervals.
/// </summary>
internal sealed class ContinuousScoring
{
    private const int Draws = 2000;
    private readonly ImmutableArray<string> _names;
    private readonly BlockSums[][] _blocks;

    /// <summary>Sums up.</summary>
    /// <param name="truth">[bin × output].</param>
    /// <param name="estimate">[bin × output].</param>
    /// <param name="names">Names of the outputs.</param>
    /// <param name="blockBins">Bins of a block.</param>
    public ContinuousScoring(Matrix truth, Matrix estimate, ImmutableArray<string> names, int blockBins)
    {
        _names = names;
        var count = Math.Max(1, truth.Rows / blockBins);
        _blocks = [.. names.Select((_, k) => Enumerable.Range(0, count).Select(b => Sum(truth, estimate, k, Range(b, count, truth.Rows))).ToArray())];
    }

    /// <summary>Scores by output, and those of their mean.</summary>
    public (ImmutableArray<OutputScore> Outputs, OutputScore Mean) Scores()
    {
        var draws = new double[_names.Length + 1, 3][];
        for (var k = 0; k <= _names.Length; k++)
            for (var s = 0; s < 3; s++) draws[k, s] = new double[Draws];
        var random = new Random(20120706);
        var chosen = new int[_blocks[0].Length];
        for (var d = 0; d < Draws; d++)
        {
            for (var b = 0; b < chosen.Length; b++) chosen[b] = random.Next(chosen.Length);
            Enter(draws, d, Of(chosen));
        }

        int[] all = [.. Enumerable.Range(0, chosen.Length)];
        var scores = Of(all);
        var outputs = Enumerable.Range(0, _names.Length).Select(k => Score(_names[k], k, scores, draws)).ToImmutableArray();
        return (outputs, Score("mean", _names.Length, scores, draws));
    }

    // One row an output, then the mean of the rows.
    private double[,] Of(ReadOnlySpan<int> blocks)
    {
        var scores = new double[_names.Length + 1, 3];
        for (var k = 0; k < _names.Length; k++)
        {
            var sum = default(BlockSums);
            foreach (var b in blocks) sum += _blocks[k][b];
            (scores[k, 0], scores[k, 1], scores[k, 2]) = (sum.Correlation, sum.R2, Math.Sqrt(Math.Max(0, 1 - sum.R2)));
            for (var s = 0; s < 3; s++) scores[_names.Length, s] += scores[k, s] / _names.Length;
        }

        return scores;
    }

    private void Enter(double[,][] draws, int draw, double[,] scores)
    {
        for (var k = 0; k <= _names.Length; k++)
            for (var s = 0; s < 3; s++) draws[k, s][draw] = scores[k, s];
    }

    private static OutputScore Score(string name, int row, double[,] scores, double[,][] draws) =>
        new(name, With(scores[row, 0], draws[row, 0]), With(scores[row, 1], draws[row, 1]), With(scores[row, 2], draws[row, 2]));

    private static Estimate With(double value, double[] draws)
    {
        Array.Sort(draws);
        return new(value, draws[(int)(0.025 * Draws)], draws[(int)(0.975 * Draws)]);
    }

    private static (int First, int End) Range(int block, int count, int bins) =>
        ((int)((long)bins * block / count), (int)((long)bins * (block + 1) / count));

    private static BlockSums Sum(Matrix truth, Matrix estimate, int output, (int First, int End) range)
    {
        var sum = default(BlockSums);
        for (var t = range.First; t < range.End; t++) sum += BlockSums.Of(truth[t, output], estimate[t, output]);
        return sum;
    }
}
