namespace Pons.Evaluation;

/// <summary>Means over subjects with the 95 % interval of Student's t by subject; every subject counts alike.</summary>
/// <param name="Decoder">Name of the decoder.</param>
/// <param name="SubjectCount">How many subjects; with one, value and interval are those of its trials and say nothing about other people.</param>
/// <param name="Accuracy">Mean accuracy.</param>
/// <param name="BalancedAccuracy">Mean balanced accuracy.</param>
/// <param name="Kappa">Mean of Cohen's kappa.</param>
/// <param name="Auc">Mean area under the receiver operating characteristic; only where every subject has one.</param>
/// <param name="BitsPerMinute">Mean information transfer rate.</param>
public sealed record DecoderMeans(
    string Decoder, int SubjectCount, Estimate Accuracy, Estimate BalancedAccuracy, Estimate Kappa, Estimate? Auc, Estimate BitsPerMinute)
{
    internal static DecoderMeans Of(string decoder, IReadOnlyList<Scores> subjects) => new(
        decoder,
        subjects.Count,
        Mean([.. subjects.Select(s => s.Accuracy)], 0, 1),
        Mean([.. subjects.Select(s => s.BalancedAccuracy)], 0, 1),
        Mean([.. subjects.Select(s => s.Kappa)], -1, 1),
        subjects.All(s => s.Auc is not null) ? Mean([.. subjects.Select(s => s.Auc!.Value)], 0, 1) : null,
        Mean([.. subjects.Select(s => s.BitsPerMinute)], 0, double.PositiveInfinity));

    private static Estimate Mean(Estimate[] subjects, double least, double most)
    {
        if (subjects.Length == 1) return subjects[0];
        var mean = StudentT.Mean([.. subjects.Select(s => s.Value)]);
        return mean with { Low = Math.Max(least, mean.Low), High = Math.Min(most, mean.High) };
    }
}
