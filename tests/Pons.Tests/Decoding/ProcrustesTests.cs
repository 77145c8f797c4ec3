using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Geometry;
using Pons.Tests.Experiments;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

/// <summary>Rescaling and rotation against pyRiemann, known rotations, and what may not be asked.</summary>
public sealed class ProcrustesTests
{
    [Fact]
    public void Rescaling_agrees_with_the_reference()
    {
        using var file = ReferenceFile.Document("procrustes");
        var matrices = Read(file.RootElement.GetProperty("scale").GetProperty("matrices"));
        var frame = SubjectFrame.Of(matrices, RiemannMean.Of(matrices));
        foreach (var (ours, theirs) in matrices.Select(m => MatrixProduct.Congruence(frame.TransformOf(m), m)).Zip(Read(file.RootElement.GetProperty("scale").GetProperty("scaled"))))
            for (var i = 0; i < ours.Values.Length; i++) Assert.Equal(theirs.Values[i], ours.Values[i], 1e-9);
    }

    [Fact]
    public void The_rotation_leaves_no_more_over_than_that_of_the_reference()
    {
        using var file = ReferenceFile.Document("procrustes");
        foreach (var entry in file.RootElement.GetProperty("rotate").EnumerateArray())
        {
            Matrix[] a = Read(entry.GetProperty("target")), b = Read(entry.GetProperty("source"));
            var q = ProcrustesRotation.Of(a, b);
            var product = MatrixProduct.MultiplyTransposed(q, q);
            for (var r = 0; r < q.Rows; r++)
                for (var c = 0; c < q.Rows; c++) Assert.Equal(r == c ? 1 : 0, product[r, c], 1e-10);
            Assert.True(ProcrustesRotation.Loss(q, a, b) <= entry.GetProperty("loss").GetDouble() + 1e-8);
        }
    }

    /// <summary>Known truth on real class means: turn them, and nothing may be left over.</summary>
    [Fact]
    public void A_known_rotation_of_real_class_means_is_undone()
    {
        var trials = new RiemannianRescaling().AlignKnown(Eegmmidb.Trials("S007", "R04"));
        Matrix[] means = [.. trials.Classes.Select(k => RiemannMean.Of([.. trials.Trials.Where(t => t.Label == k).Select(t => t.Covariance.Matrix)]))];
        var random = new SplitMix(5);
        var svd = ThinSvd.Of(new(64, 64, random.Gaussians(64 * 64)));
        var turn = MatrixProduct.Multiply(svd.Left.Transpose(), svd.Right);
        Matrix[] turned = [.. means.Select(m => MatrixProduct.Congruence(turn, m))];
        Assert.InRange(ProcrustesRotation.Loss(ProcrustesRotation.Of(means, turned), means, turned), 0, 1e-6 * means.Sum(m => m.Values.ToArray().Sum(v => v * v)));
    }

    [Fact]
    public void Rescaled_trials_lie_around_the_identity_at_a_mean_squared_distance_of_one()
    {
        var aligned = new RiemannianRescaling().AlignKnown(Eegmmidb.Trials("S001", "R04"));
        var identity = Matrix.Identity(64);
        Assert.Equal(1, aligned.Trials.Average(t => Math.Pow(RiemannDistance.Between(identity, t.Covariance.Matrix), 2)), 1e-6);
        Assert.Equal("riemannian-rescaled", Alignment.Named("riemannian-rescaled").Name);
    }

    [Fact]
    public void Calibration_is_counted_and_never_tested()
    {
        TrialSet[] people = [Eegmmidb.Trials("S001", "R04"), Eegmmidb.Trials("S002", "R04")];
        var calibration = Eegmmidb.Trials("S007", "R04");
        var alignment = ProcrustesAlignment.Fit(people, calibration);
        Assert.Equal((15, 30), (alignment.CalibrationCount, alignment.Known.Count));
        var model = Decoders.Named("riemann-mdm").Fit(TrialSet.Concat([alignment.Known, alignment.Calibration]));
        var tested = alignment.AlignNew(Eegmmidb.Trials("S007", "R08"));
        Assert.InRange(tested.Trials.Count(t => model.Predict(t.WithoutLabel()).Label == t.Label), 9, 15);
        Assert.Contains("calibration", Assert.Throws<DecodingException>(() => alignment.AlignNew(calibration)).What, StringComparison.Ordinal);
        Assert.Contains("S001", Assert.Throws<DecodingException>(() => alignment.AlignNew(people[0])).What, StringComparison.Ordinal);
    }

    /// <summary>Three people by seven others: one labelled run of the new person calibrates, the other two are tested.</summary>
    [Fact]
    public void A_run_of_calibration_carries_a_decoder_of_other_people_over()
    {
        TrialSet All(string subject) => TrialSet.Concat([.. Eegmmidb.Runs.Select(r => Eegmmidb.Trials(subject, r))]);
        TrialSet[] people = [.. ((string[])["S001", "S003", "S004", "S005", "S008", "S009", "S010"]).Select(All)];
        var (right, all) = (0, 0);
        foreach (var subject in (string[])["S002", "S006", "S007"])
        {
            var alignment = ProcrustesAlignment.Fit(people, Eegmmidb.Trials(subject, "R04"));
            var model = Decoders.Named("riemann-mdm").Fit(alignment.Known);
            var tested = alignment.AlignNew(TrialSet.Concat([Eegmmidb.Trials(subject, "R08"), Eegmmidb.Trials(subject, "R12")]));
            right += tested.Trials.Count(t => model.Predict(t.WithoutLabel()).Label == t.Label);
            all += tested.Count;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{right} of {all}");
        Assert.True(right >= 0.55 * all, $"{right} of {all}");
    }

    [Fact]
    public void Too_few_or_unlabelled_calibration_trials_are_refused()
    {
        TrialSet[] people = [Eegmmidb.Trials("S001", "R04")];
        var trials = Eegmmidb.Trials("S007", "R04");
        var left = trials.Select(Enumerable.Range(0, 15).Where(i => trials.Trials[i].Label!.Value.Name == "left"));
        Assert.Contains("0 trials of class 'right'", Assert.Throws<DecodingException>(() => ProcrustesAlignment.Fit(people, left)).What, StringComparison.Ordinal);
        var half = new TrialSet(trials.Stream, trials.Trials.SetItem(0, trials.Trials[0].WithoutLabel()));
        Assert.Contains("without a class", Assert.Throws<DecodingException>(() => ProcrustesAlignment.Fit(people, half)).What, StringComparison.Ordinal);
    }

    private static Matrix[] Read(JsonElement matrices) => [.. matrices.EnumerateArray().Select(m =>
    {
        var rows = m.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray()).ToArray();
        return new Matrix(rows.Length, rows.Length, [.. rows.SelectMany(r => r)]);
    })];
}
