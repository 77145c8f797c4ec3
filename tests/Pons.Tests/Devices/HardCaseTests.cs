using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices;

/// <summary>What goes wrong with any device: it comes back changed, its port is taken, everything happens at once.</summary>
public sealed class HardCaseTests
{
    /// <summary>
    /// Every protocol that keeps a connection, with more than one way to speak where it has them. Datagrams, described devices, files and the
    /// SpikerBox, whose values are counts of its converter, meet their faults in their own tests.
    /// </summary>
    public static TheoryData<string> Addresses => [.. DeviceProtocol.All.SelectMany(p => p.Name switch
    {
        "brainflow" or "unicorn-udp" or "plain" or "wav" or "spikerbox" => [],
        "lsl" or "cyton" => [p.Name],
        "neuracle" => ["neuracle?listen=any", "neuracle?listen=any&layout=int"],
        "neuroscan" => ["neuroscan?listen=any&dialect=acquire", "neuroscan?listen=any&dialect=curry8"],
        _ => (string[])[$"{p.Name}?listen=any"],
    })];

    [Theory]
    [InlineData("rda?listen=any")]
    [InlineData("neuroscan?listen=any&dialect=acquire")]
    [InlineData("neuroscan?listen=any&dialect=curry8")]
    [InlineData("fieldtrip?listen=any")]
    public async Task A_device_that_vanishes_and_returns_with_another_rate_ends_the_recording_and_says_so(string address)
    {
        var plan = new EmulationPlan { ChannelCount = 3, RateHz = 1000, Faults = new() { Faults = [new(0.3, FaultKind.ChangeRate, 500)] } };
        await using var run = await StartAsync(address, plan);
        await run.Tap.UntilAsync(t => t.HasEnded);
        var fault = Assert.IsType<DeviceException>(run.Tap.Fault);
        Assert.Contains("500 samples a second instead of 1000", fault.Message);
        Assert.Contains("start a new recording", fault.Remedy);
        Assert.True(fault.IsFinal);
        Assert.Equal(DeviceState.Faulted, run.Link.State);
        Assert.NotEmpty(run.Tap.Rows);
    }

    [Theory]
    [InlineData("rda")]
    [InlineData("neuracle")]
    [InlineData("neuroscan")]
    [InlineData("fieldtrip")]
    public async Task Two_programs_that_want_one_port_are_told_who_is_to_give_way(string protocol)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var first = Emulator(DeviceAddress.Parse($"{protocol}?listen=any"), new());
        var running = first.RunAsync(stop.Token);
        var port = (await first.Listening).Port;
        var second = Emulator(DeviceAddress.Parse($"{protocol}://127.0.0.1:{port}"), new());
        var fault = await Assert.ThrowsAsync<DeviceException>(() => second.RunAsync(stop.Token));
        Assert.Contains($"port {port} cannot be used", fault.Message);
        Assert.Contains("give another port", fault.Remedy);
        Assert.Same(fault, await Assert.ThrowsAsync<DeviceException>(() => second.Listening));
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_kind_of_fault_at_once_gives_marked_gaps_and_never_a_wrong_value(string address)
    {
        Assert.SkipWhen(address == "cyton" && OperatingSystem.IsWindows(), "Windows has no pseudo-terminals.");
        var plan = new EmulationPlan { ChannelCount = 4, RateHz = 1000, MarkerEverySeconds = 0.2, Faults = Shortened(FaultScript.All) };
        await using var run = await StartAsync(address, plan);
        await run.Tap.UntilAsync(t => t.HasEnded || t.Rows.Count >= 2.9 * run.Emulator.Plan.RateHz);
        await run.StopAsync();
        Assert.Null(run.Tap.Fault);
        AssertNoWrongValue(run);
        Assert.NotEmpty(run.Tap.Gaps);
        Assert.True(run.Link.Counts.Reconnections > 0 || run.Link.Counts.GarbageBytes > 0);
        var span = run.Tap.Rows.Keys.Last() + 1;
        Assert.Equal(span, run.Link.Counts.Received + run.Link.Counts.Missing);
    }

    /// <summary>Rows follow each other in the emulated signal: without a gap the next one, behind a gap a later one, without a counter any
    /// later one.</summary>
    private static void AssertNoWrongValue(EmulatedRun run)
    {
        const float Tolerance = 0.11f; // half a step of the coarsest converter
        var (signal, channels) = (run.Emulator.Signal, run.Emulator.Plan.ChannelCount);
        var isCounted = run.Tap.Stream!.CountsSamples;
        var behindGaps = run.Tap.Gaps.Select(g => g.FirstSampleIndex + g.SampleCount).ToHashSet();
        var sample = run.Emulator.Log.FirstSample!.Value - 1;
        foreach (var (index, row) in run.Tap.Rows)
        {
            var mayLeap = !isCounted || behindGaps.Contains(index) || index == 0;
            var farthest = sample + 1 + (mayLeap ? (long)(20 * signal.RateHz) : 0);
            for (sample++; sample < farthest && !IsRow(sample, row); sample++)
            {
            }

            Assert.True(IsRow(sample, row), $"The values of sample {index} are not those of the device's sample {sample}.");
        }

        bool IsRow(long number, float[] row) => Enumerable.Range(0, channels).All(c => Math.Abs(signal.Value(number, c) - row[c]) <= Tolerance);
    }

    /// <summary>A script in a tenth of the time.</summary>
    private static FaultScript Shortened(FaultScript script) => script with
    {
        SplitBytes = 13,
        Faults = [.. script.Faults.Select(f => f with
        {
            AtSeconds = f.AtSeconds / 10,
            Amount = f.Kind is FaultKind.Stall or FaultKind.Disconnect ? f.Amount / 10 : f.Amount,
        })],
    };

    private static DeviceEmulator Emulator(DeviceAddress address, EmulationPlan plan) =>
        DeviceProtocol.Find(address.Protocol)!.Emulate(address, plan, HostClock.System);

    private static Task<EmulatedRun> StartAsync(string address, EmulationPlan plan) =>
        EmulatedRun.StartAsync(DeviceProtocol.Find(DeviceAddress.Parse(address).Protocol)!, plan, address);
}
