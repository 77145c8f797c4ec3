namespace Pons.Evaluation;

/// <summary>Means over subjects with the 95 % interval of Student's t by subject; every subject counts alike.</summary>
/// <param name="Decoder">Name of the decoder.</param>
/// <param name="SubjectCount">How many subjects; with one the interval is the value.</param>
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
        Clipped(StudentT.Mean([.. subjects.Select(s => s.Accuracy.Value)]), 0, 1),
        Clipped(StudentT.Mean([.. subjects.Select(s => s.BalancedAccuracy.Value)]), 0, 1),
        Clipped(StudentT.Mean([.. subjects.Select(s => s.Kappa.Value)]), -1, 1),
        subjects.All(s => s.Auc is not null) ? Clipped(StudentT.Mean([.. subjects.Select(s => s.Auc!.Value.Value)]), 0, 1) : null,
        Clipped(StudentT.Mean([.. subjects.Select(s => s.BitsPerMinute.Value)]), 0, double.PositiveInfinity));

    private static Estimate Clipped(Estimate estimate, double least, double most) =>
        estimate with { Low = Math.Max(least, estimate.Low), High = Math.Min(most, estimate.High) };
}
