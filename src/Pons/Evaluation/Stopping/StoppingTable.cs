using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pons.Decoding;

namespace Pons.Evaluation.Stopping;

/// <summary>Results of growing windows, with everything that is needed to compute them again. Immutable.</summary>
/// <param name="Evaluation">What was evaluated.</param>
/// <param name="Inputs">The files that trials came from, with their hashes.</param>
/// <param name="LeftOut">Recordings and trials that were not used.</param>
/// <param name="Rows">One a decoder and subject.</param>
public sealed record StoppingTable(
    StoppingEvaluation Evaluation, ImmutableArray<ModelInput> Inputs, ImmutableArray<LeftOut> LeftOut, ImmutableArray<StoppingResult> Rows)
{
    /// <summary>As plain text for a terminal; ends with a line break.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Evaluation.Paradigm.Name}, {Evaluation.Split.Name}: windows grow by {Evaluation.StepSeconds:0.##} s until {100 * Evaluation.Target:0} % should be right\n\n");
        foreach (var row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Subject,-12} {row.Decoder,-16} growing {Cell(row.Growing)}, {row.SureCount} of {row.TrialCount} stopped early\n");
            foreach (var steady in row.Fixed) text.Append(CultureInfo.InvariantCulture, $"{"",-29} fixed   {Cell(steady)}\n");
        }

        return text.Append("\n[] 95 % interval; bit/min with the pauses of the protocol\n").ToString();
    }

    /// <summary>Writes it as one JSON object; schema in docs/reference/json/evaluate-stopping.schema.json.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("createdBy", ModelLineage.ThisProgram);
        ScoreTableJson.Write(json, "paradigm", Evaluation.Paradigm.Name, Evaluation.Paradigm.Parameters);
        ScoreTableJson.Write(json, "split", Evaluation.Split.Name, Evaluation.Split.Parameters);
        json.WriteNumber("stepSeconds", Evaluation.StepSeconds);
        json.WriteNumber("target", Evaluation.Target);
        ModelJson.Write(json, Inputs);
        json.WriteNumber("leftOut", LeftOut.Length);
        json.WriteStartArray("rows");
        foreach (var row in Rows) Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoppingResult row)
    {
        json.WriteStartObject();
        json.WriteString("subject", row.Subject.Name);
        json.WriteString("decoder", row.Decoder);
        json.WriteNumber("trials", row.TrialCount);
        json.WriteNumber("stoppedEarly", row.SureCount);
        json.WritePropertyName("growing");
        Write(json, row.Growing);
        json.WriteStartArray("fixed");
        foreach (var steady in row.Fixed) Write(json, steady);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, WindowScore score)
    {
        json.WriteStartObject();
        json.WriteNumber("seconds", score.Seconds);
        json.WriteNumber("accuracy", score.Accuracy.Value);
        json.WriteStartArray("interval");
        json.WriteNumberValue(score.Accuracy.Low);
        json.WriteNumberValue(score.Accuracy.High);
        json.WriteEndArray();
        json.WriteNumber("itrBitsPerMinute", score.BitsPerMinute.Value);
        json.WriteEndObject();
    }

    private static string Cell(WindowScore score) => string.Create(
        CultureInfo.InvariantCulture,
        $"{score.Seconds,5:0.00} s  {100 * score.Accuracy.Value,5:0.0} [{100 * score.Accuracy.Low:0.0}, {100 * score.Accuracy.High:0.0}] %  {score.BitsPerMinute.Value,5:0.0} bit/min");
}
