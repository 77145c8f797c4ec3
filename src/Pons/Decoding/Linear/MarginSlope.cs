namespace Pons.Decoding.Linear;

/// <summary>
/// Probability of a margin f: 1 / (1 + exp(−slope · f)). The slope is that of largest likelihood over margins of trials that were not
/// trained on, with the smoothed targets of Platt 1999 (Advances in Large Margin Classifiers, p. 61) and the numerically sound form of
/// Lin, Lin and Weng 2007 (doi 10.1007/s10994-007-5018-6). There is no offset, so the probable class is that of the margin's sign.
/// </summary>
internal static class MarginSlope
{
    /// <summary>The slope where margins say nothing, or the opposite: so small that confidence stays near one half.</summary>
    public const double Least = 1e-3;

    private const int MaximalSteps = 100;

    /// <summary>The slope for margins whose trials have these signs.</summary>
    public static double Of(ReadOnlySpan<double> margins, ReadOnlySpan<double> signs)
    {
        var positives = 0;
        foreach (var sign in signs) positives += sign > 0 ? 1 : 0;
        double positiveTarget = (positives + 1.0) / (positives + 2.0), negativeTarget = 1 / (signs.Length - positives + 2.0);
        var targets = new double[signs.Length];
        for (var i = 0; i < targets.Length; i++) targets[i] = signs[i] > 0 ? positiveTarget : negativeTarget;
        if (Derivatives(Least, margins, targets).First >= 0) return Least;
        double low = Least, high = Least;
        do high *= 2;
        while (Derivatives(high, margins, targets).First < 0 && high < 1e12);
        return Root(low, high, margins, targets);
    }

    /// <summary>The probability of sign +1.</summary>
    public static double Probability(double margin, double slope)
    {
        var logit = slope * margin;
        return logit >= 0 ? 1 / (1 + Math.Exp(-logit)) : Math.Exp(logit) / (1 + Math.Exp(logit));
    }

    /// <summary>Newton's method within a bracket that is halved where it would leave it.</summary>
    private static double Root(double low, double high, ReadOnlySpan<double> margins, double[] targets)
    {
        var at = 0.5 * (low + high);
        for (var round = 0; round < MaximalSteps; round++)
        {
            var (first, second) = Derivatives(at, margins, targets);
            if (first < 0) low = at;
            else high = at;
            var next = second > 0 ? at - first / second : low;
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            if (Math.Abs(next - at) <= 1e-12 * at) return next;
            at = next;
        }

        return at;
    }

    private static (double First, double Second) Derivatives(double slope, ReadOnlySpan<double> margins, double[] targets)
    {
        double first = 0, second = 0;
        for (var i = 0; i < margins.Length; i++)
        {
            var p = Probability(margins[i], slope);
            first += (p - targets[i]) * margins[i];
            second += p * (1 - p) * margins[i] * margins[i];
        }

        return (first, second);
    }
}
