namespace Pons.Evaluation.Identity;

/// <summary>Where a threshold rejects as large a share of right scores as it accepts of wrong ones. ISO/IEC 19795-1.</summary>
public static class EqualErrorRate
{
    /// <summary>The rate, halfway between the two shares at the threshold where they are nearest.</summary>
    /// <param name="right">Scores of people compared with themselves; at least one.</param>
    /// <param name="wrong">Scores of people compared with others; at least one.</param>
    /// <exception cref="ArgumentException">One of the two is empty.</exception>
    public static double Of(IEnumerable<double> right, IEnumerable<double> wrong)
    {
        var (own, other) = (right.Order().ToArray(), wrong.Order().ToArray());
        if (own.Length == 0 || other.Length == 0) throw new ArgumentException("There are no scores to compare.", nameof(right));
        var (nearest, rate) = (double.PositiveInfinity, 0.5);
        var (i, j) = (0, 0);
        foreach (var threshold in own.Concat(other).Append(double.PositiveInfinity).Order())
        {
            while (i < own.Length && own[i] < threshold) i++;
            while (j < other.Length && other[j] < threshold) j++;
            var (rejected, accepted) = ((double)i / own.Length, 1 - (double)j / other.Length);
            if (Math.Abs(rejected - accepted) >= nearest) continue;
            nearest = Math.Abs(rejected - accepted);
            rate = (rejected + accepted) / 2;
        }

        return rate;
    }
}
