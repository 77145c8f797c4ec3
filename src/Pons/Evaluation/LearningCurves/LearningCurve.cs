using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pons.Decoding;

namespace Pons.Evaluation.LearningCurves;

/// <summary>
/// Score against the number of training trials of each class. The training trials are the first in time of each fold's training part, so
/// that a point says what a shorter calibration would have given; what is tested is the same at every point. Immutable.
/// </summary>
public sealed record LearningCurve
{
    private LearningCurve(OfflineEvaluation evaluation, ImmutableArray<LearningCurvePoint> points) => (Evaluation, Points) = (evaluation, points);

    /// <summary>What was evaluated; its split divides training and test.</summary>
    public OfflineEvaluation Evaluation { get; }

    /// <summary>The points in ascending order.</summary>
    public ImmutableArray<LearningCurvePoint> Points { get; }

    /// <summary>Evaluates every point.</summary>
    /// <param name="evaluation">What to evaluate.</param>
    /// <param name="countsPerClass">Cues of each class to learn from, each at least 1; at least one count.</param>
    /// <param name="dataset">The recordings.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between two folds.</param>
    /// <exception cref="EvaluationException">A count is more than a training part has, or the recordings cannot be divided.</exception>
    /// <exception cref="DecodingException">A count is too small for a decoder.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static LearningCurve Run(
        OfflineEvaluation evaluation, IReadOnlyCollection<int> countsPerClass, Dataset dataset,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentOutOfRangeException.ThrowIfZero(countsPerClass.Count);
        var points = ImmutableArray.CreateBuilder<LearningCurvePoint>();
        int[] counts = [.. countsPerClass.Distinct().Order()];
        foreach (var count in counts)
        {
            var table = (evaluation with { Split = new FirstTrials(evaluation.Split, count) }).Run(dataset, cancellation: cancellation);
            points.Add(new(count, table));
            progress?.Report((double)points.Count / counts.Length);
        }

        return new(evaluation, points.ToImmutable());
    }

    /// <summary>The curve for a terminal.</summary>
    public string ToText() => LearningCurveText.Of(this);

    /// <summary>The curve as one JSON document.</summary>
    public string ToJson()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true, NewLine = "\n" })) WriteTo(json);
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <summary>Writes the curve as one JSON object; schema in docs/reference/json/evaluate-learning-curve.schema.json.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        LearningCurveJson.Write(json, this);
    }
}
