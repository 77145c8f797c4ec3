using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Stopping;
using Pons.Evaluation;
using Pons.Evaluation.Stopping;
using Pons.Experiments;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Evaluation.Stopping;

public sealed class StoppingTests
{
    private static readonly Decoder Decoder = Decoders.Named("cca");

    [Fact]
    public void A_window_stops_early_on_clear_flicker_and_goes_on_in_noise()
    {
        var window = GrowingWindow.Fit(Decoder, Flicker(1, 3), [64, 128, 256, 512], 0.9);
        Assert.All(Flicker(2, 3).Trials, t =>
        {
            var decision = window.Decide(t.WithoutLabel());
            Assert.True(decision.IsSure);
            Assert.True(decision.SampleCount <= 128);
            Assert.Equal(t.Label, decision.Prediction.Label);
        });
        var noise = GrowingWindow.Fit(Decoder, Flicker(3, 0), [64, 128, 256, 512], 0.95);
        Assert.True(Flicker(4, 0).Trials.Count(t => noise.Decide(t.WithoutLabel()).SampleCount == 512) > 20);
    }

    [Fact]
    public void What_stops_is_what_the_model_of_that_length_says()
    {
        var window = GrowingWindow.Fit(Decoder, Flicker(1, 0.3), [128, 512], 0.8);
        foreach (var trial in Flicker(5, 0.3).Trials)
        {
            var decision = window.Decide(trial.WithoutLabel());
            var length = window.Lengths.Single(l => l.SampleCount == decision.SampleCount);
            Assert.Equal(length.Model.Predict(GrowingWindow.Start(trial, length.SampleCount)).Probabilities, decision.Prediction.Probabilities);
        }
    }

    [Fact]
    public void Lengths_and_trials_that_cannot_be_are_refused()
    {
        var trials = Flicker(1, 3);
        Assert.Throws<DecodingException>(() => GrowingWindow.Fit(Decoder, trials, [256, 128], 0.9));
        Assert.Throws<DecodingException>(() => GrowingWindow.Fit(Decoder, trials, [513], 0.9));
        var window = GrowingWindow.Fit(Decoder, trials, [128, 512], 0.9);
        Assert.Throws<DecodingException>(() => window.Decide(GrowingWindow.Start(trials.Trials[0], 256)));
    }

    [Fact]
    public void Recorded_flicker_is_decided_sooner_at_a_higher_rate_than_by_the_longest_window()
    {
        var paradigm = Paradigms.Named("ssvep-exoskeleton");
        var evaluation = new StoppingEvaluation(
            paradigm.WithParameters(paradigm.Parameters.SetItem("startSeconds", 0.3).SetItem("lengthSeconds", 4.5)), [Decoders.Named("fbcca")], new OccurrenceFolds());
        var dataset = Dataset.FromPaths([RecordedData.PathOf("ssvep/exoskeleton")]);
        var table = evaluation.Run(dataset, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(4, table.Rows.Length);
        Assert.All(table.Rows, r => Assert.Equal(9, r.Fixed.Length));
        Assert.True(table.Rows.Average(r => r.Growing.Seconds) < 3.5);
        Assert.True(table.Rows.Average(r => r.Growing.Accuracy.Value) >= 0.85);
        Assert.True(table.Rows.Average(r => r.Growing.BitsPerMinute.Value) > table.Rows.Average(r => r.Fixed[^1].BitsPerMinute.Value));
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory)) table.WriteTo(json);
        using var document = JsonDocument.Parse(memory.ToArray());
        Assert.Empty(Cli.JsonSchema.Read("evaluate-stopping").Faults(document.RootElement));
        Assert.Equal(table.ToText(), (evaluation with { ThreadCount = 1 }).Run(dataset, cancellation: TestContext.Current.CancellationToken).ToText());
    }

    /// <summary>Thirty trials of 2 s at 256 Hz, three frequencies, two channels; amplitude against unit noise.</summary>
    private static TrialSet Flicker(ulong seed, double amplitude)
    {
        var random = new SplitMix(seed);
        StreamInfo stream = new("s", [new("O1", ChannelKind.Eeg, "µV"), new("O2", ChannelKind.Eeg, "µV")], 256, new("c"));
        double[] frequencies = [9, 11, 14];
        return new(stream, [.. Enumerable.Range(0, 30).Select(i =>
        {
            var noise = random.Gaussians(1024);
            var signal = new double[1024];
            for (var t = 0; t < 1024; t++) signal[t] = noise[t] + amplitude * Math.Sin(2 * Math.PI * frequencies[i % 3] * (t % 512) / 256 + i);
            return new Trial(signal, 2, new($"{frequencies[i % 3]}Hz"), new(new("p"), new("1"), new("1"), 1000 * i, 1000 * i + 512, new(new("c"), i), 1000 * i));
        })]);
    }
}
