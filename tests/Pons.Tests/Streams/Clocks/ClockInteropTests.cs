using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Streams.Clocks;

/// <summary>Interop test 10, "Clock": simulated ±200 ppm, 20 ms bursts, a 10 s gap, a suspended host; the stated error covers the true error.</summary>
public sealed class ClockInteropTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, ClockScene> Scenes = new()
    {
        ["quiet"] = new(0),
        ["fast"] = new(0) { SkewPartsPerMillion = 200 },
        ["slow"] = new(0) { SkewPartsPerMillion = -200 },
        ["bursts at 1 kHz"] = new(0) { SkewPartsPerMillion = -200, BurstSeconds = 0.02, RateHz = 1000 },
        ["counted gap"] = new(0) { SkewPartsPerMillion = 200, Gap = (50, 10) },
        ["uncounted gap"] = new(0) { SkewPartsPerMillion = -200, Gap = (50, 10), IsGapCounted = false },
        ["suspended"] = new(0) { SkewPartsPerMillion = 200, Suspension = (50, 30) },
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
            output.WriteLine(FormattableString.Invariant($"{name} {seed}: online {coverage.Online:P1}, offline {coverage.Offline:P1}, steady {coverage.MedianSteadyMilliseconds:0.0} ms, at most {coverage.LargestSteadyMilliseconds:0.0} ms; {fit.Restarts} {fit.LastRestart} {fit.DriftPartsPerMillion:0.0} ± {fit.DriftUncertaintyPartsPerMillion:0.00}"));
            Assert.True(coverage.Online >= 0.95, $"{name}, seed {seed}: {coverage.Online:P2} online");
            Assert.True(coverage.Offline >= 0.95, $"{name}, seed {seed}: {coverage.Offline:P2} offline");
        }
    }
}
