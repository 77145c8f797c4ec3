using System.Net.Sockets;

namespace Pons.Devices;

/// <summary>Opens TCP connections as drivers need them: without delay, with a limit on waiting, with an error that a user understands.</summary>
public static class TcpConnection
{
    /// <summary>Connects to the host and port of an address.</summary>
    /// <param name="address">Host (127.0.0.1 when empty) and port.</param>
    /// <param name="defaultPort">The port when the address has none.</param>
    /// <param name="clock">Measures the limit of 5 s.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DeviceException">Nobody answers there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<TcpClient> OpenAsync(DeviceAddress address, int defaultPort, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        var client = new TcpClient { NoDelay = true };
        var (host, port) = (address.Host.Length == 0 ? "127.0.0.1" : address.Host, address.Port ?? defaultPort);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await client.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            return client;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && fault is SocketException or OperationCanceledException)
        {
            client.Dispose();
            throw new DeviceException(
                address.ToString(),
                $"nobody answers at {host}:{port} ({(fault is SocketException ? fault.Message.TrimEnd('.') : "no answer within 5 s")}).",
                "Without a connection there are no samples.",
                "Check that the device or its program is on and sending, that host and port are right, and that no firewall stands between.", fault)
            { Code = DeviceFaultCode.Unreachable, Values = [$"{host}:{port}"] };
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
