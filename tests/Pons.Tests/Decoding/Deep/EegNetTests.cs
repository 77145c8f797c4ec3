using Pons.Decoding;
using Pons.Decoding.Deep;
using Pons.Decoding.Deep.Layers;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Deep;

public sealed class EegNetTests
{
    /// <summary>Places of the reference's tensors in the order in which they are drawn.</summary>
    private static readonly int[] s_drawn = [0, 5, 10, 11, 3, 8, 14, 4, 9, 15, 16];

    [Fact]
    public void Forward_pass_gives_the_reference_after_each_block()
    {
        var reference = ReferenceFile.Read("deep");
        var network = ReferenceNetwork();
        var signals = new Signals<double>(2, 8, 256, new SplitMix(31).Gaussians(2 * 8 * 256));
        for (var l = 0; l < network.Layers.Count; l++)
        {
            signals = network.Layers[l].Forward(signals, training: false);
            if (l == 1) reference.AssertEqual("eegnet.after_temporal", Heads(signals, 8, row => row * 8));
            if (l == 5) reference.AssertEqual("eegnet.after_spatial", Heads(signals, 16, row => row));
        }

        reference.AssertEqual("eegnet.logits", signals.Values);
    }

    [Fact]
    public void Reference_network_holds_the_reference_weights()
    {
        var state = ReferenceNetwork().State;
        ReferenceFile.Read("deep").AssertEqual("eegnet.weight_heads", [.. s_drawn[..10].SelectMany(p => state[p].Values[..3])]);
    }

    [Fact]
    public void Networks_learn_what_differs_in_power()
    {
        var (train, test) = (PowerTrials(60, 1), PowerTrials(30, 2));
        foreach (NetworkDecoder decoder in (NetworkDecoder[])[new EegNet { Epochs = 60 }, new ShallowConvNet { Epochs = 40 }])
        {
            var model = decoder.Fit(train);
            var right = test.Trials.Count(t => model.Predict(t).Label == t.Label);
            Assert.True(right >= 25, $"{decoder.Name}: {right} of 30");
        }
    }

    [Fact]
    public void Another_seed_gives_another_model_and_the_same_seed_the_same()
    {
        var trials = PowerTrials(20, 3);
        var hash = new EegNet { Epochs = 2 }.Fit(trials).ContentHash;
        Assert.Equal(hash, new EegNet { Epochs = 2 }.Fit(trials).ContentHash);
        Assert.NotEqual(hash, new EegNet { Epochs = 2, Seed = 1 }.Fit(trials).ContentHash);
    }

    [Fact]
    public void A_subject_is_held_out_before_a_run_and_never_a_class()
    {
        static Trial Of(string subject, string run, int place) => new(
            new double[4], 1, new("a"), new(new(subject), new("1"), new(run), place, place + 4, new(new("f"), place), place));
        Trial[] people = [Of("p", "1", 0), Of("p", "2", 1), Of("q", "1", 2), Of("q", "1", 3)];
        Assert.Equal([2, 3], TrainingPart.Of(people, [0, 1, 0, 1], 0).Validation);
        Assert.Equal([1], TrainingPart.Of(people, [0, 0, 1, 1], 0).Validation);
        Trial[] one = [Of("p", "1", 0), Of("p", "1", 1), Of("p", "1", 2), Of("p", "1", 3)];
        Assert.Equal([1, 3], TrainingPart.Of(one, [0, 0, 1, 1], 0).Validation);
    }

    [Fact]
    public void Trials_that_do_not_fit_are_refused()
    {
        var model = new EegNet { Epochs = 1 }.Fit(PowerTrials(10, 4));
        Assert.Contains("128", Assert.Throws<DecodingException>(() => model.Predict(new double[3 * 100], 100)).Message, StringComparison.Ordinal);
        Assert.Throws<DecodingException>(() => new ShallowConvNet().Fit(PowerTrials(10, 4, samples: 90)));
    }

    [Fact]
    [Trait("Kind", "Speed")]
    public void An_epoch_of_288_trials_takes_seconds()
    {
        var random = new SplitMix(1);
        float[][] signals = [.. Enumerable.Range(0, 288).Select(_ => random.Uniforms(22 * 1000).Select(v => (float)(v - 0.5)).ToArray())];
        int[] classes = [.. Enumerable.Range(0, 288).Select(i => i % 4)];
        var options = new EegNet { BatchSize = 64 };
        var network = options.Build<float>(22, 1000, 4);
        network.Initialise(0);
        var training = new Training(options, network, signals, classes, 22);
        var adam = new Adam(network.Parameters, 1e-3);
        int[] all = [.. Enumerable.Range(0, 288)];
        training.Epoch(all, adam, new Random(0));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        training.Epoch(all, adam, new Random(0));
        TestContext.Current.TestOutputHelper?.WriteLine($"epoch {watch.Elapsed.TotalMilliseconds:f0} ms");
        Assert.True(watch.Elapsed.TotalSeconds < 60);
    }

    private static Network<double> ReferenceNetwork()
    {
        var network = new EegNet().Build<double>(8, 256, 4);
        var random = new SplitMix(29);
        double[] Draw(int count) => [.. random.Gaussians(count).Select(v => v * 0.1)];
        var s = network.State;
        foreach (var p in s_drawn)
        {
            var values = Draw(s[p].Values.Length);
            if (s[p].Name == "variance") values = [.. values.Select(v => 1 + v * v)];
            values.CopyTo(s[p].Values, 0);
        }

        return network;
    }

    private static double[] Heads(Signals<double> signals, int rows, Func<int, int> place) =>
        [.. Enumerable.Range(0, 2).SelectMany(i => Enumerable.Range(0, rows).SelectMany(r => signals.Row(i, place(r))[..3].ToArray()))];

    /// <summary>Class a swings at 10 Hz on the first channel, class b on the second.</summary>
    private static TrialSet PowerTrials(int count, ulong seed, int samples = 128)
    {
        var random = new SplitMix(seed);
        var stream = new Pons.Streams.StreamInfo("power", [new("A"), new("B"), new("C")], 128, new("file"));
        return new(stream, [.. Enumerable.Range(0, count).Select(i =>
        {
            var signal = random.Gaussians(3 * samples);
            var phase = 6.28 * random.Uniform();
            for (var t = 0; t < samples; t++) signal[i % 2 * samples + t] += 2 * Math.Sin(2 * Math.PI * 10 * t / 128 + phase);
            return new Trial(signal, 3, new(i % 2 == 0 ? "a" : "b"), new(
                new("s"), new("1"), new("1"), i * 1000, i * 1000 + samples, new(new("file"), i * 1000L), i * 1000));
        })]);
    }
}
