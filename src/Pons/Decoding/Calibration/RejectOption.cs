using System.Collections.Immutable;

namespace Pons.Decoding.Calibration;

/// <summary>
/// Deciding only when sure enough (Chow 1970, doi 10.1109/TIT.1970.1054406): below a least confidence no decision is made. Accuracy of what is
/// accepted means nothing without the share that is; report both, from trials that the threshold was not chosen on.
/// </summary>
public sealed record RejectOption
{
    /// <summary>A threshold.</summary>
    /// <param name="leastConfidence">0 to 1; 0 accepts everything.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public RejectOption(double leastConfidence) => LeastConfidence = HyperParameter.Within(leastConfidence, 0, 1, nameof(leastConfidence));

    /// <summary>The confidence from which on decisions are accepted.</summary>
    public double LeastConfidence { get; }

    /// <summary>The decided class; <see langword="null"/> when it is not sure enough.</summary>
    public ClassLabel? Decide(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction.Confidence >= LeastConfidence ? prediction.Label : null;
    }

    /// <summary>The lowest threshold whose accepted decisions are right often enough; <see langword="null"/> if there is none.</summary>
    /// <param name="predictions">Of trials that the decoder was not trained on; at least one.</param>
    /// <param name="truth">What was asked for; as long.</param>
    /// <param name="accuracy">The least share of accepted decisions that is right, 0 to 1.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0.</exception>
    public static RejectOption? ForAccuracy(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth, double accuracy)
    {
        var points = Curve(predictions, truth);
        for (var i = points.Length - 1; i >= 0; i--)
            if (points[i].Accuracy >= accuracy) return new(points[i].LeastConfidence);
        return null;
    }

    /// <summary>Accuracy against coverage for every threshold that makes a difference, the strictest first.</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="truth">What was asked for; as long.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0.</exception>
    public static ImmutableArray<CoveragePoint> Curve(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth)
    {
        ProbabilityScores.RequireFit(predictions, truth);
        var order = Enumerable.Range(0, predictions.Count).OrderByDescending(i => predictions[i].Confidence).ToArray();
        var points = ImmutableArray.CreateBuilder<CoveragePoint>();
        var right = 0;
        for (var n = 1; n <= order.Length; n++)
        {
            var at = order[n - 1];
            if (predictions[at].Label == truth[at]) right++;
            var confidence = Math.Min(1, predictions[at].Confidence);
            if (n < order.Length && predictions[order[n]].Confidence >= confidence) continue;
            points.Add(new(confidence, (double)n / order.Length, (double)right / n));
        }

        return points.ToImmutable();
    }
}
