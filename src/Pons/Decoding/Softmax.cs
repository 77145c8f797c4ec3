namespace Pons.Decoding;

/// <summary>Scores to probabilities.</summary>
internal static class Softmax
{
    /// <summary>exp(score) over their sum, one probability a score; the largest score is taken out first, so nothing overflows.</summary>
    public static double[] Of(ReadOnlySpan<double> scores)
    {
        var largest = scores[0];
        foreach (var score in scores) largest = Math.Max(largest, score);
        var result = new double[scores.Length];
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++) sum += result[i] = Math.Exp(scores[i] - largest);
        for (var i = 0; i < scores.Length; i++) result[i] /= sum;
        return result;
    }
}
