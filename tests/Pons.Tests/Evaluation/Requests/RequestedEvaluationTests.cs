using System.Text.Json;
using Pons.Evaluation;
using Pons.Evaluation.Continuous;
using Pons.Evaluation.Requests;
using Pons.Evaluation.Spelling;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation.Requests;

/// <summary>The described data sets, evaluated as their descriptions ask for, against the references.</summary>
public sealed class RequestedEvaluationTests
{
    [Fact]
    public void The_speller_spells_as_the_reference()
    {
        var table = Table("p300-speller-iib");
        var spelling = Assert.IsType<SpellingSection>(Assert.Single(table.Sections));
        using var reference = ReferenceFile.Document("p300-speller-iib");
        foreach (var (decoder, key) in new[] { ("xdawn-lda", "xdawn-slda"), ("xdawn-tangent-lr", "xdawn-ts-lr") })
        {
            var result = spelling.Results.Single(r => r.Decoder == decoder);
            var expected = reference.RootElement.GetProperty("letters_correct_of_9_by_repetitions").GetProperty(key).EnumerateArray().Select(v => v.GetInt32()).ToArray();
            Assert.Equal(expected, Enumerable.Range(1, 15).Select(result.CorrectAfter));
            var auc = reference.RootElement.GetProperty("runs").EnumerateObject().Average(r => r.Value.GetProperty(key).GetProperty("auc").GetDouble());
            Assert.Equal(auc, result.MeanAuc, 2e-4);
            Assert.Equal(auc, table.Means.Single(m => m.Decoder == decoder).Auc!.Value.Value, 2e-4);
            Assert.InRange(result.MeanRepetitions, 1, 8);
            Assert.True(result.Runs.Sum(r => r.CorrectStopped) >= 8);
        }
    }

    [Fact]
    public void Rest_against_arithmetic_is_as_the_reference_and_called_confounded()
    {
        var table = Table("mental-arithmetic");
        Assert.Equal([0.95, 0.85], table.Rows.Select(r => Math.Round(r.Scores.Accuracy.Value, 2)));
        Assert.Equal([ConfoundKind.Recording, ConfoundKind.Recording], table.Confounds.Select(c => c.Kind));
        Assert.Contains("CONFOUNDED", table.ToText(), StringComparison.Ordinal);
        var control = Table("mental-arithmetic-control");
        Assert.Equal([32, 35], control.Rows.Select(r => r.Scores.CorrectCount));
        Assert.Equal([ConfoundKind.Time, ConfoundKind.Time], control.Confounds.Select(c => c.Kind));
    }

    [Fact]
    public void Rest_that_lies_together_is_called_confounded_with_time_and_flicker_is_not()
    {
        Assert.Empty(Table("ssvep-exoskeleton").Confounds);
        Assert.Equal(["subject01", "subject03", "subject08"], Table("ssvep-exoskeleton-rest").Confounds.Select(c => c.Subject.Name));
    }

    [Fact]
    public void Movement_is_decoded_as_described()
    {
        var scores = Assert.IsType<ContinuousScores>(Run("m1-movement", ["wiener", "kalman"]));
        Assert.Equal(["wiener", "kalman"], scores.Results.Select(r => r.Candidate.Label));
        Assert.InRange(scores.Results[0].Mean.Correlation.Value, 0.8815, 0.8817);
        Assert.Equal(11, scores.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Throws<EvaluationException>(() => Run("m1-movement", ["csp-lda"]));
    }

    [Fact]
    public void A_data_set_without_a_task_says_so() => Assert.Contains(
        "has no task", Assert.Throws<EvaluationException>(() => Run("eye-state", [])).What, StringComparison.Ordinal);

    [Fact]
    public void A_stored_result_is_held_against_a_new_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("results.json");
        var result = Run("mental-arithmetic-control", []);
        File.WriteAllText(path, result.ToJson() + "\n");
        var stored = StoredResult.Read(path);
        Assert.Equal(result.Request!.Dataset, stored.Request.Dataset);
        Assert.Empty(stored.DifferencesFrom(new RequestedEvaluation(stored.Request) { ThreadCount = 1 }.Run(cancellation: TestContext.Current.CancellationToken)));
        File.WriteAllText(path, result.ToJson().Replace("\"correct\": 32", "\"correct\": 33", StringComparison.Ordinal));
        var difference = Assert.Single(StoredResult.Read(path).DifferencesFrom(result));
        Assert.Equal(new ResultDifference("subjects[0].correct", "33", "32"), difference);
        File.WriteAllText(path, "{\"means\":{}}");
        Assert.Throws<EvaluationException>(() => StoredResult.Read(path));
        File.WriteAllText(path, "no json");
        Assert.Throws<EvaluationException>(() => StoredResult.Read(path));
    }

    private static ScoreTable Table(string dataset) => Assert.IsType<ScoreTable>(Run(dataset, []));

    private static EvaluationResult Run(string dataset, string[] decoders)
    {
        var request = new EvaluationRequest { Dataset = dataset, Data = RecordedData.PathOf("."), Decoders = [.. decoders] };
        var result = new RequestedEvaluation(request).Run(cancellation: TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.Empty(Cli.JsonSchema.Read(result is ScoreTable ? "evaluate" : "evaluate-movement").Faults(json.RootElement));
        return result;
    }
}
