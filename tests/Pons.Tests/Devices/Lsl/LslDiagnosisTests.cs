using System.Net;
using System.Net.Sockets;
using Pons.Devices;
using Pons.Devices.Lsl;
using Pons.Streams;

namespace Pons.Tests.Devices.Lsl;

public sealed class LslDiagnosisTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task A_stream_that_can_be_received_is_good()
    {
        var settings = LslTestSettings.Alone();
        await using var outlet = LslOutlet.Open(new("Amp", "EEG", 2, SampleType.Float32, 100) { SourceId = "a" }, settings);
        var findings = await new LslDiagnosis(settings).RunAsync(null, Patience, TestContext.Current.CancellationToken);
        Assert.Contains(findings, f => f.Code == "lsl-data");
        Assert.Contains(findings, f => f.Code == "lsl-time");
        Assert.DoesNotContain(findings, f => f.Weight == LslWeight.Blocking);
        Assert.All(findings, f => Assert.True(f.What.Length > 0 && f.Why.Length > 0 && (f.Remedy.Length > 0 || f.Weight == LslWeight.Good)));
    }

    [Fact]
    public async Task A_data_port_that_refuses_is_explained()
    {
        var settings = LslTestSettings.Alone();
        using var service = Announce(settings, "Blocked", FreePort(), out var answering);
        var findings = await new LslDiagnosis(settings).RunAsync(DeviceAddress.Parse("lsl:?name=Blocked"), Patience, TestContext.Current.CancellationToken);
        var finding = Assert.Single(findings, f => f.Weight == LslWeight.Blocking);
        Assert.Equal("lsl-tcp-refused", finding.Code);
        Assert.Contains("'Blocked'", finding.What);
        Assert.Contains("lsl-no-source-id", findings.Select(f => f.Code));
        service.Dispose();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task A_data_port_that_takes_connections_and_is_silent_is_explained()
    {
        var settings = LslTestSettings.Alone();
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        using var service = Announce(settings, "Silent", ((IPEndPoint)listener.LocalEndpoint).Port, out var answering);
        var findings = await new LslDiagnosis(settings).RunAsync(null, Patience, TestContext.Current.CancellationToken);
        Assert.Equal("lsl-tcp-silent", Assert.Single(findings, f => f.Weight == LslWeight.Blocking).Code);
        service.Dispose();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Fact]
    public async Task Another_session_is_named_and_so_is_what_answers_instead()
    {
        var settings = LslTestSettings.Alone();
        await using var outlet = LslOutlet.Open(new("Amp", "EEG", 2, SampleType.Float32, 100) { SourceId = "a" }, settings with { SessionId = "room2" });
        var findings = await new LslDiagnosis(settings).RunAsync(null, Patience, TestContext.Current.CancellationToken);
        Assert.Contains(findings, f => f.Code == "lsl-other-session" && f.What.Contains("room2", StringComparison.Ordinal));
        findings = await new LslDiagnosis(settings).RunAsync(DeviceAddress.Parse("lsl:?name=Other"), Patience, TestContext.Current.CancellationToken);
        Assert.Contains(findings, f => f.Code == "lsl-not-among-them" && f.What.Contains("'Amp'", StringComparison.Ordinal));
    }

    /// <summary>Answers questions for a stream whose samples are somewhere else, or nowhere.</summary>
    private static Socket Announce(LslSettings settings, string name, int dataPort, out Task answering)
    {
        var service = LslSockets.Bind(settings, AddressFamily.InterNetwork, isTcp: false);
        var info = new LslStreamInfo(name, "EEG", 2, SampleType.Float32, 100)
        {
            Uid = Guid.NewGuid().ToString(),
            SessionId = settings.SessionId,
            V4DataPort = dataPort,
            V4ServicePort = ((IPEndPoint)service.LocalEndPoint!).Port,
        };
        answering = new LslResponder(info, () => 0).RunAsync(service, tellsTime: true, TestContext.Current.CancellationToken);
        return service;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
