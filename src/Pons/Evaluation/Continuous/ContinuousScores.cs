using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pons.Decoding;

namespace Pons.Evaluation.Continuous;

/// <summary>Results of an evaluation of continuous decoders on one recording, with everything that is needed to compute them again.</summary>
public sealed record ContinuousScores : EvaluationResult
{
    /// <summary>Name of the data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>The file that was read, with its hash.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>Bins of the recording.</summary>
    public required int BinCount { get; init; }

    /// <summary>Units of the recording.</summary>
    public required int UnitCount { get; init; }

    /// <summary>Length of a bin in seconds.</summary>
    public required double BinSeconds { get; init; }

    /// <summary>First bin of the test part; the bins before it were learnt from.</summary>
    public required int Cut { get; init; }

    /// <summary>Results in the order of the decoders.</summary>
    public required ImmutableArray<ContinuousResult> Results { get; init; }

    /// <inheritdoc/>
    public override string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Dataset}: {UnitCount} units, {BinCount} bins, learnt from the first {Cut} ({Minutes(Cut):f1} min)\n\n");
        text.Append("Decoder                 Output       Correlation              R²                    Error\n");
        foreach (var result in Results)
        {
            foreach (var score in result.Outputs.Append(result.Mean))
                text.Append(CultureInfo.InvariantCulture, $"{result.Candidate.Label,-22}  {score.Output,-4}  {Cell(score.Correlation)}  {Cell(score.R2)}  {Cell(score.NormalisedError)}\n");
            if (!result.IsCausal)
                text.Append(CultureInfo.InvariantCulture, $"{result.Candidate.Label} is not causal: {-result.Shift} bins late\n");
        }

        return text.Append("\n[] 95 % interval by blocks of the test part; error in standard deviations of the truth\n").ToString();
    }

    /// <summary>As comma-separated values, one line a decoder and output.</summary>
    public override string ToCsv()
    {
        var text = new StringBuilder("decoder,output,correlation,correlation_low,correlation_high,r2,r2_low,r2_high,error,error_low,error_high\n");
        foreach (var result in Results)
            foreach (var score in result.Outputs.Append(result.Mean))
                text.Append(CultureInfo.InvariantCulture, $"{result.Candidate.Label},{score.Output},{Values(score.Correlation)},{Values(score.R2)},{Values(score.NormalisedError)}\n");
        return text.ToString();
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteRequest(json);
        json.WriteString("createdBy", ModelLineage.ThisProgram);
        json.WriteString("dataset", Dataset);
        ModelJson.Write(json, [Input]);
        json.WriteNumber("bins", BinCount);
        json.WriteNumber("units", UnitCount);
        json.WriteNumber("binSeconds", BinSeconds);
        json.WriteStartObject("split");
        json.WriteString("name", "time-blocked");
        json.WriteNumber("firstTestBin", Cut);
        json.WriteNumber("calibrationMinutes", Minutes(Cut));
        json.WriteEndObject();
        WriteDecoders(json);
        json.WriteStartObject("means");
        foreach (var result in Results) Write(json, result.Candidate.Label, result.Mean);
        json.WriteEndObject();
        json.WriteStartObject("outputs");
        foreach (var result in Results) WriteOutputs(json, result);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteDecoders(Utf8JsonWriter json)
    {
        json.WriteStartArray("decoders");
        foreach (var result in Results)
        {
            json.WriteStartObject();
            json.WriteString("label", result.Candidate.Label);
            json.WriteString("name", result.Candidate.Decoder.Name);
            json.WriteStartObject("parameters");
            foreach (var (key, value) in result.Candidate.Decoder.Parameters) json.WriteNumber(key, value);
            json.WriteEndObject();
            json.WriteBoolean("causal", result.IsCausal);
            json.WriteNumber("shiftBins", result.Shift);
            json.WriteNumber("firstTestedBin", result.FirstTestedBin);
            json.WriteNumber("testedBins", result.TestedBins);
            json.WriteNumber("untestedBins", BinCount - Cut - result.TestedBins);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOutputs(Utf8JsonWriter json, ContinuousResult result)
    {
        json.WriteStartObject(result.Candidate.Label);
        foreach (var score in result.Outputs) Write(json, score.Output, score);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string property, OutputScore score)
    {
        (string Name, Estimate Value)[] scores =
            [("correlation", score.Correlation), ("r2", score.R2), ("normalisedError", score.NormalisedError)];
        json.WriteStartObject(property);
        foreach (var (name, value) in scores) json.WriteNumber(name, value.Value);
        json.WriteStartObject("intervals");
        foreach (var (name, value) in scores)
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(value.Low);
            json.WriteNumberValue(value.High);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private double Minutes(int bins) => bins * BinSeconds / 60;

    private static string Values(Estimate score) => string.Create(CultureInfo.InvariantCulture, $"{score.Value:0.####},{score.Low:0.####},{score.High:0.####}");

    private static string Cell(Estimate score) => string.Create(
        CultureInfo.InvariantCulture, $"{score.Value,6:f3} [{score.Low,6:f3}, {score.High,6:f3}]");
}
