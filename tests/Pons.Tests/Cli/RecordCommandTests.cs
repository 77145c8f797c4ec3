using System.Text.Json;
using Pons.Devices;
using Pons.Devices.Emulation;
using Pons.Devices.Rda;
using Pons.Streams.Clocks;

namespace Pons.Tests.Cli;

public sealed class RecordCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recording_reports_exactly_the_injected_losses_and_so_does_info()
    {
        var plan = new EmulationPlan
        {
            ChannelCount = 4,
            RateHz = 1000,
            Faults = new() { SplitBytes = 1, Faults = [new(0.5, FaultKind.Lose, 3), new(1, FaultKind.Disconnect, 0.4), new(2, FaultKind.Lose, 1)] },
        };
        var emulator = new RdaProtocol().Emulate(DeviceAddress.Parse("rda://127.0.0.1?listen=any"), plan, HostClock.System);
        _ = emulator.RunAsync(TestContext.Current.CancellationToken);
        var address = (await emulator.Listening).ToString();
        var path = _folder.PathOf("x.xdf");
        var record = await CommandLine.RunAsync("record", "--source", address, "--duration", "4", "--out", path, "--note", "hello", "--json");
        Assert.Equal(0, record.Status);
        var recorded = record.ValidFor("record").GetProperty("streams")[0];
        var gaps = Gaps(recorded);
        var lost = emulator.Log.Faults.Where(f => f.Kind == FaultKind.Lose).Select(f => (f.FirstSample - emulator.Log.FirstSample!.Value, f.SampleCount)).ToList();
        Assert.Equal(lost[0], gaps[0]);
        Assert.Equal(lost[^1].SampleCount, gaps[^1].Count);
        Assert.Equal((3, 1), (gaps.Count, recorded.GetProperty("reconnections").GetInt32()));
        var info = (await CommandLine.RunAsync("info", path, "--json")).ValidFor("info");
        var session = info.GetProperty("session");
        Assert.True(session.GetProperty("isComplete").GetBoolean());
        Assert.Equal(gaps, Gaps(session.GetProperty("streams")[0]));
        Assert.Equal(recorded.GetProperty("missing").GetInt64(), info.GetProperty("streams")[0].GetProperty("missingSamples").GetInt64());
        Assert.Equal(recorded.GetProperty("received").GetInt64(), info.GetProperty("streams")[0].GetProperty("samples").GetInt64());
        Assert.Equal(1, session.GetProperty("notes").GetInt32());
    }

    [Fact]
    public async Task Device_that_cannot_be_reached_is_bad_input_and_leaves_no_file()
    {
        var path = _folder.PathOf("none.xdf");
        (await CommandLine.RunAsync("record", "--source", "rda://127.0.0.1:1", "--out", path)).AssertRefused(3, "nobody answers");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Existing_recording_is_kept()
    {
        var path = _folder.PathOf("kept.xdf");
        await File.WriteAllTextAsync(path, "precious", TestContext.Current.CancellationToken);
        (await CommandLine.RunAsync("record", "--source", "twin://", "--out", path)).AssertRefused(3, "exists already");
        Assert.Equal("precious", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await CommandLine.RunAsync("record", "--source", "twin://", "--out", path, "--duration", "1", "--overwrite")).Status);
    }

    [Theory]
    [InlineData("rda://", "--remote", "none")]
    [InlineData("rda://", "--memory", "0")]
    public async Task Wrong_options_are_wrong_usage(string source, string option, string value) =>
        (await CommandLine.RunAsync("record", "--source", source, "--out", "x.xdf", option, value)).AssertRefused(2, option);

    private static List<(long First, long Count)> Gaps(JsonElement stream) =>
        [.. stream.GetProperty("gaps").EnumerateArray().Select(g => (g.GetProperty("first").GetInt64(), g.GetProperty("count").GetInt64()))];
}
