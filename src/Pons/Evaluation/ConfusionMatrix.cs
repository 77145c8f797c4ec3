namespace Pons.Evaluation;

/// <summary>How often each class was decided for each true class. Immutable.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>Counts pairs of true and decided class.</summary>
    /// <param name="classCount">At least 2.</param>
    /// <param name="pairs">Places of the true and the decided class, 0 to <paramref name="classCount"/> − 1.</param>
    public ConfusionMatrix(int classCount, IEnumerable<(int Truth, int Decided)> pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        ClassCount = classCount;
        _counts = new int[classCount * classCount];
        foreach (var (truth, decided) in pairs) _counts[truth * classCount + decided]++;
        Total = _counts.Sum();
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The number of trials.</summary>
    public int Total { get; }

    /// <summary>The number of trials that were decided rightly.</summary>
    public int Correct => Enumerable.Range(0, ClassCount).Sum(k => this[k, k]);

    /// <summary>Trials of class <paramref name="truth"/> that were decided as <paramref name="decided"/>.</summary>
    public int this[int truth, int decided] => _counts[truth * ClassCount + decided];

    /// <summary>The share of right trials, with Wilson's interval.</summary>
    public Estimate Accuracy() => Proportion.Of(Correct, Total);

    /// <summary>
    /// Mean over the classes that occur of the share of their trials that is right. Interval by the normal approximation with two
    /// successes and two failures added to each class (Agresti and Coull 1998, doi 10.1080/00031305.1998.10480550).
    /// </summary>
    public Estimate BalancedAccuracy()
    {
        double sum = 0, variance = 0;
        var classes = 0;
        for (var k = 0; k < ClassCount; k++)
        {
            var trials = RowSum(k);
            if (trials == 0) continue;
            classes++;
            sum += (double)this[k, k] / trials;
            var adjusted = (this[k, k] + 2.0) / (trials + 4);
            variance += adjusted * (1 - adjusted) / (trials + 4);
        }

        var value = sum / classes;
        var half = Proportion.NormalQuantile * Math.Sqrt(variance) / classes;
        return new(value, Math.Max(0, value - half), Math.Min(1, value + half));
    }

    /// <summary>
    /// Cohen's kappa: agreement beyond what the shares of classes and decisions give by chance; 0 when nothing more can be said.
    /// Interval by the standard error of Fleiss, Cohen and Everitt (1969, doi 10.1037/h0028106), equation 13.
    /// </summary>
    public Estimate Kappa()
    {
        double agreement = 0, chance = 0;
        for (var k = 0; k < ClassCount; k++)
        {
            agreement += Share(k, k);
            chance += RowShare(k) * ColumnShare(k);
        }

        if (chance >= 1) return new(0, 0, 0);
        var kappa = (agreement - chance) / (1 - chance);
        var half = Proportion.NormalQuantile * Math.Sqrt(Math.Max(0, KappaVariance(kappa, chance)));
        return new(kappa, Math.Max(-1, kappa - half), Math.Min(1, kappa + half));
    }

    /// <summary>
    /// Correlation of truth and decision (Matthews 1975, doi 10.1016/0005-2795(75)90109-9; for more than two classes Gorodkin 2004,
    /// doi 10.1016/j.compbiolchem.2004.09.006); −1 to 1, 0 when only one class was decided or occurs.
    /// </summary>
    public double Matthews()
    {
        double products = 0, truths = 0, decisions = 0;
        for (var k = 0; k < ClassCount; k++)
        {
            products += RowShare(k) * ColumnShare(k);
            truths += RowShare(k) * RowShare(k);
            decisions += ColumnShare(k) * ColumnShare(k);
        }

        var scale = (1 - truths) * (1 - decisions);
        return scale > 0 ? ((double)Correct / Total - products) / Math.Sqrt(scale) : 0;
    }

    /// <summary>F1 of one class: the harmonic mean of precision and recall; 0 when it neither occurs nor is decided.</summary>
    /// <param name="positive">The place of the class.</param>
    public double F1(int positive)
    {
        var occurs = RowSum(positive);
        var decided = Enumerable.Range(0, ClassCount).Sum(truth => this[truth, positive]);
        return occurs + decided > 0 ? 2.0 * this[positive, positive] / (occurs + decided) : 0;
    }

    private double KappaVariance(double kappa, double chance)
    {
        var sum = 0.0;
        for (var i = 0; i < ClassCount; i++)
            for (var j = 0; j < ClassCount; j++)
            {
                var weight = (ColumnShare(i) + RowShare(j)) * (1 - kappa);
                sum += Share(i, j) * (i == j ? (1 - weight) * (1 - weight) : weight * weight);
            }

        var rest = kappa - chance * (1 - kappa);
        return (sum - rest * rest) / (Total * (1 - chance) * (1 - chance));
    }

    private int RowSum(int truth) => Enumerable.Range(0, ClassCount).Sum(decided => this[truth, decided]);

    private double Share(int truth, int decided) => (double)this[truth, decided] / Total;

    private double RowShare(int truth) => (double)RowSum(truth) / Total;

    private double ColumnShare(int decided) => (double)Enumerable.Range(0, ClassCount).Sum(truth => this[truth, decided]) / Total;
}
