using Pons.Decoding;
using Pons.Decoding.Riemann;
using Pons.Pipelines;
using Pons.Streams;
using Pons.Tests.Decoding;

namespace Pons.Tests.Pipelines;

public sealed class DecodeStageTests
{
    private static readonly FittedDecoder Model = new RiemannMdm().Fit(ReferenceTrials.Train);

    [Fact]
    public void A_decision_names_its_samples_model_and_truth()
    {
        var trial = ReferenceTrials.Test.Trials[3];
        var decisions = new List<Decision>();
        new DecodeStage(Model).Start(ReferenceTrials.Stream, new SinkRun<Decision>(decisions.Add)).Process(trial);
        var decision = Assert.Single(decisions);
        Assert.Equal(Model.Predict(trial).Probabilities, decision.Prediction.Probabilities);
        Assert.Equal(
            (trial.Origin.FirstSampleIndex, trial.Origin.EndSampleIndex, trial.Origin.Time),
            (decision.FirstSampleIndex, decision.EndSampleIndex, decision.Time));
        Assert.Equal(
            (Model.ContentHash, trial.Label, trial.Origin.CueSampleIndex), (decision.ModelHash, decision.Truth, decision.CueSampleIndex));
    }

    [Theory]
    [InlineData("C0 C1 C2 C3 C4", "channel C5 of the model is missing")]
    [InlineData("C0 C1 C2 C3 C4 C5 C6", "does not know channel C6")]
    [InlineData("C0 C1 C2 C3 C4 X", "C5 of the model is missing, and it does not know X")]
    [InlineData("C1 C0 C2 C3 C4 C5", "another order")]
    public void Other_channels_are_refused_before_data_and_named(string labels, string says)
    {
        var info = ReferenceTrials.Stream with { Channels = [.. labels.Split(' ').Select(l => new Channel(l))] };
        Assert.Contains(
            says, Assert.Throws<PipelineBuildException>(() => new DecodeStage(Model).Describe(info)).Message, StringComparison.Ordinal);
        Assert.Throws<PipelineBuildException>(() => new DecodeStage(Model).Start(info, new SinkRun<Decision>(_ => { })));
    }

    [Fact]
    public void Another_rate_is_refused_before_data() =>
        Assert.Throws<PipelineBuildException>(() => new DecodeStage(Model).Describe(ReferenceTrials.Stream with { RateHz = 256 }));

    [Fact]
    public void A_trial_that_cannot_be_decided_names_stage_and_samples()
    {
        var run = new DecodeStage(Model).Start(ReferenceTrials.Stream, new SinkRun<Decision>(_ => { }));
        var error = Assert.Throws<PipelineRunException>(
            () => run.Process(ReferenceTrials.OneTrial([.. Enumerable.Repeat(double.NaN, 1200)], 2, null)));
        Assert.Contains("samples 2000 to 2199", error.Message, StringComparison.Ordinal);
    }
}
