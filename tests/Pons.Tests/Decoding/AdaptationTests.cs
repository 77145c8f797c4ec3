using System.Buffers;
using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Adaptation;
using Pons.Geometry;
using Pons.Tests.Experiments;

namespace Pons.Tests.Decoding;

/// <summary>Decoders that change with each trial: what they change, and that nothing of it is lost.</summary>
public sealed class AdaptationTests
{
    public static TheoryData<string, string> Pairs => new()
    {
        { "riemann-mdm", "recentring" }, { "tangent-lr", "recentring" }, { "tangent-lda", "recentring" }, { "tangent-svm", "recentring" },
        { "riemann-mdm", "moving-means" }, { "csp-lda", "pooled-mean" }, { "tangent-lda", "pooled-mean" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_model_is_made_again_from_the_log_and_the_start_stays(string decoder, string adaptation)
    {
        var start = Decoders.Named(decoder).Fit(Eegmmidb.Trials("S007", "R04"));
        var hash = start.ContentHash;
        var adaptive = new AdaptiveDecoder(start, Named(adaptation));
        List<FittedDecoder> models = [start];
        foreach (var trial in Eegmmidb.Trials("S007", "R08").Trials)
        {
            adaptive.Observe(trial, trial.Label);
            models.Add(adaptive.Current);
        }

        var log = Reread(adaptive.Log);
        Assert.Equal(hash, start.ContentHash);
        Assert.Equal(15, log.Entries.Count);
        Assert.All(log.Entries, e => Assert.True(e.Amount > 0 && e.HashBefore != e.HashAfter));
        Assert.All(log.Entries.Zip(log.Entries.Skip(1)), p => Assert.Equal(p.First.HashAfter, p.Second.HashBefore));
        for (var i = 0; i < models.Count; i += 5)
        {
            var replayed = log.Replay(start, i);
            Assert.Equal(models[i].ContentHash, replayed.ContentHash);
            foreach (var trial in Eegmmidb.Trials("S007", "R12").Trials.Take(3))
                Assert.Equal(models[i].Predict(trial).Probabilities, replayed.Predict(trial).Probabilities);
        }

        var again = new AdaptiveDecoder(start, Named(adaptation));
        foreach (var trial in Eegmmidb.Trials("S007", "R08").Trials) again.Observe(trial, trial.Label);
        Assert.Equal(adaptive.Log.EndHash, again.Log.EndHash);
    }

    /// <summary>Known truth: the gains of the amplifier change between sittings; recentring finds its way back without a label.</summary>
    [Theory]
    [InlineData("riemann-mdm")]
    [InlineData("tangent-lr")]
    public void Recentring_follows_gains_that_have_changed(string decoder)
    {
        var start = Decoders.Named(decoder).Fit(Eegmmidb.Trials("S007", "R04"));
        var fixedRight = 0;
        var adaptive = new AdaptiveDecoder(start, new Recentring { Rate = 0.2 });
        var right = 0;
        foreach (var trial in Eegmmidb.Trials("S007", "R08").Trials) adaptive.Observe(Amplified(trial));
        foreach (var trial in Eegmmidb.Trials("S007", "R12").Trials.Select(Amplified))
        {
            if (start.Predict(trial).Label == trial.Label) fixedRight++;
            if (adaptive.Predict(trial).Label == trial.Label) right++;
            adaptive.Observe(trial);
        }

        Assert.True(right >= 12 && right > fixedRight, $"{right} of 15 with recentring, {fixedRight} without");
    }

    /// <summary>Ten people, trained on one run and followed through two: adapting without labels costs nothing over all of them.</summary>
    [Theory]
    [InlineData("tangent-lda", "recentring")]
    [InlineData("tangent-lda", "pooled-mean")]
    public void Over_ten_people_adaptation_does_not_harm(string decoder, string adaptation)
    {
        var (fixedRight, right) = (0, 0);
        foreach (var subject in Enumerable.Range(1, 10).Select(s => $"S{s:000}"))
        {
            var start = Decoders.Named(decoder).Fit(Eegmmidb.Trials(subject, "R04"));
            var adaptive = new AdaptiveDecoder(start, Named(adaptation));
            foreach (var trial in Eegmmidb.Trials(subject, "R08").Trials.Concat(Eegmmidb.Trials(subject, "R12").Trials))
            {
                if (start.Predict(trial).Label == trial.Label) fixedRight++;
                if (adaptive.Predict(trial).Label == trial.Label) right++;
                adaptive.Observe(trial, trial.Label);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{decoder} {adaptation}: {right} of 300, {fixedRight} without");
        Assert.True(right >= fixedRight - 6, $"{right} of 300 with {adaptation}, {fixedRight} without");
    }

    /// <summary>Classes that move by themselves: the mean of the class that is told comes nearer to its trials, the other stays.</summary>
    [Fact]
    public void Moving_means_move_the_class_that_was_asked_for()
    {
        var start = Decoders.Named("riemann-mdm").Fit(Eegmmidb.Trials("S007", "R04"));
        var adaptive = new AdaptiveDecoder(start, new MovingMeans { Rate = 0.3 });
        var trial = Eegmmidb.Trials("S007", "R08").Trials.First(t => t.Label!.Value.Name == "left");
        Assert.Equal(new ClassLabel("left"), adaptive.Observe(trial, trial.Label).Label);
        var (before, after) = (start.ToContent().Array("means", 2, 64, 64).Values, adaptive.Current.ToContent().Array("means", 2, 64, 64).Values);
        Assert.NotEqual(before.Take(4096), after.Take(4096));
        Assert.Equal(before.Skip(4096), after.Skip(4096));
        Assert.True(adaptive.Predict(trial).Probabilities[0] > start.Predict(trial).Probabilities[0]);
    }

    /// <summary>With rate 1 the threshold lies at the trial, which then is undecided.</summary>
    [Fact]
    public void The_pooled_mean_is_where_the_threshold_lies()
    {
        var adaptive = new AdaptiveDecoder(Decoders.Named("csp-lda").Fit(Eegmmidb.Trials("S007", "R04")), new PooledMean { Rate = 1 });
        var trial = Eegmmidb.Trials("S007", "R08").Trials[0];
        adaptive.Observe(trial);
        Assert.Equal(0.5, adaptive.Predict(trial).Probabilities[0], 12);
    }

    [Fact]
    public void The_tangent_space_of_a_fresh_model_lies_at_the_mean_of_its_trials()
    {
        var trials = Eegmmidb.Trials("S007", "R04");
        var mean = RiemannMean.Of([.. trials.Trials.Select(t => t.Covariance.Matrix)]);
        var reference = Decoders.Named("tangent-lr").Fit(trials).ToContent().Array("reference", 64, 64).Values;
        for (var i = 0; i < reference.Length; i++) Assert.Equal(mean.Values[i], reference[i], 1e-9 * Math.Abs(mean.Values[i]) + 1e-9);
    }

    [Fact]
    public void What_cannot_be_adapted_is_refused_and_changes_nothing()
    {
        var trials = Eegmmidb.Trials("S007", "R04");
        var csp = new AdaptiveDecoder(Decoders.Named("csp-lda").Fit(trials), new Recentring());
        Assert.Contains("csp-lda", Assert.Throws<DecodingException>(() => csp.Observe(trials.Trials[0])).What, StringComparison.Ordinal);
        var mdm = new AdaptiveDecoder(Decoders.Named("riemann-mdm").Fit(trials), new MovingMeans());
        Assert.Contains("no class", Assert.Throws<DecodingException>(() => mdm.Observe(trials.Trials[0])).What, StringComparison.Ordinal);
        Assert.Throws<DecodingException>(() => mdm.Observe(trials.Trials[0], new("feet")));
        var spoilt = new Trial(new double[64 * 480].Select(_ => double.NaN).ToArray(), 64, null, trials.Trials[0].Origin);
        Assert.Throws<DecodingException>(() => mdm.Observe(spoilt, new("left")));
        Assert.Empty(mdm.Log.Entries);
        Assert.Equal(mdm.Log.StartHash, mdm.Current.ContentHash);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recentring { Rate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recentring { Rate = 1.1 });
    }

    [Fact]
    public void A_log_of_another_model_or_one_that_was_changed_is_refused()
    {
        var trials = Eegmmidb.Trials("S007", "R04");
        var start = Decoders.Named("riemann-mdm").Fit(trials);
        var adaptive = new AdaptiveDecoder(start, new Recentring());
        adaptive.Observe(trials.Trials[0]);
        var other = Decoders.Named("riemann-mdm").Fit(Eegmmidb.Trials("S007", "R08"));
        Assert.Contains("start", Assert.Throws<DecodingException>(() => adaptive.Log.Replay(other, 1)).What, StringComparison.Ordinal);
        var entry = adaptive.Log.Entries[0];
        var forged = adaptive.Log with { Entries = [entry with { Changed = [entry.Changed[0] with { Values = entry.Changed[0].Values.SetItem(0, 9e4) }] }] };
        Assert.Contains("change 1", Assert.Throws<DecodingException>(() => forged.Replay(start, 1)).What, StringComparison.Ordinal);
        using var half = JsonDocument.Parse("{\"adaptation\":\"recentring\"}");
        Assert.Throws<DecodingException>(() => AdaptationLog.Read(half.RootElement));
        adaptive.Restart();
        Assert.Equal(start.ContentHash, adaptive.Log.EndHash);
    }

    private static Adaptation Named(string name) => name switch
    {
        "recentring" => new Recentring(),
        "moving-means" => new MovingMeans(),
        _ => new PooledMean(),
    };

    private static AdaptationLog Reread(AdaptationLog log)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) log.WriteTo(json);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return AdaptationLog.Read(document.RootElement);
    }

    /// <summary>Every channel with another gain, between a half and two.</summary>
    private static Trial Amplified(Trial trial)
    {
        var signal = trial.Signal.ToArray();
        for (var i = 0; i < signal.Length; i++) signal[i] *= Math.Pow(2, Math.Sin(i / trial.SampleCount * 2.4));
        return new(signal, trial.ChannelCount, trial.Label, trial.Origin);
    }
}
