namespace Pons.Evaluation;

/// <summary>Shares of successes: their interval, and what guessing reaches.</summary>
public static class Proportion
{
    internal const double NormalQuantile = 1.959963984540054;

    /// <summary>
    /// The share with the interval of Wilson (1927, doi 10.1080/01621459.1927.10502953), which also holds for few trials and shares
    /// near 0 and 1.
    /// </summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    public static Estimate Of(int successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        const double z2 = NormalQuantile * NormalQuantile;
        var share = (double)successes / trials;
        var centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
        var half = NormalQuantile / (1 + z2 / trials) * Math.Sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials));
        // At the ends the interval reaches the share itself; rounding must not leave it short of it.
        return new(share, successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The probability that guessing gets at least so many of the trials right (binomial).</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="chance">The probability to guess one trial right, above 0 and below 1.</param>
    public static double ByChance(int successes, int trials, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(chance is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Must be above 0 and below 1.");
        if (successes == 0) return 1;
        var odds = Math.Log(1 - chance) - Math.Log(chance);
        var logProbability = trials * Math.Log(chance);
        var tail = Math.Exp(logProbability);
        for (var k = trials; k > successes; k--)
        {
            // From P(X = k) to P(X = k − 1).
            logProbability += Math.Log(k) - Math.Log(trials - k + 1) + odds;
            tail += Math.Exp(logProbability);
        }

        return Math.Min(1, tail);
    }

    /// <summary>
    /// The smallest number of right trials that guessing reaches or passes with probability of at most 5 % (Müller-Putz et al. 2008,
    /// "Better than random?"). One more than <paramref name="trials"/> when not even all of them would be enough.
    /// </summary>
    /// <param name="trials">At least 1.</param>
    /// <param name="classes">Classes that are guessed with equal probability, at least 2.</param>
    public static int ChanceLimit(int trials, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var (success, failure) = (Math.Log(1.0 / classes), Math.Log(1 - 1.0 / classes));
        var logProbability = trials * success;
        var tail = Math.Exp(logProbability);
        var limit = trials + 1;
        while (limit > 0 && tail <= 0.05)
        {
            limit--;
            // From P(X = limit) to P(X = limit − 1).
            if (limit > 0) logProbability += Math.Log(limit) - Math.Log(trials - limit + 1) + failure - success;
            tail += Math.Exp(logProbability);
        }

        return limit;
    }
}
