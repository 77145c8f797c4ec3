namespace Pons.Decoding.Calibration;

/// <summary>
/// Temperature scaling (Guo et al. 2017, doi 10.48550/arXiv.1706.04599): probabilities become those of the softmax of ln p / temperature. Above 1 they
/// are softened, below 1 sharpened; the chosen class stays. Immutable.
/// </summary>
public sealed record TemperatureScaling
{
    private const double Coldest = 1e-3;
    private const double Hottest = 1e6;

    // A class that was ruled out keeps a logarithm, so that heat can bring it back.
    private const double LeastProbability = 1e-300;

    /// <summary>A temperature.</summary>
    /// <param name="temperature">Positive and finite; 1 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public TemperatureScaling(double temperature) => Temperature = HyperParameter.Positive(temperature, nameof(temperature));

    /// <summary>The temperature.</summary>
    public double Temperature { get; }

    /// <summary>The temperature of least log loss, between 0.001 and 1 000 000.</summary>
    /// <param name="predictions">Of trials that the decoder was not trained on; at least one.</param>
    /// <param name="truth">What was asked for; as long, of classes that the predictions know.</param>
    /// <exception cref="ArgumentException">Lengths differ or are 0, or a class is unknown.</exception>
    public static TemperatureScaling Fit(IReadOnlyList<Prediction> predictions, IReadOnlyList<ClassLabel> truth)
    {
        ProbabilityScores.RequireFit(predictions, truth);
        double[][] logits = [.. predictions.Select(p => Logits(p))];
        int[] places = [.. predictions.Select((p, i) => ProbabilityScores.PlaceOf(truth[i], p))];

        // The loss is convex in the inverse temperature, so its slope has one root.
        double low = 1 / Hottest, high = 1 / Coldest;
        if (Slope(low, logits, places) >= 0) return new(Hottest);
        if (Slope(high, logits, places) <= 0) return new(Coldest);
        while (high / low - 1 > 1e-12)
        {
            var middle = Math.Sqrt(low * high);
            if (Slope(middle, logits, places) < 0) low = middle;
            else high = middle;
        }

        return new(1 / Math.Sqrt(low * high));
    }

    /// <summary>The prediction at this temperature.</summary>
    public Prediction Apply(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction with { Probabilities = [.. Scaled(Logits(prediction), 1 / Temperature)] };
    }

    /// <summary>The probabilities at this temperature.</summary>
    internal double[] Apply(ReadOnlySpan<double> probabilities)
    {
        var logits = new double[probabilities.Length];
        for (var k = 0; k < logits.Length; k++) logits[k] = Math.Log(Math.Max(LeastProbability, probabilities[k]));
        return Scaled(logits, 1 / Temperature);
    }

    private static double[] Logits(Prediction prediction) =>
        [.. prediction.Probabilities.Select(p => Math.Log(Math.Max(LeastProbability, p)))];

    private static double[] Scaled(double[] logits, double inverse)
    {
        var scaled = new double[logits.Length];
        for (var k = 0; k < scaled.Length; k++) scaled[k] = logits[k] * inverse;
        return Softmax.Of(scaled);
    }

    /// <summary>The slope of the log loss over the inverse temperature: what is expected of the logits less what the truth had.</summary>
    private static double Slope(double inverse, double[][] logits, int[] places)
    {
        var slope = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            var p = Scaled(logits[i], inverse);
            for (var k = 0; k < p.Length; k++) slope += p[k] * logits[i][k];
            slope -= logits[i][places[i]];
        }

        return slope;
    }
}
