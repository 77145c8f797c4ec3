using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Evaluation;

/// <summary>A score table as JSON. Each score is a number; its interval stands beside it under <c>intervals</c>.</summary>
internal static class ScoreTableJson
{
    public static void Write(Utf8JsonWriter json, ScoreTable table)
    {
        json.WriteString("createdBy", Decoding.ModelLineage.ThisProgram);
        Write(json, "paradigm", table.Paradigm.Name, table.Paradigm.Parameters);
        Write(json, "split", table.Split.Name, table.Split.Parameters);
        json.WriteStartArray("decoders");
        foreach (var decoder in table.Decoders) Write(json, null, decoder.Name, decoder.Parameters);
        json.WriteEndArray();
        WriteAlignment(json, table);
        json.WriteNumber("secondsPerDecision", table.SecondsPerDecision);
        json.WriteBoolean("causal", table.IsCausal);
        WriteInputs(json, table);
        WriteCoverage(json, table);
        WriteConfounds(json, table);
        json.WriteStartObject("means");
        foreach (var means in table.Means) Write(json, means);
        json.WriteEndObject();
        Write(json, "comparisons", table.Comparisons);
        json.WriteStartArray("subjects");
        foreach (var row in table.Rows) Write(json, row);
        json.WriteEndArray();
        foreach (var section in table.Sections)
        {
            json.WritePropertyName(section.Name);
            section.WriteTo(json);
        }
    }

    private static void WriteCoverage(Utf8JsonWriter json, ScoreTable table)
    {
        json.WriteStartObject("coverage");
        json.WriteNumber("testedTrials", table.TestedTrials);
        json.WriteNumber("droppedTrials", table.LeftOut.Count(l => l.IsTrial));
        json.WriteStartObject("droppedByReason");
        foreach (var reason in table.LeftOut.Where(l => l.IsTrial).CountBy(l => l.Reason).OrderBy(r => r.Key, StringComparer.Ordinal))
            json.WriteNumber(reason.Key, reason.Value);
        json.WriteEndObject();
        json.WriteNumber("filesLeftOut", table.LeftOut.Count(l => !l.IsTrial));
        json.WriteEndObject();
    }

    private static void WriteConfounds(Utf8JsonWriter json, ScoreTable table)
    {
        json.WriteStartArray("confounds");
        foreach (var confound in table.Confounds)
        {
            json.WriteStartObject();
            json.WriteString("subject", confound.Subject.Name);
            json.WriteString("kind", confound.Kind == ConfoundKind.Recording ? "recording" : "time");
            json.WriteString("what", confound.What);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAlignment(Utf8JsonWriter json, ScoreTable table)
    {
        if (table.Alignment is not { } alignment) return;
        json.WriteStartObject("alignment");
        json.WriteString("name", alignment.Name);
        json.WriteBoolean("isTransductive", alignment.IsTransductive);
        Write(json, "gains", table.AlignmentGains);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<PairedComparison> comparisons)
    {
        json.WriteStartArray(name);
        foreach (var c in comparisons)
        {
            json.WriteStartObject();
            json.WriteString("first", c.First);
            json.WriteString("second", c.Second);
            json.WriteNumber("subjects", c.SubjectCount);
            json.WriteNumber("difference", c.Difference.Value);
            json.WriteStartArray("interval");
            json.WriteNumberValue(c.Difference.Low);
            json.WriteNumberValue(c.Difference.High);
            json.WriteEndArray();
            json.WriteNumber("effectSize", c.EffectSize);
            json.WriteNumber("p", c.PValue);
            json.WriteNumber("pAdjusted", c.AdjustedPValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteInputs(Utf8JsonWriter json, ScoreTable table)
    {
        Decoding.ModelJson.Write(json, table.Inputs);
        json.WriteStartArray("leftOut");
        foreach (var left in table.LeftOut)
        {
            json.WriteStartObject();
            json.WriteString("name", left.Name);
            json.WriteString("reason", left.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void Write(Utf8JsonWriter json, DecoderMeans means)
    {
        json.WriteStartObject(means.Decoder);
        json.WriteNumber("subjects", means.SubjectCount);
        WriteScores(json, means.Accuracy, means.BalancedAccuracy, means.Kappa, means.Auc, means.BitsPerMinute);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SubjectResult row)
    {
        var scores = row.Scores;
        json.WriteStartObject();
        json.WriteString("subject", row.Subject.Name);
        json.WriteString("decoder", row.Decoder);
        json.WriteNumber("trials", scores.TrialCount);
        json.WriteNumber("correct", scores.CorrectCount);
        json.WriteNumber("chanceLimit", scores.ChanceLimit);
        json.WriteNumber("calibrationMinutes", row.CalibrationMinutes);
        WriteScores(json, scores.Accuracy, scores.BalancedAccuracy, scores.Kappa, scores.Auc, scores.BitsPerMinute);
        json.WriteStartArray("folds");
        foreach (var fold in row.Folds) Write(json, fold);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FoldResult fold)
    {
        json.WriteStartObject();
        json.WriteString("name", fold.Name);
        json.WriteString("model", fold.ModelHash);
        json.WriteNumber("trained", fold.TrainCount);
        json.WriteNumber("calibrationMinutes", fold.CalibrationMinutes);
        json.WriteStartArray("trials");
        foreach (var trial in fold.Trials)
        {
            json.WriteStartObject();
            json.WriteString("run", trial.Origin.Run.Name);
            json.WriteNumber("firstSample", trial.Origin.FirstSampleIndex);
            json.WriteString("truth", trial.Truth.Name);
            json.WriteString("label", trial.Prediction.Label.Name);
            json.WriteStartObject("probabilities");
            for (var k = 0; k < trial.Prediction.Classes.Length; k++)
                json.WriteNumber(trial.Prediction.Classes[k].Name, trial.Prediction.Probabilities[k]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteScores(
        Utf8JsonWriter json, Estimate accuracy, Estimate balancedAccuracy, Estimate kappa, Estimate? auc, Estimate bitsPerMinute)
    {
        (string Name, Estimate? Value)[] scores =
        [
            ("accuracy", accuracy), ("balancedAccuracy", balancedAccuracy), ("kappa", kappa), ("auc", auc),
            ("itrBitsPerMinute", bitsPerMinute),
        ];
        foreach (var (name, score) in scores)
            if (score is { } known) json.WriteNumber(name, known.Value);
        json.WriteStartObject("intervals");
        foreach (var (name, score) in scores)
        {
            if (score is not { } known) continue;
            json.WriteStartArray(name);
            json.WriteNumberValue(known.Low);
            json.WriteNumberValue(known.High);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, string? property, string name, ImmutableSortedDictionary<string, double> parameters)
    {
        if (property is null) json.WriteStartObject();
        else json.WriteStartObject(property);
        json.WriteString("name", name);
        json.WriteStartObject("parameters");
        foreach (var (key, value) in parameters) json.WriteNumber(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
