using System.Collections.Immutable;

namespace Pons.Evaluation;

/// <summary>
/// Two ways to decode, compared on the same subjects by their accuracies. The p-value is that of
/// <see cref="PairedTests.SignFlip"/>.
/// </summary>
/// <param name="First">What is compared.</param>
/// <param name="Second">What it is compared with.</param>
/// <param name="SubjectCount">Subjects that both have.</param>
/// <param name="Difference">Mean of first minus second, with the 95 % interval of Student's t over subjects.</param>
/// <param name="EffectSize">Mean over standard deviation of the differences (Cohen's d for pairs); 0 where they do not vary.</param>
/// <param name="PValue">Of this comparison alone.</param>
/// <param name="AdjustedPValue">After Holm's correction (1979, JSTOR 4615733) over all comparisons of the table.</param>
public sealed record PairedComparison(
    string First, string Second, int SubjectCount, Estimate Difference, double EffectSize, double PValue, double AdjustedPValue)
{
    /// <summary>Compares scores of the same subjects, in the same order.</summary>
    /// <exception cref="ArgumentException">Fewer than two subjects, or lists of different length.</exception>
    public static PairedComparison Of(string first, string second, ReadOnlySpan<double> firstScores, ReadOnlySpan<double> secondScores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(firstScores.Length, 2, nameof(firstScores));
        ArgumentOutOfRangeException.ThrowIfNotEqual(firstScores.Length, secondScores.Length, nameof(secondScores));
        var differences = new double[firstScores.Length];
        for (var i = 0; i < differences.Length; i++) differences[i] = firstScores[i] - secondScores[i];
        var p = PairedTests.SignFlip(firstScores.ToArray(), secondScores.ToArray()).P;
        return new(first, second, differences.Length, StudentT.Mean(differences), EffectOf(differences), p, p);
    }

    /// <summary>Holm's step-down correction over several comparisons, which keep their order.</summary>
    public static ImmutableArray<PairedComparison> Corrected(IReadOnlyList<PairedComparison> comparisons)
    {
        ArgumentNullException.ThrowIfNull(comparisons);
        var adjusted = new double[comparisons.Count];
        var largest = 0.0;
        foreach (var (place, rank) in Enumerable.Range(0, comparisons.Count).OrderBy(i => comparisons[i].PValue).Select((place, rank) => (place, rank)))
            adjusted[place] = largest = Math.Max(largest, Math.Min(1, (comparisons.Count - rank) * comparisons[place].PValue));
        return [.. comparisons.Select((c, i) => c with { AdjustedPValue = adjusted[i] })];
    }

    private static double EffectOf(double[] differences)
    {
        var mean = differences.Average();
        var deviation = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1));
        return deviation > 0 ? mean / deviation : 0;
    }
}
