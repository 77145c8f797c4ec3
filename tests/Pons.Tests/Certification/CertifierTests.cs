using Pons.Certification;
using Pons.Certification.Loads;
using Pons.Certification.Measurements;

namespace Pons.Tests.Certification;

/// <summary>That measurements run, end, and leave nothing; how long anything takes is not tested.</summary>
public sealed class CertifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_measurement_gives_its_result_and_leaves_nothing()
    {
        var plan = new CertificationPlan(_folder.Path) { Seconds = 3 };
        var told = new List<CertificationProgress>();
        var result = await Certifier.RunAsync(plan, progress: new Told(told.Add), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(plan.Measurements.Select(m => m.Name), result.Results.Select(r => r.Name));
        Assert.All(result.Results, r => Assert.True(r.Absent is null or { Kind: NotMeasuredKind.TooFew }, $"{r.Name}: {r.Absent}"));
        Assert.Equal(0, result.ResultOf("clock")!.FigureOf("backward steps")!.Value);
        Assert.NotNull(result.ResultOf("disk-bandwidth")!.FigureOf("bandwidth"));
        Assert.Equal(plan.Budgets.Length, result.Paradigms.Length);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(plan.Measurements.Select(m => m.Name), told.Select(t => t.Measurement).Distinct());
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("disk")]
    [InlineData("decoder")]
    public async Task A_load_runs_and_ends(string name)
    {
        var plan = new CertificationPlan(_folder.Path) { Seconds = 0.2, Load = CertificationLoad.Find(name)!, Measurements = [new WakeUpMeasurement(1, 1)] };
        var result = await Certifier.RunAsync(plan, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(name, result.Load);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task What_the_system_refuses_is_a_result_with_its_reason()
    {
        var plan = new CertificationPlan(_folder.Path) { Seconds = 0.1, Measurements = [new DiskAppendMeasurement(_folder.PathOf("absent")), new WakeUpMeasurement(1, 1)] };
        var result = await Certifier.RunAsync(plan, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(NotMeasuredKind.Failed, result.Results[0].Absent?.Kind);
        Assert.NotEqual(NotMeasuredKind.Failed, result.Results[1].Absent?.Kind);
    }

    [Fact]
    public async Task Without_its_load_nothing_is_certified()
    {
        var plan = new CertificationPlan(_folder.Path) { Seconds = 0.1, Load = new EndedLoad(), Measurements = [new WakeUpMeasurement(1, 1)] };
        var fault = await Assert.ThrowsAsync<CertificationException>(() => Certifier.RunAsync(plan, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("ended", fault.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_at_once_and_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var plan = new CertificationPlan(_folder.Path) { Seconds = 3600, Load = new ProcessorLoad(), Measurements = [new DiskAppendMeasurement(_folder.Path)] };
        var running = Certifier.RunAsync(plan, progress: new Told(_ => stop.Cancel()), cancellation: stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused() =>
        await Assert.ThrowsAsync<CertificationException>(() => Certifier.RunAsync(new(_folder.PathOf("absent")), cancellation: TestContext.Current.CancellationToken));

    private sealed record EndedLoad : CertificationLoad
    {
        public override string Name => "ended";

        public override Task RunAsync(string folder, TimeProvider clock, CancellationToken stop) => Task.CompletedTask;
    }

    private sealed class Told(Action<CertificationProgress> tell) : IProgress<CertificationProgress>
    {
        public void Report(CertificationProgress value) => tell(value);
    }
}
