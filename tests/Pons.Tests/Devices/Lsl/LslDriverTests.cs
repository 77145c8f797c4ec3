using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Lsl;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Tests.Devices.Lsl;

public sealed class LslDriverTests
{
    [Theory]
    [InlineData("float32")]
    [InlineData("double64")]
    [InlineData("int16")]
    [InlineData("int32")]
    [InlineData("int64")]
    public async Task Emulator_loses_and_stalls_and_every_loss_is_marked(string format)
    {
        var plan = new EmulationPlan
        {
            ChannelCount = 4,
            RateHz = 1000,
            PacketSamples = 10,
            Faults = new() { SplitBytes = 7, SkewPartsPerMillion = 100, Faults = [new(0.2, FaultKind.Lose, 3), new(0.3, FaultKind.Stall, 0.1), new(0.5, FaultKind.Lose, 1)] },
        };
        await using var run = await EmulatedRun.StartAsync(new LslProtocol(), plan, $"lsl?format={format}");
        await run.Tap.UntilAsync(t => t.Rows.Count >= 700);
        run.AssertExact(tolerance: format.StartsWith("int", StringComparison.Ordinal) ? 1 : 0);
        Assert.Equal(run.Emulator.Log.Faults.Where(f => f.SampleCount > 0).Select(f => (f.FirstSample, f.SampleCount)), run.GapsOfDevice());
        Assert.All(run.Tap.Read(t => t.Gaps.ToArray()), g => Assert.True(g is { Reason: GapReason.Stamps, IsEstimated: true }));
        var (rows, stamps) = run.Tap.Read(t => (t.Rows.Count, t.Stamps.Count));
        Assert.Equal(rows, stamps);
        Assert.Equal("Ch3", run.Tap.Stream!.Info.Channels[2].Label);
    }

    [Theory]
    [InlineData(FaultKind.Disconnect, 0.2)]
    [InlineData(FaultKind.HostileLength, 0)]
    [InlineData(FaultKind.Garbage, 37)]
    public async Task A_broken_connection_is_made_again_with_an_estimated_gap(FaultKind kind, double amount)
    {
        var plan = new EmulationPlan { ChannelCount = 2, RateHz = 500, Faults = new() { Faults = [new(0.2, kind, amount)] } };
        await using var run = await EmulatedRun.StartAsync(new LslProtocol(), plan, "lsl");
        await run.Tap.UntilAsync(t => t.Gaps.Count == 1 && t.Rows.Count > 200);
        var gap = run.Tap.Gaps[0];
        Assert.Equal((GapReason.Reconnected, true), (gap.Reason, gap.IsEstimated));
        Assert.Equal(run.Emulator.Log.LostSamples, gap.SampleCount); // the stamps tell it to the sample
        Assert.Equal(1, run.Link.Counts.Reconnections);
    }

    [Fact]
    public async Task A_stream_that_comes_back_with_another_rate_is_refused()
    {
        var plan = new EmulationPlan { ChannelCount = 2, RateHz = 500, Faults = new() { Faults = [new(0.2, FaultKind.ChangeRate, 250)] } };
        await using var run = await EmulatedRun.StartAsync(new LslProtocol(), plan, "lsl");
        await run.Tap.UntilAsync(t => t.HasEnded);
        Assert.Contains("250 samples a second instead of 500", run.Tap.Fault?.Message);
    }

    [Fact]
    public async Task Markers_and_the_clock_of_their_computer_arrive()
    {
        var settings = LslTestSettings.Alone();
        var ahead = 5000.0;
        await using var outlet = LslOutlet.Open(
            new("m", "Markers", 1, SampleType.Text) { SourceId = "m1" }, settings, () => HostClock.System.Now.Seconds + ahead, TimeProvider.System, 0);
        var tap = new ProbeTap();
        var link = new DeviceLink(new LslDriver(DeviceAddress.Parse("lsl:?type=Markers"), settings, HostClock.System));
        link.Add(tap);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = link.RunAsync(stop.Token);
        await outlet.WaitForConsumerAsync(stop.Token);
        var text = new string('é', 300);
        outlet.Push(["start"], 12.5);
        outlet.Push([text, "end"]);
        var probe = await tap.Probed.Task.WaitAsync(stop.Token);
        await tap.UntilAsync(t => t.Texts.Count == 3);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(["start", text, "end"], tap.Texts);
        Assert.Equal(12.5, tap.Stamps[0]);
        Assert.Equal(tap.Stamps[1], tap.Stamps[2]);
        Assert.Null(tap.Stream!.Info.RateHz);
        Assert.InRange(probe.CorrectionSeconds, -ahead - probe.Uncertainty.Seconds - 1e-6, -ahead + probe.Uncertainty.Seconds + 1e-6);
    }

    [Fact]
    public async Task Several_streams_that_fit_are_listed()
    {
        var settings = LslTestSettings.Alone();
        await using var one = LslOutlet.Open(new("Left", "EEG", 1, SampleType.Float32, 100), settings);
        await using var other = LslOutlet.Open(new("Right", "EEG", 2, SampleType.Float32, 100), settings);
        var link = new DeviceLink(new LslDriver(DeviceAddress.Parse("lsl"), settings, HostClock.System));
        var fault = await Assert.ThrowsAsync<DeviceException>(() => link.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("'Left'", fault.Message);
        Assert.Contains("'Right'", fault.Message);
    }

    [Fact]
    public async Task A_slow_inlet_loses_the_oldest_samples_and_they_are_counted()
    {
        await using var outlet = LslOutlet.Open(new("slow", "EEG", 1000, SampleType.Float64, 1000), LslTestSettings.Alone());
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", outlet.Info.V4DataPort, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"LSL:streamfeed/110 {outlet.Info.Uid}\r\nMax-Buffer-Length: 50\r\n\r\n"), TestContext.Current.CancellationToken);
        await outlet.WaitForConsumerAsync(TestContext.Current.CancellationToken);
        var sample = new double[10_000];
        for (var i = 0; i < 1000; i++) outlet.Push<double>(sample);
        Assert.InRange(outlet.DroppedSamples, 1, 9990);
    }

    private sealed class ProbeTap : SampleTap
    {
        private readonly CollectingTap _all = new();

        public TaskCompletionSource<ClockProbe> Probed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Texts => _all.Texts;

        public List<double> Stamps => _all.Stamps;

        public DeviceStream? Stream => _all.Stream;

        public Task UntilAsync(Func<CollectingTap, bool> isEnough) => _all.UntilAsync(isEnough);

        public override void Begin(DeviceStream stream) => _all.Begin(stream);

        public override void Take(SampleRun run) => _all.Take(run);

        public override void Take(ClockProbe probe) => Probed.TrySetResult(probe);
    }
}
