using System.Globalization;
using System.Text;
using Pons.Devices.Zmtp;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.OpenEphys;

/// <summary>Reads the ZMQ Interface of the Open Ephys GUI, and tells it every 2 s that it is there.</summary>
internal sealed class OpenEphysDriver(DeviceAddress address, string stream, int channelCount, int? heartbeatPort, HostClock clock)
    : DeviceDriver(address)
{
    private static readonly TimeSpan HeartbeatPause = TimeSpan.FromSeconds(2), HeartbeatPatience = TimeSpan.FromSeconds(5);
    private readonly byte[] _heartbeat = Encoding.ASCII.GetBytes($$"""{"application":"Pons","uuid":"{{Guid.NewGuid()}}","type":"heartbeat"}""");

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        using var client = await TcpConnection.OpenAsync(Address, OpenEphysProtocol.DataPort, clock.Time, cancellation).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var parser = new OpenEphysParser(stream, channelCount, new ClockId(Address.ToString()));
        var reading = ZmtpSubscriber.ReadAsync(client.GetStream(), parser, output, clock, stop.Token);
        var beating = heartbeatPort is { } port ? BeatAsync(port, stop.Token) : Task.Delay(Timeout.InfiniteTimeSpan, clock.Time, stop.Token);
        try
        {
            await (await Task.WhenAny(reading, beating).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(reading, beating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task BeatAsync(int port, CancellationToken cancellation)
    {
        using var client = await TcpConnection.OpenAsync(Address with { Port = port }, port, clock.Time, cancellation).ConfigureAwait(false);
        using var silence = new CancellationTokenSource(HeartbeatPatience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            var connection = await ZmtpConnection.OpenAsync(client.GetStream(), "REQ", Address.ToString(), either.Token).ConfigureAwait(false);
            while (true)
            {
                await connection.SendAsync(either.Token, [], _heartbeat).ConfigureAwait(false);
                await connection.ReceiveAsync(either.Token).ConfigureAwait(false);
                silence.CancelAfter(HeartbeatPatience);
                await Task.Delay(HeartbeatPause, clock.Time, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(
                Address.ToString(), FormattableString.Invariant($"no answer to the heartbeat at port {port} for {HeartbeatPatience.TotalSeconds} s."),
                "The program may hang.", "Check the Open Ephys GUI, or switch the heartbeat off by heartbeat=no.")
            { Code = DeviceFaultCode.Silent, Values = [HeartbeatPatience.TotalSeconds.ToString(CultureInfo.InvariantCulture)] };
        }
    }
}
