namespace Pons.Decoding.Calibration;

/// <summary>Proper scores of probabilities: best, on average, for whoever says what he believes (Gneiting and Raftery 2007,
/// doi 10.1198/016214506000001437).</summary>
public static class ProbabilityScores
{
    /// <summary>Mean of −ln p(true class), in nats; infinite where a class came true that was ruled out.</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="truth">What was asked for; as long, of classes that the predictions know.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0, or a class is unknown.</exception>
    public static double LogLoss(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth)
    {
        RequireFit(predictions, truth);
        var sum = 0.0;
        for (var i = 0; i < predictions.Count; i++) sum -= Math.Log(predictions[i].Probabilities[PlaceOf(truth[i], predictions[i])]);
        return sum / predictions.Count;
    }

    /// <summary>
    /// Brier's score: half the mean of Σ (p − 1 for the true class, p for the others)², so that two classes give the usual (p − y)²; 0 to 1.
    /// </summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="truth">What was asked for; as long, of classes that the predictions know.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0, or a class is unknown.</exception>
    public static double Brier(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth)
    {
        RequireFit(predictions, truth);
        var sum = 0.0;
        for (var i = 0; i < predictions.Count; i++)
        {
            var place = PlaceOf(truth[i], predictions[i]);
            for (var k = 0; k < predictions[i].Probabilities.Length; k++)
            {
                var error = predictions[i].Probabilities[k] - (k == place ? 1 : 0);
                sum += error * error;
            }
        }

        return sum / (2 * predictions.Count);
    }

    internal static void RequireFit(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(truth);
        if (predictions.Count == 0 || predictions.Count != truth.Count)
            throw new ArgumentException($"{truth.Count} labels do not fit {predictions.Count} predictions.", nameof(truth));
    }

    internal static int PlaceOf(ClassLabel label, Prediction prediction)
    {
        var place = prediction.Classes.IndexOf(label);
        return place >= 0 ? place : throw new ArgumentException($"The predictions do not know the class '{label}'.", nameof(label));
    }
}
