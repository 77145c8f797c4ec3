using System.Net.Sockets;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Neuroscan;

/// <summary>Reads Neuroscan Acquire or Curry 8 over TCP.</summary>
/// <param name="address">Where the server is.</param>
/// <param name="dialect">Which of the two; <see langword="null"/> to find out.</param>
/// <param name="clock">The clock of the host.</param>
internal sealed class NeuroscanDriver(DeviceAddress address, NeuroscanDialect? dialect, HostClock clock) : DeviceDriver(address)
{
    private NeuroscanDialect? _dialect = dialect;

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        _dialect ??= await DetectAsync(cancellation).ConfigureAwait(false);
        using var client = await ConnectAsync(cancellation).ConfigureAwait(false);
        var handshake = new NeuroscanHandshake(client.GetStream(), _dialect.Value, Address.ToString(), clock);
        var layout = await handshake.StartAsync(cancellation).ConfigureAwait(false);
        var parser = new NeuroscanParser(layout, new ClockId(Address.ToString()));
        try
        {
            await new WireReader(parser, output, clock).ReadAsync(client.GetStream(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            await handshake.StopAsync().ConfigureAwait(false);
        }

        if (parser.HasStopped) return;
        throw new DeviceException(
            Address.ToString(), "the server closed the connection without saying that it stops.", "Samples may be missing.",
            "Check the server and the network.")
        { Code = DeviceFaultCode.Closed };
    }

    /// <summary>
    /// Asks for the version in the shorter header first: a Curry server waits for the rest of a longer one and does nothing, while an Acquire
    /// server would take the longer question for the order to start.
    /// </summary>
    private async Task<NeuroscanDialect> DetectAsync(CancellationToken cancellation)
    {
        if (await AnswersAsync(NeuroscanDialect.Acquire, cancellation).ConfigureAwait(false)) return NeuroscanDialect.Acquire;
        if (await AnswersAsync(NeuroscanDialect.Curry8, cancellation).ConfigureAwait(false)) return NeuroscanDialect.Curry8;
        throw new DeviceException(
            Address.ToString(), "the server answers neither Acquire's nor Curry's question for its version.",
            "The two have headers of another width; reading one as the other waits for bytes that never come.",
            "Check the port, and give dialect=acquire or dialect=curry8 if you know which it is.");
    }

    private async Task<bool> AnswersAsync(NeuroscanDialect dialect, CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation).ConfigureAwait(false);
        return await new NeuroscanHandshake(client.GetStream(), dialect, Address.ToString(), clock).IsAnsweredAsync(
            cancellation).ConfigureAwait(false);
    }

    private Task<TcpClient> ConnectAsync(CancellationToken cancellation) =>
        TcpConnection.OpenAsync(Address, NeuroscanProtocol.Port, clock.Time, cancellation);
}
