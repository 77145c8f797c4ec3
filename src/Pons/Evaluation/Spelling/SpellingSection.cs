using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pons.Experiments.Speller;

namespace Pons.Evaluation.Spelling;

/// <summary>Letters of a speller: against repetitions, and with dynamic stopping.</summary>
/// <param name="Speller">How evidence is collected and when it stops.</param>
/// <param name="Results">One a person and decoder.</param>
public sealed record SpellingSection(BayesianSpeller Speller, ImmutableArray<SpellingScores> Results) : ScoreSection
{
    /// <inheritdoc/>
    public override string Name => "spelling";

    /// <inheritdoc/>
    public override string ToText()
    {
        var text = new StringBuilder();
        foreach (var result in Results)
        {
            var counts = string.Join(' ', Enumerable.Range(1, result.RepetitionCount).Select(r => result.CorrectAfter(r)));
            text.Append(CultureInfo.InvariantCulture, $"{result.Subject} {result.Decoder}: of {result.LetterCount} letters right after 1 to {result.RepetitionCount} repetitions: {counts}\n");
            text.Append(CultureInfo.InvariantCulture, $"  with dynamic stopping at {Speller.Threshold:0.##}: {result.Runs.Sum(r => r.CorrectStopped)} of {result.LetterCount} [{100 * result.Stopped.Low:0}, {100 * result.Stopped.High:0}] % in {result.MeanRepetitions:0.0} repetitions, {result.LettersPerMinute:0.0} letters/min of flashes\n");
            foreach (var run in result.Runs)
                text.Append(CultureInfo.InvariantCulture, $"  {run.Run}: {run.Truth} spelled {run.ByRepetitions[^1]}, stopped {run.Stopped}\n");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray();
        foreach (var result in Results)
        {
            json.WriteStartObject();
            json.WriteString("subject", result.Subject.Name);
            json.WriteString("decoder", result.Decoder);
            json.WriteNumber("letters", result.LetterCount);
            json.WriteStartArray("correctByRepetitions");
            for (var r = 1; r <= result.RepetitionCount; r++) json.WriteNumberValue(result.CorrectAfter(r));
            json.WriteEndArray();
            json.WriteNumber("meanAuc", result.MeanAuc);
            WriteStopping(json, result);
            json.WriteStartArray("runs");
            foreach (var run in result.Runs) Write(json, run);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteStopping(Utf8JsonWriter json, SpellingScores result)
    {
        json.WriteStartObject("dynamicStopping");
        json.WriteNumber("threshold", Speller.Threshold);
        json.WriteNumber("trust", Speller.Trust);
        json.WriteNumber("correct", result.Runs.Sum(r => r.CorrectStopped));
        json.WriteStartArray("interval");
        json.WriteNumberValue(result.Stopped.Low);
        json.WriteNumberValue(result.Stopped.High);
        json.WriteEndArray();
        json.WriteNumber("meanRepetitions", result.MeanRepetitions);
        json.WriteNumber("lettersPerMinute", result.LettersPerMinute);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SpelledRun run)
    {
        json.WriteStartObject();
        json.WriteString("run", run.Run);
        json.WriteString("truth", run.Truth);
        json.WriteStartArray("byRepetitions");
        foreach (var word in run.ByRepetitions) json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteString("stopped", run.Stopped);
        json.WriteStartArray("stoppedFlashes");
        foreach (var flashes in run.StoppedFlashes) json.WriteNumberValue(flashes);
        json.WriteEndArray();
        json.WriteNumber("auc", run.Auc);
        json.WriteEndObject();
    }
}
