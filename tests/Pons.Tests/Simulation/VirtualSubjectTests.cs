using Pons.Simulation;

namespace Pons.Tests.Simulation;

/// <summary>Whether the simulated EEG is what a clinical neurophysiologist expects, measured from outside.</summary>
public sealed class VirtualSubjectTests
{
    private const double TrialSeconds = 6.5;
    private static readonly Task<TwinTake> Rest = TwinTake.Of(new() { Seed = 4 }, 240, twin =>
        twin.Instruct(120 * 250, MentalState.RestEyesClosed));

    private static readonly Task<TwinTake> Skilled = Imagery(new() { Seed = 11, Skill = 1 }, 60);

    [Fact]
    public async Task Amplitudes_are_those_of_an_adult()
    {
        var take = await Rest;
        foreach (var (from, to) in new[] { (1, 119), (121, 239) })
        {
            var rms = take.Labels.Select(l => Math.Sqrt(take.BandPower(l, from, to, 1, 40))).Order().ToArray();
            Assert.InRange(rms[16], 8, 20);
            Assert.InRange(rms[0], 2, 20);
            Assert.InRange(rms[^1], 8, 40);
        }

        Assert.InRange(Math.Sqrt(take.BandPower("C3", 1, 119, 8, 13)), 3.5, 12);
    }

    [Fact]
    public async Task Spectrum_falls_about_as_one_over_the_frequency()
    {
        var take = await Rest;
        foreach (var label in new[] { "F3", "Cz", "P4" })
        {
            var (density, step) = take.Welch(label, 1, 119);
            var frequencies = Enumerable.Range(0, density.Length).Select(k => k * step);
            var betweenPeaks = frequencies.Where(f => f is >= 1.5 and <= 40 and not (> 7 and < 28)).ToArray();
            Assert.InRange(Slope(betweenPeaks, f => density[(int)(f / step)]), -1.9, -0.9);
        }
    }

    [Fact]
    public async Task Alpha_appears_over_the_occiput_when_the_eyes_close()
    {
        var take = await Rest;
        double Power(string label, bool closed) => take.BandPower(label, closed ? 121 : 1, closed ? 239 : 119, 8, 12.5);
        Assert.InRange(Power("O1", true) / Power("O1", false), 3.5, 20);
        Assert.InRange(Power("O2", true) / Power("O2", false), 3.5, 20);
        Assert.InRange(Power("Fz", true) / Power("Fz", false), 0.5, 3);
        Assert.InRange(Power("O1", true) / Power("F3", true), 3, 100);
        // 30 to 60 µV from peak to peak is 10 to 20 µV root mean square.
        Assert.InRange(Math.Sqrt(Power("O1", true)), 8, 20);
        var (density, step) = take.Welch("O1", 121, 239);
        var peak = Enumerable.Range(0, density.Length).Where(k => k * step is > 6 and < 15).MaxBy(k => density[k]) * step;
        Assert.InRange(peak, 9.4, 11);
    }

    [Fact]
    public async Task Blinks_look_like_blinks()
    {
        var take = await Rest;
        var blinks = take.Artefacts.Where(a => a.Kind == TwinArtefactKind.Blink).ToArray();
        Assert.InRange(blinks.Length, 18, 40);
        Assert.All(blinks, b => Assert.InRange(b.SampleCount / take.RateHz, 0.2, 0.4));
        Assert.All(blinks, b => Assert.True(b.FirstSampleIndex < 120 * 250));

        // From where the lid begins to move to where it is closed.
        double Height(string label) => blinks.Average(b =>
            take[label][b.FirstSampleIndex + (int)(0.38 * b.SampleCount)] - take[label][b.FirstSampleIndex]);
        var front = (Height("Fp1") + Height("Fp2")) / 2;
        Assert.InRange(front, 80, 200);
        Assert.InRange(Height("Fz") / front, 0.15, 0.55);
        Assert.InRange(Height("Cz") / front, -0.05, 0.3);
        Assert.InRange(Height("Oz") / front, -0.1, 0.12);
        Assert.InRange(Height("Fp1") / Height("Fp2"), 0.75, 1.33);
    }

    [Theory]
    [InlineData(50, 60)]
    [InlineData(60, 50)]
    public async Task Mains_stands_at_its_frequency_and_nowhere_else(double mainsHz, double otherHz)
    {
        var take = await TwinTake.Of(new() { MainsHz = mainsHz }, 60, _ => { });
        var peaks = take.Labels.Select(l => Excess(take, l, mainsHz)).ToArray();
        Assert.True(peaks.Order().ElementAt(16) > 10);
        Assert.True(peaks.Max() / peaks.Min() > 5, "channels differ");
        Assert.All(take.Labels, l => Assert.InRange(Excess(take, l, otherHz), 0.3, 3));
    }

    [Fact]
    public async Task Muscle_bursts_lie_where_and_when_the_truth_says()
    {
        var take = await TwinTake.Of(new() { Seed = 3, MuscleBurstsPerMinute = 20 }, 120, _ => { });
        var bursts = take.Artefacts.Where(a => a.Kind == TwinArtefactKind.LeftTemporalMuscle && a.SampleCount >= 100).ToArray();
        Assert.InRange(bursts.Length, 4, 30);
        var quiet = take.Labels.ToDictionary(l => l, l => Enumerable.Range(0, 119).Min(t => take.BandPower(l, t, t + 0.4, 30, 100)));
        double Loudness(string label) => bursts.Average(b =>
            take.BandPower(label, b.FirstSampleIndex / 250.0, (b.FirstSampleIndex + 100) / 250.0, 30, 100)) / quiet[label];
        Assert.True(Loudness("T7") > 30);
        Assert.True(Loudness("T7") > 5 * Loudness("Pz"));
    }

    [Fact]
    public async Task Skilled_imagery_desynchronises_the_other_hemisphere()
    {
        var take = await Skilled;
        Assert.InRange(Change(take, "C4", 0, 8, 13.5), -0.75, -0.4);
        Assert.InRange(Change(take, "C3", 1, 8, 13.5), -0.75, -0.4);
        Assert.InRange(Change(take, "C3", 0, 8, 13.5), -0.1, 0.5);
        Assert.InRange(Change(take, "C4", 1, 8, 13.5), -0.1, 0.5);
        Assert.InRange(Change(take, "C4", 0, 17, 25), -0.6, -0.15);
        Assert.True(ClassT(take, 60) > 8, "left and right imagery differ");
    }

    [Fact]
    public async Task Depth_follows_the_skill()
    {
        var deviations = new List<double>();
        foreach (var skill in new[] { 0, 0.4, 1 }) deviations.Add(ClassT(await Imagery(new() { Seed = 5, Skill = skill }, 24), 24));
        Assert.Equal(deviations.Order(), deviations);
    }

    [Fact]
    public async Task Without_skill_left_and_right_are_the_same_samples()
    {
        var subject = VirtualSubject.Draw(21, skill: 0);
        var left = await TwinTake.Of(subject, 12, twin => Both(twin, MentalState.ImagineLeftHand));
        var right = await TwinTake.Of(subject, 12, twin => Both(twin, MentalState.ImagineRightHand));
        foreach (var label in left.Labels) Assert.Equal(left[label], right[label]);

        static void Both(TwinSource twin, MentalState state)
        {
            twin.Instruct(500, state);
            twin.Instruct(1500, MentalState.RestEyesOpen);
            twin.Instruct(2000, state);
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public async Task Without_skill_the_classes_do_not_differ_over_many_trials(ulong seed)
    {
        // Two-sided 1 % of Student's t with 38 degrees of freedom; seeds are fixed, so it either always holds or never.
        Assert.InRange(ClassT(await Imagery(new() { Seed = seed, Skill = 0 }, 40), 40), -2.71, 2.71);
    }

    [Fact]
    public async Task Imagery_sets_in_within_a_second_and_beta_rebounds_after_it()
    {
        var take = await Skilled;
        double Missing(double secondsAfterCue) => LeftTrials(60).Average(t =>
            take.Desynchronisation[2 * (int)((t + secondsAfterCue) * 250) + 1]);
        Assert.InRange(Missing(0), -0.02, 0.02);
        Assert.InRange(Missing(0.2), -0.05, 0.1);
        Assert.InRange(Missing(0.6), 0.15, 0.6);
        Assert.InRange(Missing(1.5), 0.65, 0.95);
        Assert.InRange(Missing(3.9), 0.65, 0.95);

        // Four seconds of imagery end at 4 s.
        double Beta(double from, double to) => LeftTrials(60).Average(t => RhythmPower(take, 9, t + from, t + to));
        Assert.InRange(Beta(4.6, 5.3) / Beta(-1.5, 0), 1.15, 2.5);
    }

    [Fact]
    public async Task Truth_agrees_with_the_signal()
    {
        var take = await Imagery(new() { Seed = 17, Skill = 1, BackgroundMicrovolts = 2, AlphaMicrovolts = 2, BlinkMicrovolts = 0 }, 24);
        var (truth, signal) = (new List<double>(), new List<double>());
        for (var t = 4; t < 150; t += 2)
        {
            truth.Add(Math.Log(RhythmPower(take, 4, t, t + 2) + RhythmPower(take, 5, t, t + 2)));
            signal.Add(Math.Log(take.BandPower("C3", t, t + 2, 8, 14)));
        }

        Assert.InRange(MathNet.Numerics.Statistics.Correlation.Pearson(truth, signal), 0.75, 1);
    }

    [Fact]
    public async Task A_miss_evokes_a_larger_fronto_central_negativity_than_a_hit()
    {
        var take = await TwinTake.Of(new() { Seed = 8, BlinksPerMinute = 0, BackgroundMicrovolts = 2, DriftMicrovolts = 0 }, 245, twin =>
        {
            for (var k = 0; k < 160; k++) twin.GiveFeedback(500 + 375 * k, k % 2 == 0 ? Feedback.Hit : Feedback.Miss);
        });
        double Mean(string label, int odd, double seconds) => Enumerable.Range(0, 80).Average(k =>
        {
            var at = 500 + 375 * (2 * k + odd);
            return take[label][at + (int)(seconds * 250)] - take[label][(at - 25)..at].Average();
        });
        double Difference(string label) => Mean(label, 1, 0.25) - Mean(label, 0, 0.25);
        Assert.InRange(Difference("FCz"), -9, -2.5);
        Assert.True(Math.Abs(Difference("Oz")) < 0.5 * Math.Abs(Difference("FCz")));
        Assert.InRange(Mean("FCz", 1, 0.34), 1, 12);
    }

    [Fact]
    public async Task A_faster_rate_shows_the_same_brain_to_the_eye()
    {
        var subject = new VirtualSubject { Seed = 4 };
        var fast = await TwinTake.Of(subject, 60, twin => twin.Instruct(0, MentalState.RestEyesClosed), 1000);
        var slow = await TwinTake.Of(subject, 60, twin => twin.Instruct(0, MentalState.RestEyesClosed));
        foreach (var label in new[] { "O1", "C3", "Fz" })
            Assert.InRange(fast.BandPower(label, 2, 59, 2, 40) / slow.BandPower(label, 2, 59, 2, 40), 0.7, 1.4);
    }

    [Fact]
    public void A_drawn_subject_is_drawn_again_and_people_differ()
    {
        Assert.Equal(VirtualSubject.Draw(5, 0.4), VirtualSubject.Draw(5, 0.4));
        var people = Enumerable.Range(0, 500).Select(i => VirtualSubject.Draw((ulong)i)).ToArray();
        Assert.InRange(people.Average(p => p.AlphaHz), 10, 10.4);
        Assert.InRange(people.Max(p => p.AlphaHz) - people.Min(p => p.AlphaHz), 2, 3.7);
        Assert.True(people.Distinct().Count() == 500);
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => VirtualSubject.Draw(1, 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualSubject { Skill = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualSubject { MuHz = 20 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualSubject { MainsHz = 16.7 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualSubject { BlinkMicrovolts = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtualSubjectRun(new(), Montage.Standard32, 50));
        var run = new VirtualSubjectRun(new(), Montage.Standard32, 250);
        Assert.Throws<ArgumentException>(() => run.Advance(new float[33]));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Enter((MentalState)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Receive((Feedback)9));
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        var run = new VirtualSubjectRun(new(), Montage.Standard64, 250);
        var block = new float[64 * 10];
        for (var i = 0; i < 300; i++) run.Advance(block);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 300; i++) run.Advance(block);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Silent_subjects_are_silent()
    {
        // What has no amplitude must not leak: all that is left are the rhythms that have none to set.
        var silent = new VirtualSubject
        {
            AlphaMicrovolts = 0,
            MuMicrovolts = 0,
            BetaMicrovolts = 0,
            BackgroundMicrovolts = 0,
            BlinkMicrovolts = 0,
            GazeMicrovolts = 0,
            MuscleMicrovolts = 0,
            HeartMicrovolts = 0,
            FeedbackMicrovolts = 0,
            MainsMicrovolts = 0,
            DriftMicrovolts = 0,
            ElectrodeNoiseMicrovolts = 0,
            AmplifierNoiseMicrovolts = 0,
        };
        var samples = new float[32 * 2500];
        new VirtualSubjectRun(silent, Montage.Standard32, 250).Advance(samples);
        Assert.All(samples, v => Assert.InRange(v, -12, 12));
    }

    private static Task<TwinTake> Imagery(VirtualSubject subject, int trials) => TwinTake.Of(subject, TrialSeconds * trials + 4, twin =>
    {
        for (var k = 0; k < trials; k++)
        {
            var cue = (long)((TrialSeconds * k + 3) * 250);
            twin.Instruct(cue, IsLeft(k) ? MentalState.ImagineLeftHand : MentalState.ImagineRightHand);
            twin.Instruct(cue + 1000, MentalState.RestEyesOpen);
        }
    });

    /// <summary>Classes in an order that no slow drift follows: left right right left.</summary>
    private static bool IsLeft(int trial) => trial % 4 is 0 or 3;

    private static IEnumerable<double> LeftTrials(int trials) =>
        Enumerable.Range(0, trials).Where(IsLeft).Select(k => TrialSeconds * k + 3);

    /// <summary>Mean square of a rhythm's amplitude by the truth; 4 and 5 are the mu of the left hand area, 9 the beta of the right.</summary>
    private static double RhythmPower(TwinTake take, int rhythm, double fromSeconds, double toSeconds) =>
        Enumerable.Range((int)(fromSeconds * 250), (int)((toSeconds - fromSeconds) * 250))
            .Average(i => Math.Pow(take.Envelopes[i * take.RhythmCount + rhythm], 2));

    /// <summary>Power during imagery against the second before the cue, less 1; class 0 is left.</summary>
    private static double Change(TwinTake take, string label, int cls, double lowHz, double highHz)
    {
        var cues = Enumerable.Range(0, 60).Where(k => IsLeft(k) == (cls == 0)).Select(k => TrialSeconds * k + 3).ToArray();
        double Mean(double from, double to) => cues.Average(t => take.BandPower(label, t + from, t + to, lowHz, highHz));
        return Mean(1, 4) / Mean(-1.2, 0) - 1;
    }

    /// <summary>Student's t of log mu power at C3 less that at C4, left trials against right ones.</summary>
    private static double ClassT(TwinTake take, int trials)
    {
        double Feature(int k)
        {
            var t = TrialSeconds * k + 3;
            return Math.Log(take.BandPower("C3", t + 1, t + 4, 8, 13.5) / take.BandPower("C4", t + 1, t + 4, 8, 13.5));
        }

        var left = Enumerable.Range(0, trials).Where(IsLeft).Select(Feature).ToArray();
        var right = Enumerable.Range(0, trials).Where(k => !IsLeft(k)).Select(Feature).ToArray();
        double Variance(double[] v) => v.Sum(x => (x - v.Average()) * (x - v.Average())) / (v.Length - 1);
        return (left.Average() - right.Average()) / Math.Sqrt(Variance(left) / left.Length + Variance(right) / right.Length);
    }

    private static double Excess(TwinTake take, string label, double hz)
    {
        var (density, step) = take.Welch(label, 1, 59);
        var at = (int)Math.Round(hz / step);
        return density[at] / (density[(at - 12)..(at - 6)].Concat(density[(at + 7)..(at + 13)]).Average());
    }

    private static double Slope(double[] frequencies, Func<double, double> density)
    {
        var (x, y) = (frequencies.Select(f => Math.Log(f)).ToArray(), frequencies.Select(f => Math.Log(density(f))).ToArray());
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
    }
}
