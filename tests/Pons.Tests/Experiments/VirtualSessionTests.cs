using Pons.Decoding;
using Pons.Experiments;
using Pons.Pipelines;
using Pons.Simulation;

namespace Pons.Tests.Experiments;

public sealed class VirtualSessionTests
{
    private static readonly VirtualSessionPlan Plan = new()
    {
        Subject = VirtualSubject.Draw(3, 1),
        Seed = 3,
        DurationSeconds = 15,
        CalibrationTrials = 6,
        Montage = Montage.Standard32,
    };

    [Fact]
    public void Calibration_has_balanced_windows_as_long_as_those_of_the_session()
    {
        var trials = VirtualSession.Calibrate(Plan, TestContext.Current.CancellationToken);
        Assert.Equal(30, trials.Count);
        Assert.Equal(250, trials.SampleCount);
        Assert.Equal(15, trials.Trials.Count(t => t.Label == new ClassLabel("left")));
        Assert.Equal(6, trials.Trials.Select(t => t.Origin.CueSampleIndex).Distinct().Count());
    }

    [Fact]
    public async Task Every_block_length_decides_the_same()
    {
        var model = Plan.Decoder.Fit(VirtualSession.Calibrate(Plan, TestContext.Current.CancellationToken));
        var hashes = new HashSet<string>();
        foreach (var blockSamples in new[] { 1, 7, 25, 74 }) hashes.Add(await HashAsync(Plan with { BlockSamples = blockSamples }, model));
        Assert.Single(hashes);
    }

    [Fact]
    public async Task The_same_plan_decides_the_same_again()
    {
        var model = Plan.Decoder.Fit(VirtualSession.Calibrate(Plan, TestContext.Current.CancellationToken));
        Assert.Equal(await HashAsync(Plan, model), await HashAsync(Plan, model));
    }

    [Fact]
    public void A_block_longer_than_feedback_may_take_is_refused()
    {
        var model = Plan.Decoder.Fit(VirtualSession.Calibrate(Plan, TestContext.Current.CancellationToken));
        var fault = Assert.Throws<ParadigmException>(() => new VirtualSession(Plan with { BlockSamples = 75 }, model, new Hasher(), null));
        Assert.Contains("75 samples", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_another_rate_is_refused_before_any_data()
    {
        var model = Plan.Decoder.Fit(VirtualSession.Calibrate(Plan, TestContext.Current.CancellationToken));
        Assert.Throws<PipelineBuildException>(() => new VirtualSession(Plan with { RateHz = 500 }, model, new Hasher(), null));
        Assert.Throws<PipelineBuildException>(() => new VirtualSession(Plan with { Montage = Montage.Standard64 }, model, new Hasher(), null));
    }

    private static async Task<string> HashAsync(VirtualSessionPlan plan, FittedDecoder model)
    {
        using var watcher = new Hasher();
        await using var session = new VirtualSession(plan, model, watcher, null);
        await session.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, session.Online.LateFeedbackCount);
        Assert.Equal(plan.DurationSeconds * plan.RateHz, session.Samples.Received);
        return watcher.Hash.Value;
    }

    private sealed class Hasher : SessionObserver, IDisposable
    {
        public DecisionHash Hash { get; } = new();

        public override void OnDecision(Decision decision) => Hash.Add(decision);

        public void Dispose() => Hash.Dispose();
    }
}
