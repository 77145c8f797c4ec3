using Pons.Decoding;
using Pons.Evaluation;
using Pons.Experiments;
using Pons.Experiments.MotorImagery;
using Pons.Formats;
using Pons.Pipelines;
using Pons.Tests.Decoding.Vep;
using Pons.Tests.Experiments;

namespace Pons.Tests.Decoding;

/// <summary>
/// Input as it should not be: refused in three parts, or handled so that every trial is counted. On a real run where the fault can be made there.
/// </summary>
public sealed class BadInputTests
{
    public static TheoryData<string> Oscillations => ["csp-lda", "riemann-mdm", "tangent-lr", "fgmdm", "tangent-svm", "rcsp-lda"];

    private static TrialSet Run => Eegmmidb.Trials("S007", "R04");

    [Theory]
    [MemberData(nameof(Oscillations))]
    public void A_class_without_trials_is_refused_with_the_name_of_what_is_there(string decoder)
    {
        var left = Run.Select(Enumerable.Range(0, 15).Where(i => Run.Trials[i].Label!.Value.Name == "left"));
        AssertThreeParts(Assert.Throws<DecodingException>(() => Decoders.Named(decoder).Fit(left)), "left");
    }

    [Theory]
    [MemberData(nameof(Oscillations))]
    public void Six_of_one_class_to_one_of_the_other_are_learnt_from_or_refused(string decoder)
    {
        var trials = TrialSet.Concat([Run, Eegmmidb.Trials("S007", "R08")]);
        var right = Enumerable.Range(0, 30).Where(i => trials.Trials[i].Label!.Value.Name == "right").ToList();
        var left = Enumerable.Range(0, 30).Except(right).Take(3);
        AssertSums(Decoders.Named(decoder).Fit(trials.Select(right.Concat(left).Order())), Eegmmidb.Trials("S007", "R12").Trials);
    }

    [Theory]
    [MemberData(nameof(Oscillations))]
    public void A_constant_channel_and_a_bridge_leave_finite_probabilities(string decoder)
    {
        var model = Decoders.Named(decoder).Fit(new(Run.Stream, [.. Run.Trials.Select(Spoilt)]));
        AssertSums(model, Eegmmidb.Trials("S007", "R08").Trials.Select(Spoilt));
    }

    [Theory]
    [MemberData(nameof(Oscillations))]
    public void Eight_trials_of_sixty_four_channels_suffice_or_are_refused(string decoder) =>
        AssertSums(Decoders.Named(decoder).Fit(Run.Select(Enumerable.Range(0, 8))), Eegmmidb.Trials("S007", "R08").Trials);

    [Fact]
    public void A_trial_that_the_end_of_the_file_cuts_is_counted_as_lost()
    {
        var path = Eegmmidb.PathOf("S007", "R04");
        using var recording = Recording.Open(path);
        var stream = Paradigm.StreamOf(recording);
        var third = stream.Markers.Where(m => m.Label is "T1" or "T2").ElementAt(2);
        // The run ends a second after the third cue, in the middle of its trial.
        var end = third.SampleIndex + 160;
        var blocks = stream.ReadBlocks(32).TakeWhile(b => b.EndSampleIndex <= end).ToList();
        var cut = new LeftRightImagery().Cut(stream.Info, blocks, RunNames.KeyOf(path));
        Assert.Equal(2, cut.Trials.Count);
        var loss = Assert.Single(cut.Losses);
        Assert.Equal(LossReason.EndOfStream, loss.Reason);
    }

    [Fact]
    public void A_value_that_is_not_finite_names_its_trial_and_its_samples_online()
    {
        var model = Decoders.Named("riemann-mdm").Fit(Run);
        var trial = Run.Trials[3];
        var signal = trial.Signal.ToArray();
        signal[1000] = double.NaN;
        var spoilt = new Trial(signal, 64, trial.Label, trial.Origin);
        AssertThreeParts(
            Assert.Throws<DecodingException>(() => Decoders.Named("riemann-mdm").Fit(new(Run.Stream, Run.Trials.SetItem(3, spoilt)))),
            $"{trial.Origin.FirstSampleIndex}");
        var run = new DecodeStage(model).Start(Run.Stream, new SinkRun<Decision>(_ => { }));
        Assert.Contains($"{trial.Origin.FirstSampleIndex}", Assert.Throws<PipelineRunException>(() => run.Process(spoilt)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cca")]
    [InlineData("fbcca")]
    [InlineData("extended-cca")]
    public void Flicker_above_half_the_rate_is_refused(string decoder)
    {
        var trials = FlickerTrials.All;
        var fast = new TrialSet(trials.Stream, [.. trials.Trials.Select((t, i) => new Trial(
            t.Signal, t.ChannelCount, i % 4 == 0 ? new ClassLabel("130Hz") : t.Label, t.Origin))]);
        AssertThreeParts(Assert.Throws<DecodingException>(() => Decoders.Named(decoder).Fit(fast)), "130 Hz");
    }

    /// <summary>A tested class that training never had cannot be decided for; its trials count as wrong and are not left away.</summary>
    [Fact]
    public void Trials_of_a_class_that_training_lacks_count_as_wrong()
    {
        var model = Decoders.Named("riemann-mdm").Fit(ReferenceTrials.TwoClasses);
        var tested = ReferenceTrials.All.Trials.Select(t => new TestedTrial(t.Origin, t.Label!.Value, model.Predict(t.WithoutLabel()))).ToList();
        var scores = Scores.Of([tested], ReferenceTrials.All.Classes, 1);
        Assert.Equal(60, scores.TrialCount);
        Assert.True(scores.CorrectCount <= 40);
        Assert.True(scores.BalancedAccuracy.Value <= 2.0 / 3 + 1e-12);
    }

    private static void AssertSums(FittedDecoder model, IEnumerable<Trial> trials)
    {
        foreach (var trial in trials) Assert.Equal(1, model.Predict(trial.WithoutLabel()).Probabilities.Sum(), 9);
    }

    private static void AssertThreeParts(PonsException fault, string actual)
    {
        Assert.Contains(actual, fault.What, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Why);
        Assert.NotEmpty(fault.Remedy);
    }

    /// <summary>Channel 5 stands still, and channel 9 is bridged to channel 10.</summary>
    private static Trial Spoilt(Trial trial)
    {
        var signal = trial.Signal.ToArray();
        var n = trial.SampleCount;
        signal.AsSpan(5 * n, n).Clear();
        signal.AsSpan(10 * n, n).CopyTo(signal.AsSpan(9 * n, n));
        return new(signal, trial.ChannelCount, trial.Label, trial.Origin);
    }
}
