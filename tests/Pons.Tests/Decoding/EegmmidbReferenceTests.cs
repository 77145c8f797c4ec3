using Pons.Decoding;
using Pons.Tests.Experiments;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class EegmmidbReferenceTests
{
    [Theory]
    [InlineData("riemann-mdm", 0.97)]
    [InlineData("tangent-lr", 0.97)]
    [InlineData("csp-lda", 0.9)]
    public void Single_predictions_agree_with_the_reference(string name, double least)
    {
        using var file = ReferenceFile.Document("eegmmidb-left-right");
        int same = 0, all = 0, correct = 0;
        foreach (var subject in file.RootElement.GetProperty("subjects").EnumerateObject())
        {
            var runs = Eegmmidb.Runs.Select(run => Eegmmidb.Trials(subject.Name, run)).ToArray();
            var predictions = subject.Value.GetProperty(name).GetProperty("predictions");
            var expected = predictions.EnumerateArray().Select(p => p.GetString()!).ToArray();
            for (var fold = 0; fold < 3; fold++)
            {
                var model = Decoders.Named(name).Fit(TrialSet.Concat([.. runs.Where((_, r) => r != fold)]));
                var given = string.Concat(runs[fold].Trials.Select(t => model.Predict(t).Label.Name == "left" ? 'L' : 'R'));
                Assert.Equal(expected[fold].Length, given.Length);
                same += expected[fold].Zip(given).Count(p => p.First == p.Second);
                correct += runs[fold].Trials.Count(t => model.Predict(t).Label == t.Label);
                all += given.Length;
            }
        }

        var mean = file.RootElement.GetProperty("mean").GetProperty(name).GetDouble();
        Assert.True(same >= least * all, $"{name}: {same} of {all} predictions agree.");
        Assert.InRange((double)correct / all, mean - 0.02, mean + 0.02);
    }

    /// <summary>No reference decides single trials here; the mean over ten people is held against the plain decoder of the same family.</summary>
    [Theory]
    [InlineData("fgmdm", "riemann-mdm")]
    [InlineData("tangent-lda", "riemann-mdm")]
    [InlineData("tangent-svm", "tangent-lr")]
    [InlineData("acm-tangent-svm", "tangent-lr")]
    [InlineData("rcsp-lda", "csp-lda")]
    [InlineData("ajd-csp-lda", "csp-lda")]
    public void Relatives_reach_the_reference_of_the_plain_decoder(string name, string plain)
    {
        using var file = ReferenceFile.Document("eegmmidb-left-right");
        int all = 0, correct = 0;
        foreach (var subject in file.RootElement.GetProperty("subjects").EnumerateObject())
        {
            var runs = Eegmmidb.Runs.Select(run => Eegmmidb.Trials(subject.Name, run)).ToArray();
            for (var fold = 0; fold < 3; fold++)
            {
                var model = Decoders.Named(name).Fit(TrialSet.Concat([.. runs.Where((_, r) => r != fold)]));
                correct += runs[fold].Trials.Count(t => model.Predict(t).Label == t.Label);
                all += runs[fold].Count;
            }
        }

        var floor = file.RootElement.GetProperty("mean").GetProperty(plain).GetDouble() - 0.015;
        Assert.True(correct >= floor * all, $"{name}: {correct} of {all}, at least {floor * all:f0} expected.");
    }
}
