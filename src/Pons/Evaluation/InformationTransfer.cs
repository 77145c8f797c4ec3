namespace Pons.Evaluation;

/// <summary>
/// Information transfer rate of Wolpaw et al. (1998, doi 10.1109/86.712231): what a selection says, if all classes are equally
/// likely and errors go equally often to each of the others.
/// </summary>
public static class InformationTransfer
{
    /// <summary>Bits a minute; 0 at or below chance.</summary>
    /// <param name="classes">Classes to choose from, at least 2.</param>
    /// <param name="accuracy">Share of right selections, 0 to 1.</param>
    /// <param name="secondsPerSelection">The whole time of a selection with all its pauses, above 0.</param>
    public static double BitsPerMinute(int classes, double accuracy, double secondsPerSelection)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(secondsPerSelection);
        if (accuracy <= 1.0 / classes) return 0;
        var wrong = 1 - accuracy;
        var bits = Math.Log2(classes) + accuracy * Math.Log2(accuracy);
        if (wrong > 0) bits += wrong * Math.Log2(wrong / (classes - 1));
        return 60 * bits / secondsPerSelection;
    }

    /// <summary>
    /// Bits a minute over the interval of an accuracy; it rises with the accuracy, so the ends of one are the ends of the other.
    /// </summary>
    public static Estimate BitsPerMinute(int classes, Estimate accuracy, double secondsPerSelection) => new(
        BitsPerMinute(classes, accuracy.Value, secondsPerSelection),
        BitsPerMinute(classes, accuracy.Low, secondsPerSelection),
        BitsPerMinute(classes, accuracy.High, secondsPerSelection));
}
