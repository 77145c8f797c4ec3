using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Vep;
using Pons.Evaluation;
using Pons.Experiments;
using Pons.Experiments.Ssvep;
using Pons.Formats;
using Pons.Streams;
using Pons.Tests.Pipelines;
using Pons.Tests.Reference;

namespace Pons.Tests.Experiments.Ssvep;

public sealed class ExoskeletonSsvepTests
{
    private static readonly ExoskeletonSsvep Paradigm = new();

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["subject01"] = "subject01_record-2012.07.06-19.02.16.gdf",
        ["subject03"] = "subject03_record-2012.07.11-15.25.23.gdf",
        ["subject08"] = "subject08_record-2013.04.06-16.29.18_raw.fif",
        ["subject12"] = "subject12_record-2014.03.10-20.26.46_raw.fif",
    };

    public static TheoryData<string> Subjects => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Cues_are_those_of_the_reference(string subject)
    {
        using var reference = ReferenceFile.Document("ssvep-exoskeleton");
        var expected = reference.RootElement.GetProperty("subjects").GetProperty(subject);
        var cut = Cut(subject, Paradigm with { WithRest = true });
        Assert.Empty(cut.Losses);
        Assert.Equal(expected.GetProperty("truth").GetString(), Letters(cut.Trials.Trials.Select(t => t.Label!.Value)));
        Assert.Equal(expected.GetProperty("first_onset_sample").GetInt64(), cut.Trials.Trials[0].Origin.CueSampleIndex);
        Assert.Equal(expected.GetProperty("last_onset_sample").GetInt64(), cut.Trials.Trials[^1].Origin.CueSampleIndex);
        Assert.Equal(expected.GetProperty("truth_3").GetString(), Letters(Cut(subject, Paradigm).Trials.Trials.Select(t => t.Label!.Value)));
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Decoders_without_calibration_decide_every_trial_as_the_reference(string subject)
    {
        using var reference = ReferenceFile.Document("ssvep-exoskeleton");
        var expected = reference.RootElement.GetProperty("subjects").GetProperty(subject);
        foreach (var decoder in (Decoder[])[new Cca(), new Fbcca()])
            foreach (var (start, length, key) in Windows)
            {
                var trials = Cut(subject, (ExoskeletonSsvep)(Paradigm with { Window = new(start / 256.0, length / 256.0) }).For(decoder)).Trials;
                var model = (FittedSineCorrelation)decoder.Fit(trials);
                var entry = expected.GetProperty($"{decoder.Name} {key}");
                Assert.Equal(entry.GetProperty("predictions").GetString(), Letters(trials.Trials.Select(t => model.Predict(t).Label)));
                var scores = entry.GetProperty("first_trial_scores_13_17_21").EnumerateArray().Select(v => v.GetDouble()).ToArray();
                var given = model.Scores(trials.Trials[0].Signal.Span, trials.SampleCount);
                for (var k = 0; k < 3; k++) Assert.Equal(scores[k], given[k], 1e-5);
            }
    }

    [Theory]
    [InlineData("riemann-mdm", "mdm", false)]
    [InlineData("tangent-lr", "ts-lr", false)]
    [InlineData("riemann-mdm", "mdm", true)]
    [InlineData("tangent-lr", "ts-lr", true)]
    public void Decoders_by_covariance_agree_with_the_reference(string name, string key, bool withRest)
    {
        using var reference = ReferenceFile.Document("ssvep-exoskeleton");
        int same = 0, all = 0;
        foreach (var subject in Files.Keys)
        {
            var decoder = Decoders.Named(name);
            var trials = Cut(subject, (ExoskeletonSsvep)(Paradigm with { WithRest = withRest }).For(decoder)).Trials;
            var predicted = new ClassLabel[trials.Count];
            foreach (var fold in new OccurrenceFolds().Folds(trials))
            {
                var model = decoder.Fit(trials.Select(fold.Train));
                foreach (var i in fold.Test) predicted[i] = model.Predict(trials.Trials[i]).Label;
            }

            var entry = reference.RootElement.GetProperty("subjects").GetProperty(subject);
            var expected = entry.GetProperty($"{key} {(withRest ? 4 : 3)} classes 2+2s").GetProperty("predictions").GetString()!;
            same += expected.Zip(Letters(predicted)).Count(p => p.First == p.Second);
            all += expected.Length;
        }

        Assert.True(all - same <= 1, $"{name}: {same} of {all} predictions agree.");
    }

    [Fact]
    public void A_decoder_gets_the_bands_that_it_is_written_for()
    {
        Assert.Same(Paradigm, Paradigm.For(new Cca()));
        Assert.Equal(2, ((ExoskeletonSsvep)Paradigm.For(new Fbcca())).Bands.Length);
        Assert.Equal(3, ((ExoskeletonSsvep)Paradigm.For(Decoders.Named("riemann-mdm"))).Bands.Length);
        var chosen = Paradigm with { Bands = [new(5, 40)] };
        Assert.Same(chosen, chosen.For(new Fbcca()));
    }

    [Fact]
    public void Parameters_make_the_same_experiment_again()
    {
        var other = (ExoskeletonSsvep)(Paradigm with { Order = 3, Window = new(0.5, 4) }).For(new Fbcca());
        var again = (ExoskeletonSsvep)Paradigm.WithParameters(other.Parameters);
        Assert.Equal(other.Parameters, again.Parameters);
        Assert.Equal(other.Bands, again.Bands);
        Assert.Throws<ParadigmException>(() => Paradigm.WithParameters(other.Parameters.Remove("band1LowHz")));
        Assert.Throws<ParadigmException>(() => Paradigm.WithParameters(other.Parameters.SetItem("lengthSeconds", -1)));
        Assert.Throws<ParadigmException>(() => Paradigm.WithParameters(ImmutableDictionary<string, double>.Empty));
    }

    [Theory]
    [InlineData("subject01_record-1", "32779", true)]
    [InlineData("subject01_record-1", "1", false)]
    [InlineData("subject08_record-1-eve", "32779", false)]
    [InlineData("other", "32779", false)]
    [InlineData("other", "17Hz", true)]
    public void Codes_count_in_files_of_the_data_set_only(string name, string marker, bool fits)
    {
        void Check() => Paradigm.RequireFit(RunNames.KeyOf(name), [new(0, MadeUp.Time(0), marker)]);
        if (fits) Check();
        else Assert.Throws<ParadigmException>(Check);
    }

    [Fact]
    public void The_name_stands_at_the_onset_whatever_the_blocks()
    {
        var samples = new float[1200];
        for (var n = 0; n < samples.Length; n++) samples[n] = MathF.Sin(n);
        foreach (var size in (int[])[1, 7, 1200])
        {
            var trial = Assert.Single((Paradigm with { Window = new(1, 1) })
                .Preparation(RunNames.KeyOf("subject01_record-1.gdf")).Through(MadeUp.Stream(1, 256), Blocks(samples, size)));
            Assert.Equal(("21Hz", 300L), (trial.Label!.Value.Name, trial.Origin.CueSampleIndex));
        }
    }

    private static SignalBlock[] Blocks(float[] samples, int size)
    {
        Marker[] markers =
        [
            new(10, MadeUp.Time(10, 256), "33025"), new(172, MadeUp.Time(172, 256), "33026"), new(300, MadeUp.Time(300, 256), "32779"),
            new(900, MadeUp.Time(900, 256), "32779"),
        ];
        return [.. Enumerable.Range(0, samples.Length / size).Select(b => new SignalBlock(
            b * size, MadeUp.Time(b * size, 256), samples.AsMemory(b * size, size), 1,
            [.. markers.Where(m => m.SampleIndex / size == b)]))];
    }

    private static readonly (int Start, int Length, string Key)[] Windows =
        [(512, 512, "2+2s"), (76, 256, "0.3+1s"), (76, 512, "0.3+2s"), (76, 768, "0.3+3s"), (76, 1024, "0.3+4s"), (76, 1177, "0.3+4.6s")];

    private static CutRecording Cut(string subject, ExoskeletonSsvep paradigm)
    {
        var path = RecordedData.PathOf($"ssvep/exoskeleton/{Files[subject]}");
        using var recording = Recording.Open(path);
        return paradigm.Cut(recording, RunNames.KeyOf(path));
    }

    private static string Letters(IEnumerable<ClassLabel> labels) =>
        string.Concat(labels.Select(l => l.Name switch { "13Hz" => 'A', "17Hz" => 'B', "21Hz" => 'C', _ => 'R' }));
}
