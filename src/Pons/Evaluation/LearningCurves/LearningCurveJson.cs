using System.Text.Json;
using Pons.Decoding;

namespace Pons.Evaluation.LearningCurves;

/// <summary>A learning curve as JSON.</summary>
internal static class LearningCurveJson
{
    public static void Write(Utf8JsonWriter json, LearningCurve curve)
    {
        var table = curve.Points[0].Table;
        json.WriteStartObject();
        json.WriteString("createdBy", ModelLineage.ThisProgram);
        ScoreTableJson.Write(json, "paradigm", table.Paradigm.Name, table.Paradigm.Parameters);
        ScoreTableJson.Write(json, "split", curve.Evaluation.Split.Name, curve.Evaluation.Split.Parameters);
        json.WriteStartArray("decoders");
        foreach (var decoder in table.Decoders) ScoreTableJson.Write(json, null, decoder.Name, decoder.Parameters);
        json.WriteEndArray();
        ScoreTableJson.WriteInputs(json, table);
        json.WriteStartArray("points");
        foreach (var point in curve.Points) Write(json, point);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LearningCurvePoint point)
    {
        json.WriteStartObject();
        json.WriteNumber("trialsPerClass", point.CountPerClass);
        json.WriteNumber("calibrationMinutes", point.CalibrationMinutes);
        json.WriteStartObject("means");
        foreach (var means in point.Table.Means) ScoreTableJson.Write(json, means);
        json.WriteEndObject();
        json.WriteStartArray("subjects");
        foreach (var row in point.Table.Rows)
        {
            json.WriteStartObject();
            json.WriteString("subject", row.Subject.Name);
            json.WriteString("decoder", row.Decoder);
            json.WriteNumber("calibrationMinutes", row.Folds.Average(f => f.CalibrationMinutes));
            json.WriteNumber("trials", row.Scores.TrialCount);
            json.WriteNumber("correct", row.Scores.CorrectCount);
            json.WriteNumber("balancedAccuracy", row.Scores.BalancedAccuracy.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
