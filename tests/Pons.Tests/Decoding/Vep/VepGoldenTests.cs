using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Vep;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Vep;

public sealed class VepGoldenTests
{
    private static readonly ReferenceFile Reference = ReferenceFile.Read("ssvep");

    [Fact]
    public void Canonical_correlations_are_those_of_the_reference() =>
        Reference.AssertEqual("cca.rho", ScoresOfFirstFour((FittedSineCorrelation)new Cca { Harmonics = 3 }.Fit(FlickerTrials.All)));

    [Fact]
    public void Filter_bank_scores_are_those_of_the_reference() =>
        Reference.AssertEqual("fbcca.score", ScoresOfFirstFour((FittedSineCorrelation)new Fbcca().Fit(FlickerTrials.All)));

    [Fact]
    public void Calibration_changes_nothing()
    {
        var fitted = new Fbcca().Fit(FlickerTrials.All);
        var made = new Fbcca().WithoutCalibration(FlickerTrials.Stream, 250, FlickerTrials.All.Classes);
        Assert.Equal(fitted.ContentHash, made.ContentHash);
    }

    [Fact]
    public void Stated_frequencies_are_kept_in_the_model_and_go_before_names()
    {
        var stated = ImmutableSortedDictionary<string, double>.Empty.Add("13Hz", 8).Add("8Hz", 13);
        var model = new Cca { FrequenciesHz = stated }.Fit(FlickerTrials.All);
        var swapped = model.Predict(FlickerTrials.All.Trials[0]);
        Assert.Equal("13Hz", swapped.Label.Name);
        Assert.Equal(13, model.ToContent().Parameters["frequencyHz 8Hz"]);
    }

    [Fact]
    public void Trials_of_another_length_are_decided_as_by_a_decoder_of_that_length()
    {
        var trial = FlickerTrials.All.Trials[1];
        double[] half = [.. Enumerable.Range(0, 8).SelectMany(c => trial[c][..125].ToArray())];
        var usual = new Cca().WithoutCalibration(FlickerTrials.Stream, 250, FlickerTrials.All.Classes);
        var other = new Cca().WithoutCalibration(FlickerTrials.Stream, 125, FlickerTrials.All.Classes);
        Assert.Equal(other.Predict(half, 125).Probabilities, usual.Predict(half, 125).Probabilities);
    }

    [Fact]
    public void Classes_without_a_frequency_and_frequencies_that_the_rate_cannot_hold_are_refused()
    {
        var unnamed = Assert.Throws<DecodingException>(() => new Cca().Fit(ReferenceTrials.TwoClasses));
        Assert.Contains("'a'", unnamed.Message, StringComparison.Ordinal);
        var high = Assert.Throws<DecodingException>(() => new Cca { Harmonics = 10 }.Fit(FlickerTrials.All));
        Assert.Contains("130 Hz", high.Message, StringComparison.Ordinal);
        Assert.Throws<DecodingException>(() => new Fbcca { TopHz = 126 }.Fit(FlickerTrials.All));
        var twins = ImmutableSortedDictionary<string, double>.Empty.Add("13Hz", 8);
        Assert.Throws<DecodingException>(() => new Cca { FrequenciesHz = twins }.Fit(FlickerTrials.All));
    }

    private static double[] ScoresOfFirstFour(FittedSineCorrelation model) =>
        [.. FlickerTrials.All.Trials.Take(4).SelectMany(t => FlickerTrials.Places.Select(p => model.Scores(t.Signal.Span, 250)[p]))];
}
