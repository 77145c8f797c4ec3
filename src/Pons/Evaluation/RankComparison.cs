using System.Collections.Immutable;

namespace Pons.Evaluation;

/// <summary>
/// Several decoders ranked over the same people, as a critical-difference diagram shows them (Demšar 2006, "Statistical comparisons of
/// classifiers over multiple data sets", Journal of Machine Learning Research 7:1–30): Friedman's test says whether any differs, the pairwise
/// comparisons of the table which. Few people decide nothing: look at <see cref="SmallestAdjustedPValue"/> before reading "no difference".
/// </summary>
public sealed record RankComparison
{
    private const double Significance = 0.05;

    private RankComparison()
    {
    }

    /// <summary>The decoders, of the best average rank first; equal ones in the order given.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Average rank over people of each, 1 is best; equal scores share their mean rank.</summary>
    public required ImmutableArray<double> AverageRanks { get; init; }

    /// <summary>How many people.</summary>
    public required int SubjectCount { get; init; }

    /// <summary>
    /// Friedman's χ² with correction for ties (1937, doi 10.1080/01621459.1937.10503522). Its p is rough below about ten people or six decoders.
    /// </summary>
    public required TestResult Friedman { get; init; }

    /// <summary>The F of Iman and Davenport (1980, doi 10.1080/03610928008827904), which is less cautious than χ².</summary>
    public required TestResult ImanDavenport { get; init; }

    /// <summary>Nemenyi's critical difference of average ranks at 5 %; cautious, and here for orientation: groups follow the pairwise tests.</summary>
    public required double CriticalDifference { get; init; }

    /// <summary>
    /// Largest groups, by place in <see cref="Names"/>, within which no pair has an adjusted p of 5 % or less; of two decoders or more.
    /// </summary>
    public required ImmutableArray<ImmutableArray<int>> Groups { get; init; }

    /// <summary>The least adjusted p that any pair can reach with so many people and pairs; above 0.05 nothing can be shown.</summary>
    public double SmallestAdjustedPValue => Math.Min(1, Math.ScaleB(2, -SubjectCount) * Names.Length * (Names.Length - 1) / 2);

    /// <summary>Ranks the decoders of a table by accuracy; <see langword="null"/> below three decoders or two people.</summary>
    /// <param name="table">A table of several decoders and people.</param>
    public static RankComparison? Of(ScoreTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ImmutableArray<string> names = [.. table.Decoders.Select(d => d.Name)];
        var scores = names.Select(table.AccuraciesOf).ToArray();
        return names.Length < 3 || scores[0].Length < 2 ? null : Of(names, scores, table.Comparisons);
    }

    /// <summary>Ranks decoders.</summary>
    /// <param name="names">At least three.</param>
    /// <param name="scores">[decoder][person]; higher is better, at least two people.</param>
    /// <param name="comparisons">Every pair with its adjusted p.</param>
    /// <exception cref="ArgumentException">Too few decoders or people, or lists of different length.</exception>
    public static RankComparison Of(ImmutableArray<string> names, IReadOnlyList<double[]> scores, IReadOnlyList<PairedComparison> comparisons)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(comparisons);
        if (names.Length < 3 || scores.Count != names.Length || scores[0].Length < 2 || scores.Any(s => s.Length != scores[0].Length))
            throw new ArgumentException($"{scores.Count} lists of scores do not rank {names.Length} decoders over the same people.", nameof(scores));
        var (count, people) = (names.Length, scores[0].Length);
        var (sums, ties) = RankSums(scores);
        var order = Enumerable.Range(0, count).OrderBy(i => sums[i]).ToArray();
        ImmutableArray<string> ordered = [.. order.Select(i => names[i])];
        var friedman = FriedmanOf(sums, ties, people);
        return new()
        {
            Names = ordered,
            AverageRanks = [.. order.Select(i => sums[i] / people)],
            SubjectCount = people,
            Friedman = friedman,
            ImanDavenport = ImanDavenportOf(friedman.Statistic, count, people),
            CriticalDifference = StudentizedRange.UpperQuantile(Significance, count) / Math.Sqrt(2) * Math.Sqrt(count * (count + 1) / (6.0 * people)),
            Groups = GroupsOf(ordered, comparisons),
        };
    }

    /// <summary>Sums of ranks of each decoder, and Σ t(t² − 1) over all ties of t scores.</summary>
    private static (double[] Sums, double Ties) RankSums(IReadOnlyList<double[]> scores)
    {
        var sums = new double[scores.Count];
        var ties = 0.0;
        for (var person = 0; person < scores[0].Length; person++)
            for (var i = 0; i < sums.Length; i++)
            {
                var better = scores.Count(s => s[person] > scores[i][person]);
                var equal = scores.Count(s => s[person] == scores[i][person]);
                sums[i] += better + (equal + 1) / 2.0;
                ties += (double)equal * equal - 1;
            }

        return (sums, ties);
    }

    private static TestResult FriedmanOf(double[] sums, double ties, int people)
    {
        var count = sums.Length;
        var spread = 1 - ties / (people * count * ((double)count * count - 1));
        if (spread <= 0) return new(0, 1);
        var statistic = (12.0 / (people * count * (count + 1)) * sums.Sum(s => s * s) - 3.0 * people * (count + 1)) / spread;
        return new(Math.Max(0, statistic), ChiSquared.UpperTail(Math.Max(0, statistic), count - 1));
    }

    private static TestResult ImanDavenportOf(double friedman, int count, int people)
    {
        var rest = people * (count - 1.0) - friedman;
        var quotient = rest > 1e-9 * friedman ? (people - 1) * friedman / rest : double.PositiveInfinity;
        return new(quotient, Decoding.Erp.FisherTail.Of(quotient, (count - 1) * (people - 1), count - 1));
    }

    /// <summary>All largest sets of decoders of which no pair differs (Bron and Kerbosch 1973, doi 10.1145/362342.362367).</summary>
    private static ImmutableArray<ImmutableArray<int>> GroupsOf(ImmutableArray<string> names, IReadOnlyList<PairedComparison> comparisons)
    {
        var differ = comparisons.Where(c => c.AdjustedPValue <= Significance).Select(c => (c.First, c.Second)).ToHashSet();
        bool Alike(int i, int j) => i != j && !differ.Contains((names[i], names[j])) && !differ.Contains((names[j], names[i]));
        var groups = new List<ImmutableArray<int>>();
        void Extend(ImmutableArray<int> group, List<int> open, List<int> done)
        {
            if (open.Count == 0 && done.Count == 0 && group.Length > 1) groups.Add([.. group.Order()]);
            foreach (var next in open.ToArray())
            {
                Extend(group.Add(next), open.FindAll(i => Alike(i, next)), done.FindAll(i => Alike(i, next)));
                open.Remove(next);
                done.Add(next);
            }
        }

        Extend([], [.. Enumerable.Range(0, names.Length)], []);
        return [.. groups.OrderBy(g => g[0]).ThenBy(g => g[^1])];
    }
}
