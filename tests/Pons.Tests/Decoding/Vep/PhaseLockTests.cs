using Pons.Decoding;
using Pons.Decoding.Vep;
using Pons.Experiments;
using Pons.Experiments.Ssvep;
using Pons.Formats;

namespace Pons.Tests.Decoding.Vep;

public sealed class PhaseLockTests
{
    public static TheoryData<string> Recordings =>
    [
        "subject01_record-2012.07.06-19.02.16.gdf", "subject03_record-2012.07.11-15.25.23.gdf",
        "subject08_record-2013.04.06-16.29.18_raw.fif", "subject12_record-2014.03.10-20.26.46_raw.fif",
    ];

    public static TheoryData<string> PhaseDecoders => [.. Decoders.All.Where(d => d is TemplateDecoder).Select(d => d.Name)];

    [Fact]
    public void Flicker_of_fixed_phase_is_locked()
    {
        var found = PhaseLock.Of(FlickerTrials.All);
        Assert.True(found.IsLocked);
        Assert.All(found.IndexByClass, index => Assert.InRange(index, 0.5, 1));
    }

    [Fact]
    public void Two_trials_of_each_class_suffice_when_there_are_several_classes() =>
        Assert.True(PhaseLock.Of(FlickerTrials.All.Select(Enumerable.Range(0, 8))).IsLocked);

    [Fact]
    public void Random_phases_pass_about_as_often_as_the_significance_says()
    {
        var random = new Random(3);
        var passed = Enumerable.Range(0, 40).Count(_ => PhaseLock.Of(RandomPhases(random), significance: 0.05).IsLocked);
        Assert.InRange(passed, 0, 6);
    }

    [Fact]
    public void The_same_trials_give_the_same_limit() => Assert.Equal(PhaseLock.Of(FlickerTrials.All).Limit, PhaseLock.Of(FlickerTrials.All).Limit);

    [Theory]
    [MemberData(nameof(PhaseDecoders))]
    public void Decoders_that_need_a_lock_refuse_random_phases(string name)
    {
        var error = Assert.Throws<DecodingException>(() => Decoders.Named(name).Fit(RandomPhases(new(11))));
        Assert.Contains("not locked", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void The_lights_of_the_exoskeleton_are_not_locked(string file)
    {
        var path = RecordedData.PathOf($"ssvep/exoskeleton/{file}");
        foreach (var decoder in Decoders.All.OfType<TemplateDecoder>())
        {
            using var recording = Recording.Open(path);
            var trials = new ExoskeletonSsvep().For(decoder).Cut(recording, RunNames.KeyOf(path)).Trials;
            var found = PhaseLock.Of(trials);
            Assert.False(found.IsLocked, $"{file}: {found.Index} {found.Limit}");
            Assert.Throws<DecodingException>(() => decoder.Fit(trials));
        }
    }

    private static TrialSet RandomPhases(Random random) =>
        FlickerTrials.Of(FlickerTrials.Signals(_ => 2 * Math.PI * random.NextDouble()), k => FlickerTrials.Frequencies[k]);
}
