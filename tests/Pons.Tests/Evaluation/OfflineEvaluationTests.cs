using System.Collections.Concurrent;
using System.Text.Json;
using Pons.Decoding;
using Pons.Evaluation;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Tests.Experiments;

namespace Pons.Tests.Evaluation;

public sealed class OfflineEvaluationTests
{
    private static readonly OfflineEvaluation Evaluation = new(new LeftRightImagery(), [Decoders.Named("csp-lda")], new LeaveOneRunOut());

    [Fact]
    public void The_table_holds_subjects_means_inputs_and_what_was_left_out()
    {
        var table = Table(2);
        Assert.Equal(["S001", "S007"], table.Rows.Select(r => r.Subject.Name));
        Assert.Equal((33, 45), (table.Rows[0].Scores.CorrectCount, table.Rows[0].Scores.TrialCount));
        Assert.Equal((43, 29.0 / 45), (table.Rows[1].Scores.CorrectCount, table.Rows[1].Scores.ChanceLimit));
        Assert.Equal((33 + 43) / 90.0, Assert.Single(table.Means).Accuracy.Value, 12);
        Assert.Equal(6, table.Inputs.Length);
        Assert.Equal("S001R06.edf", Assert.Single(table.LeftOut).Name);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing() => Assert.Equal(Table(1).ToJson(), Table(8).ToJson());

    [Fact]
    public void Json_csv_and_text_say_the_same()
    {
        var table = Table(2);
        using var json = JsonDocument.Parse(table.ToJson());
        Assert.Equal(
            table.Means[0].Accuracy.Value,
            json.RootElement.GetProperty("means").GetProperty("csp-lda").GetProperty("accuracy").GetDouble());
        var folds = json.RootElement.GetProperty("subjects")[0].GetProperty("folds").EnumerateArray();
        Assert.Equal(45, folds.Sum(f => f.GetProperty("trials").GetArrayLength()));
        var lines = table.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, l => Assert.Equal(lines[0].Count(c => c == ','), l.Count(c => c == ',')));
        Assert.StartsWith("S001,csp-lda,45,33,0.6444,0.7333,", lines[1], StringComparison.Ordinal);
        Assert.Contains("73.3 [59.0, 84.0]*", table.ToText(), StringComparison.Ordinal);
        Assert.Contains("left out: S001R06.edf", table.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_the_subjects()
    {
        var reports = new ConcurrentBag<EvaluationProgress>();
        Evaluation.Run(Data(), new Listener(reports.Add), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], reports.Select(r => r.Done).Order());
    }

    [Fact]
    public void It_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => Evaluation.Run(Data(), cancellation: new(canceled: true)));

    [Fact]
    public void A_named_file_must_fit_and_no_recording_may_stand_under_two_names()
    {
        Assert.Throws<ParadigmException>(() => Run(Dataset.FromPaths([Eegmmidb.PathOf("S001", "R06")])));
        using var folder = new TemporaryFolder();
        File.Copy(Eegmmidb.PathOf("S001", "R04"), folder.PathOf("S001R04.edf"));
        File.Copy(Eegmmidb.PathOf("S001", "R04"), folder.PathOf("S001R08.edf"));
        var error = Assert.Throws<EvaluationException>(() => Run(Dataset.FromPaths([folder.Path])));
        Assert.Contains("same recording", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_evaluate_is_an_error()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<EvaluationException>(() => Dataset.FromPaths([folder.Path]));
        Assert.Throws<EvaluationException>(() => Dataset.FromPaths([folder.PathOf("absent")]));
        File.Copy(Eegmmidb.PathOf("S001", "R06"), folder.PathOf("S001R06.edf"));
        Assert.Throws<EvaluationException>(() => Run(Dataset.FromPaths([folder.Path])));
    }

    private static ScoreTable Table(int threads) =>
        (Evaluation with { ThreadCount = threads }).Run(Data(), cancellation: TestContext.Current.CancellationToken);

    private static ScoreTable Run(Dataset data) => Evaluation.Run(data, cancellation: TestContext.Current.CancellationToken);

    // S001R06 is of another task: found in a folder, so left out and reported.
    private static Dataset Data()
    {
        var recordings = from subject in new[] { "S001", "S007" } from run in Eegmmidb.Runs select Eegmmidb.PathOf(subject, run);
        var other = Eegmmidb.PathOf("S001", "R06");
        return new([.. Dataset.FromPaths(recordings).Recordings, new(other, RunNames.KeyOf(other), MustFit: false)]);
    }

    private sealed class Listener(Action<EvaluationProgress> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report(value);
    }
}
