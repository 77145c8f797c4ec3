using System.Net;
using System.Net.Sockets;
using Pons.Devices.Lsl;
using Pons.Streams;

namespace Pons.Tests.Cli;

public sealed class DevicesCommandTests
{
    [Fact]
    public async Task Seven_outlets_of_this_computer_are_found()
    {
        var id = Guid.NewGuid().ToString("N");
        var outlets = Enumerable.Range(0, 7).Select(i => LslOutlet.Open(new($"{id}-{i}", "EEG", i + 1, SampleType.Float32, 250) { SourceId = $"{id}-{i}" })).ToList();
        var devices = (await CommandLine.RunAsync("devices", "--json", "--patience", "6")).ValidFor("devices").GetProperty("devices").EnumerateArray()
            .Where(d => d.GetProperty("name").GetString()!.StartsWith(id, StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(1, 7), devices.Select(d => d.GetProperty("channels").GetInt32()));
        Assert.All(devices, d => Assert.Contains("source_id", d.GetProperty("address").GetString()));
        foreach (var outlet in outlets) await outlet.DisposeAsync();
    }

    [Fact]
    public async Task Why_a_blocked_outlet_cannot_be_received_is_explained()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var name = Guid.NewGuid().ToString("N");
        using var service = LslSockets.Bind(LslSettings.Default, AddressFamily.InterNetwork, isTcp: false);
        var info = new LslStreamInfo(name, "EEG", 8, SampleType.Float32, 250)
        {
            Uid = name,
            V4DataPort = ((IPEndPoint)taken.LocalEndpoint).Port,
            V4ServicePort = ((IPEndPoint)service.LocalEndPoint!).Port,
        };
        taken.Stop();
        var answering = new LslResponder(info, () => 0).RunAsync(service, tellsTime: true, TestContext.Current.CancellationToken);
        var told = await CommandLine.RunAsync("devices", "--why", name, "--json", "--patience", "6");
        Assert.Equal(1, told.Status);
        var blocking = told.ValidFor("devices-why").GetProperty("findings").EnumerateArray().First(f => f.GetProperty("weight").GetString() == "Blocking");
        Assert.Equal("lsl-tcp-refused", blocking.GetProperty("code").GetString());
        service.Dispose();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task Protocols_are_listed_with_examples() =>
        Assert.Contains(
            (await CommandLine.RunAsync("devices", "--protocols", "--json")).ValidFor("devices-protocols").GetProperty("protocols").EnumerateArray(),
            p => p.GetProperty("example").GetString() == "rda://127.0.0.1:51244");
}
