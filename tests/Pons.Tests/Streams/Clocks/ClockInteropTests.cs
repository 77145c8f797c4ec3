using Pons.Streams.Clocks;

namespace Pons.Tests.Streams.Clocks;

/// <summary>
/// Interop test 10, "Clock": simulated ±200 ppm, 20 ms bursts, a 10 s gap, a suspended host; the stated error covers the true error.
/// </summary>
public sealed class ClockInteropTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, ClockScene> Scenes = new()
    {
        ["quiet"] = new(0),
        ["fast"] = new(0) { SkewPartsPerMillion = 200 },
        ["slow"] = new(0) { SkewPartsPerMillion = -200 },
        ["bursts"] = new(0) { SkewPartsPerMillion = 200, BurstSeconds = 0.02 },
        ["bursts at 1 kHz"] = new(0) { SkewPartsPerMillion = -200, BurstSeconds = 0.02, RateHz = 1000 },
        ["slow samples"] = new(0) { SkewPartsPerMillion = 200, RateHz = 10 },
        ["blocks of 100 ms"] = new(0) { SkewPartsPerMillion = -200, BurstSeconds = 0.1, RateHz = 1000 },
        ["bursts, slightly fast"] = new(0) { SkewPartsPerMillion = 3, BurstSeconds = 0.02 },
        ["bad air"] = new(0) { SkewPartsPerMillion = 50, JitterSeconds = 0.005, RateHz = 100 },
        ["long"] = new(0) { SkewPartsPerMillion = 200, Seconds = 1800, RateHz = 50 },
        ["counted gap"] = new(0) { SkewPartsPerMillion = 200, Gap = (50, 10) },
        ["uncounted gap"] = new(0) { SkewPartsPerMillion = -200, Gap = (50, 10), IsGapCounted = false },
        ["suspended"] = new(0) { SkewPartsPerMillion = 200, Suspension = (50, 30) },
        ["suspended, samples kept"] = new(0) { SkewPartsPerMillion = -200, Suspension = (50, 30), KeepsWhileSuspended = true },
        ["all"] = new(0)
        {
            SkewPartsPerMillion = 200,
            BurstSeconds = 0.02,
            Gap = (40, 10),
            IsGapCounted = false,
            Suspension = (70, 20),
            Seconds = 180,
        },
    };

    public static TheoryData<string> Names => [.. Scenes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Stated_uncertainty_covers_the_true_error(string name)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var coverage = ClockCoverage.Of(Scenes[name] with { Seed = seed });
            var fit = coverage.Track.Fit;
            var text = $"{name} {seed}: {coverage.Online:P1} online, {coverage.Offline:P1} after, ±{coverage.MedianSteadyMilliseconds:0.0} ms";
            output.WriteLine($"{text}; {fit.Restarts} {fit.LastRestart} {fit.DriftPartsPerMillion:0.0} ppm");
            Assert.True(coverage.Online >= 0.95, $"{name}, seed {seed}: {coverage.Online:P2} online");
            Assert.True(coverage.Offline >= 0.95, $"{name}, seed {seed}: {coverage.Offline:P2} offline");
        }
    }

    [Theory]
    [InlineData("quiet", 1)]
    [InlineData("fast", 1)]
    [InlineData("slow", 1)]
    [InlineData("counted gap", 1)]
    [InlineData("uncounted gap", 1)]
    [InlineData("suspended", 1)]
    [InlineData("slow samples", 1)]
    public void Without_bursts_a_warm_fit_is_certain_to_a_millisecond(string name, double milliseconds)
    {
        for (var seed = 1; seed <= 5; seed++)
            Assert.InRange(ClockCoverage.Of(Scenes[name] with { Seed = seed }).MedianSteadyMilliseconds, 0.5, milliseconds);
    }

    [Theory]
    [InlineData("quiet", ClockGrade.Good)]
    [InlineData("long", ClockGrade.Doubtful, ClockReasonCode.Drift)]
    [InlineData("fast", ClockGrade.Doubtful, ClockReasonCode.Drift)]
    [InlineData("slow", ClockGrade.Doubtful, ClockReasonCode.Drift)]
    [InlineData("bursts, slightly fast", ClockGrade.Doubtful, ClockReasonCode.Bursts, ClockReasonCode.Jitter)]
    [InlineData("bursts at 1 kHz", ClockGrade.Doubtful, ClockReasonCode.Drift, ClockReasonCode.Bursts, ClockReasonCode.Jitter)]
    [InlineData("counted gap", ClockGrade.Bad, ClockReasonCode.Gaps, ClockReasonCode.Drift)]
    [InlineData("uncounted gap", ClockGrade.Doubtful, ClockReasonCode.Restarts, ClockReasonCode.Drift)]
    [InlineData(
        "suspended", ClockGrade.Bad, ClockReasonCode.HostSuspended, ClockReasonCode.Gaps, ClockReasonCode.Restarts, ClockReasonCode.Drift)]
    public void Verdict_is_right(string name, ClockGrade grade, params ClockReasonCode[] reasons)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var verdict = VerdictOf(Scenes[name] with { Seed = seed });
            Assert.Equal(grade, verdict.Grade);
            Assert.Equal(reasons.Order(), verdict.Reasons.Select(r => r.Code).Order());
            Assert.True(verdict.Reasons.All(r => r.Text.EndsWith('.') && r.Grade != ClockGrade.Good));
        }
    }

    private static ClockVerdict VerdictOf(ClockScene scene)
    {
        var time = new SteppedTime();
        var watch = new HostWatch(time);
        var samples = scene.Samples().ToList();
        time.Pass(TimeSpan.FromSeconds(60));
        time.SetWall(TimeSpan.FromSeconds(scene.Suspension.Length));
        var missing = (samples[^1].Device - samples[0].Device).Seconds * scene.RateHz + 1 - samples.Count;
        var evidence = ClockEvidence.Of("EEG", ClockCoverage.Of(scene).Track.Fit) with
        {
            Gaps = missing > 0.5 ? 1 : 0,
            MissingSamples = (long)Math.Round(missing),
            ReceivedSamples = samples.Count,
        };
        return ClockVerdict.OfRecording([ClockVerdict.Of(evidence)], watch.Poll() is { } happened ? [happened] : []);
    }
}
