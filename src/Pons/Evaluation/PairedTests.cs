namespace Pons.Evaluation;

/// <summary>
/// Whether two decoders differ over people: one pair of scores a person, both sides tested. Never over trials or folds, which are not
/// independent (Dietterich 1998, doi 10.1162/089976698300017197).
/// </summary>
public static class PairedTests
{
    private const int MostExactFlips = 20, Flips = 100_000;

    /// <summary>Student's paired test: mean difference over its standard error. Not a number where all differences are equal.</summary>
    /// <param name="a">One score a person.</param>
    /// <param name="b">The other score of the same people.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are fewer than two people.</exception>
    public static TestResult Student(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var differences = Differences(a, b);
        var mean = differences.Average();
        var variance = differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1);
        var t = mean / Math.Sqrt(variance / differences.Length);
        return new(t, 2 * StudentT.UpperTail(Math.Abs(t), differences.Length - 1));
    }

    /// <summary>
    /// The sign-flip test, Fisher's randomisation test for pairs: without a difference, each is as likely positive as negative. The
    /// statistic is the mean difference; p is two-sided, exact up to twenty people, else over 100 000 seeded flips.
    /// </summary>
    /// <param name="a">One score a person.</param>
    /// <param name="b">The other score of the same people.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are fewer than two people.</exception>
    public static TestResult SignFlip(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var differences = Differences(a, b);
        var observed = Math.Abs(differences.Sum()) - 1e-12 * differences.Length;
        return new(differences.Average(), differences.Length <= MostExactFlips ? Exact(differences, observed) : Sampled(differences, observed));
    }

    /// <summary>
    /// Wilcoxon's signed-rank test (1945, doi 10.2307/3001968): the smaller sum of ranks. Equal pairs are left out, equal sizes share their
    /// mean rank, and p counts all changes of signs, so it is exact for any number of people.
    /// </summary>
    /// <param name="a">One score a person.</param>
    /// <param name="b">The other score of the same people.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are fewer than two people.</exception>
    public static TestResult Wilcoxon(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var differences = Differences(a, b).Where(d => d != 0).OrderBy(Math.Abs).ToArray();
        if (differences.Length == 0) return new(0, 1);
        var ranks = TwiceRanks(differences);
        var positive = differences.Select((d, i) => d > 0 ? ranks[i] : 0).Sum();
        var smaller = Math.Min(positive, ranks.Sum() - positive);
        return new(0.5 * smaller, Math.Min(1, 2 * ShareAtMost(smaller, ranks)));
    }

    /// <summary>
    /// One probability out of several one-sided ones of independent data sets (Stouffer 1949): Σ w z / √Σ w². Weights are best the square
    /// roots of the numbers of people.
    /// </summary>
    /// <param name="probabilities">Each above 0 and below 1, at least one.</param>
    /// <param name="weights">One a data set, above 0; equal if left out.</param>
    /// <exception cref="ArgumentException">A probability or weight is out of range, or lengths differ.</exception>
    public static TestResult Stouffer(IReadOnlyList<double> probabilities, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Count == 0 || probabilities.Any(p => !(p is > 0 and < 1)))
            throw new ArgumentException("Every probability must lie between 0 and 1.", nameof(probabilities));
        if (weights is not null && (weights.Count != probabilities.Count || weights.Any(w => !(w > 0 && double.IsFinite(w)))))
            throw new ArgumentException("Every probability needs a weight above 0.", nameof(weights));
        double sum = 0, square = 0;
        for (var i = 0; i < probabilities.Count; i++)
        {
            var weight = weights?[i] ?? 1;
            sum += weight * NormalDistribution.UpperQuantile(probabilities[i]);
            square += weight * weight;
        }

        var z = sum / Math.Sqrt(square);
        return new(z, NormalDistribution.UpperTail(z));
    }

    /// <summary>Each step of Gray's code flips one sign, so that all sums cost one addition each.</summary>
    private static double Exact(double[] differences, double observed)
    {
        var (sum, reached, count) = (differences.Sum(), 0L, 1L << differences.Length);
        var signs = new double[differences.Length];
        signs.AsSpan().Fill(1);
        for (var k = 0L; ; k++)
        {
            if (Math.Abs(sum) >= observed) reached++;
            if (k + 1 == count) return (double)reached / count;
            var flipped = System.Numerics.BitOperations.TrailingZeroCount(k + 1);
            signs[flipped] = -signs[flipped];
            sum += 2 * signs[flipped] * differences[flipped];
        }
    }

    private static double Sampled(double[] differences, double observed)
    {
        var (random, reached) = (new Random(1), 1);
        for (var k = 0; k < Flips; k++)
        {
            var sum = 0.0;
            foreach (var d in differences) sum += random.Next(2) == 0 ? d : -d;
            if (Math.Abs(sum) >= observed) reached++;
        }

        return reached / (Flips + 1.0);
    }

    private static double[] Differences(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Count != b.Count || a.Count < 2)
            throw new ArgumentException($"{a.Count} and {b.Count} scores are not pairs of two or more people.", nameof(b));
        return [.. a.Select((v, i) => v - b[i])];
    }

    /// <summary>Twice the rank of each, which is whole for shared ranks too.</summary>
    private static int[] TwiceRanks(double[] bySize)
    {
        var ranks = new int[bySize.Length];
        for (int first = 0, end; first < ranks.Length; first = end)
        {
            for (end = first + 1; end < ranks.Length && Math.Abs(bySize[end]) == Math.Abs(bySize[first]); end++)
            {
            }

            for (var i = first; i < end; i++) ranks[i] = first + 1 + end;
        }

        return ranks;
    }

    /// <summary>The share of all choices of signs whose positive ranks sum to at most a limit.</summary>
    private static double ShareAtMost(int limit, int[] ranks)
    {
        var shares = new double[limit + 1];
        shares[0] = 1;
        foreach (var rank in ranks)
            for (var sum = limit; sum >= 0; sum--)
                shares[sum] = 0.5 * (shares[sum] + (sum >= rank ? shares[sum - rank] : 0));
        return shares.Sum();
    }
}
