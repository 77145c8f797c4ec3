using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Evaluation;
using Pons.Experiments.MotorImagery;
using Pons.Tests.Experiments;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation;

/// <summary>Leave-one-subject-out on ten people, with and without alignment, against the predictions of the reference.</summary>
public sealed class TransferReferenceTests
{
    private static readonly Dictionary<string, string> Modes = new()
    {
        ["none"] = "none",
        ["euclidean"] = "euclidean alignment",
        ["riemannian"] = "riemannian recentring",
        ["recursive"] = "riemannian recentring, target recursive",
    };

    [Theory]
    [InlineData("euclidean")]
    [InlineData("riemannian")]
    [InlineData("recursive")]
    public void Predictions_and_gains_agree_with_the_reference(string alignment)
    {
        using var file = ReferenceFile.Document("eegmmidb-transfer");
        var expected = file.RootElement.GetProperty("results").GetProperty(Modes[alignment]);
        var table = Evaluate(Alignment.Named(alignment));
        foreach (var decoder in table.Decoders)
        {
            var reference = expected.GetProperty(decoder.Name);
            RequireEqual(table, decoder.Name, reference);
            var gain = table.AlignmentGains.Single(g => g.First.StartsWith(decoder.Name, StringComparison.Ordinal));
            Assert.Equal(reference.GetProperty("gain_over_none").GetProperty("mean").GetDouble(), gain.Difference.Value, 0.006);
            Assert.Equal(reference.GetProperty("gain_over_none").GetProperty("sign_flip_p_two_sided").GetDouble(), gain.PValue, 0.05);
        }
    }

    [Fact]
    public void Predictions_without_alignment_agree_with_the_reference()
    {
        using var file = ReferenceFile.Document("eegmmidb-transfer");
        var table = Evaluate(null);
        foreach (var decoder in table.Decoders) RequireEqual(table, decoder.Name, file.RootElement.GetProperty("results").GetProperty("none").GetProperty(decoder.Name));
    }

    [Fact]
    public void Trials_of_one_subject_have_the_identity_as_mean_after_recentring()
    {
        var aligned = new RiemannianRecentring().AlignKnown(Eegmmidb.Trials("S001", "R04"));
        var mean = global::Pons.Geometry.RiemannMean.Of([.. aligned.Trials.Select(t => t.Covariance.Matrix)]);
        for (var i = 0; i < mean.Rows; i++)
            for (var j = 0; j < mean.Rows; j++)
                Assert.Equal(i == j ? 1 : 0, mean[i, j], 1e-7);
    }

    private static ScoreTable Evaluate(Alignment? alignment) => new OfflineEvaluation(
        new LeftRightImagery(), [Decoders.Named("tangent-lr"), Decoders.Named("riemann-mdm")], new LeaveOneSubjectOut())
    { Alignment = alignment }
        .Run(Dataset.FromPaths([RecordedData.PathOf("mi/eegmmidb")]), cancellation: TestContext.Current.CancellationToken);

    /// <summary>Single trials at the border may fall to the other side by another eigenvalue routine: two in a hundred.</summary>
    private static void RequireEqual(ScoreTable table, string decoder, JsonElement reference)
    {
        var (same, all) = (0, 0);
        foreach (var row in table.Rows.Where(r => r.Decoder == decoder))
        {
            var predictions = reference.GetProperty("subjects").GetProperty(row.Subject.Name).GetProperty("predictions").GetString()!;
            var ours = row.Folds.SelectMany(f => f.Trials).Select(t => t.Prediction.Label.Name == "left" ? 'L' : 'R').ToArray();
            Assert.Equal(predictions.Length, ours.Length);
            (same, all) = (same + ours.Zip(predictions).Count(p => p.First == p.Second), all + ours.Length);
        }

        Assert.Equal(450, all);
        Assert.True(same >= 441, $"{decoder}: {same} of {all} predictions are those of the reference.");
        Assert.Equal(reference.GetProperty("mean_accuracy").GetDouble(), table.Means.Single(m => m.Decoder == decoder).Accuracy.Value, 0.006);
    }
}
