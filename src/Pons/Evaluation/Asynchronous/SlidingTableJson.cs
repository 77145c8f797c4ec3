using System.Text.Json;
using Pons.Decoding;

namespace Pons.Evaluation.Asynchronous;

/// <summary>A table of slid decoders as JSON; schema in docs/reference/json/evaluate-sliding.schema.json.</summary>
internal static class SlidingTableJson
{
    public static void Write(Utf8JsonWriter json, SlidingTable table)
    {
        json.WriteStartObject();
        json.WriteString("createdBy", ModelLineage.ThisProgram);
        WriteSettings(json, table.Evaluation);
        ModelJson.Write(json, table.Inputs);
        json.WriteStartArray("leftOut");
        foreach (var left in table.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("name", left.Name);
            json.WriteString("reason", left.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("means");
        Write(json, "falsePerMinute", table.MeanFalsePerMinute);
        Write(json, "hitRate", table.MeanHitRate);
        json.WriteEndObject();
        json.WriteStartObject("pooled");
        Write(json, table.Pooled, table.Evaluation);
        json.WriteEndObject();
        json.WriteStartArray("subjects");
        foreach (var row in table.Rows) Write(json, row, table.Evaluation);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, SlidingEvaluation evaluation)
    {
        ScoreTableJson.Write(json, "paradigm", evaluation.Cutting.Name, evaluation.Cutting.Parameters);
        ScoreTableJson.Write(json, "decoder", evaluation.Decoder.Name, evaluation.Decoder.Parameters);
        json.WriteBoolean("isCausal", true);
        json.WriteBoolean("learnsIdle", evaluation.LearnsIdle);
        json.WriteNumber("windowSeconds", evaluation.Paradigm.FeedbackWindowSeconds);
        json.WriteNumber("stepSeconds", evaluation.StepSeconds);
        json.WriteNumber("dwell", evaluation.DwellCount);
        json.WriteNumber("refractorySeconds", evaluation.RefractorySeconds);
        json.WriteNumber("mostFalsePerMinute", evaluation.MostFalsePerMinute);
    }

    private static void Write(Utf8JsonWriter json, SlidingResult row, SlidingEvaluation evaluation)
    {
        json.WriteStartObject();
        json.WriteString("subject", row.Subject.Name);
        Write(json, row.Counts, evaluation);
        json.WriteStartArray("folds");
        foreach (var fold in row.Folds) Write(json, fold);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SlidingCounts counts, SlidingEvaluation evaluation)
    {
        json.WriteNumber("idleMinutes", counts.IdleMinutes);
        json.WriteNumber("imageryMinutes", counts.ImageryMinutes);
        json.WriteNumber("cues", counts.CueCount);
        foreach (var outcome in Enum.GetValues<ActivationOutcome>())
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName($"{outcome}"), counts.Count(outcome));
        Write(json, "falsePerMinute", counts.FalsePerMinute);
        Write(json, "hitRate", counts.HitRate);
        json.WriteNumber("hitRateOfIdle", counts.HitRateOfIdle(evaluation.Paradigm.Classes.Length));
        if (counts.Latency is not { } latency) return;
        json.WriteStartObject("latencySeconds");
        json.WriteNumber("median", latency.Value);
        json.WriteNumber("lowerQuartile", latency.Low);
        json.WriteNumber("upperQuartile", latency.High);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SlidingFold fold)
    {
        json.WriteStartObject();
        json.WriteString("name", fold.Name);
        json.WriteString("model", fold.ModelHash);
        json.WriteNumber("trained", fold.TrainCount);
        json.WriteNumber("calibrationMinutes", fold.CalibrationMinutes);
        json.WriteNumber("threshold", fold.Threshold);
        json.WriteBoolean("metTarget", fold.MetTarget);
        json.WriteNumber("decisions", fold.DecisionCount);
        json.WriteNumber("cues", fold.Counts.CueCount);
        json.WriteNumber("idleMinutes", fold.Counts.IdleMinutes);
        json.WriteStartArray("activations");
        foreach (var activation in fold.Counts.Activations)
        {
            json.WriteStartObject();
            json.WriteNumber("endSample", activation.EndSampleIndex);
            json.WriteString("label", activation.Label.Name);
            json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName($"{activation.Outcome}"));
            if (activation.Latency is { } latency) json.WriteNumber("latencySeconds", latency);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Estimate estimate)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value", estimate.Value);
        json.WriteStartArray("interval");
        json.WriteNumberValue(estimate.Low);
        json.WriteNumberValue(estimate.High);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
