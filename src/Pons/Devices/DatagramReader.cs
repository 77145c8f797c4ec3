using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Pons.Streams.Clocks;

namespace Pons.Devices;

/// <summary>
/// Listens on a UDP port, or to a multicast group, and pumps what comes into a parser: stamps each datagram, watches for silence. The system
/// keeps up to 8 MB for a program that is busy. One use.
/// </summary>
public sealed class DatagramReader : IDisposable
{
    private const int LargestDatagram = 1 << 16;
    private const int ReceiveBufferBytes = 8 << 20;
    private readonly HostClock _clock;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[LargestDatagram];

    /// <summary>Opens the port of an address.</summary>
    /// <param name="address">Host: an address of this computer (all when empty), or a multicast group; port.</param>
    /// <param name="clock">Stamps arrivals and measures silence.</param>
    /// <exception cref="DeviceException">The address has no port, another program has it, or it is not of this computer.</exception>
    public DatagramReader(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        var port = address.Port ?? throw Wrong(address, "no port is given.", $"Give the port that is sent to, such as {address.Protocol}://:1000.");
        var host = HostOf(address);
        _socket = new(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBufferBytes };
        try
        {
            if (IsMulticast(host)) JoinOnAll(host, port);
            else
            {
                _socket.ExclusiveAddressUse = true;
                _socket.Bind(new IPEndPoint(host, port));
            }
        }
        catch (SocketException fault)
        {
            _socket.Dispose();
            throw fault.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? Wrong(address, $"another program has UDP port {port}.", "End that program, or send to another port.", fault)
                : Wrong(address, $"UDP port {port} of {host} cannot be opened ({fault.Message.TrimEnd('.')}).",
                    "Give an address of this computer or a multicast group; leave the host out for all addresses.", fault);
        }
    }

    /// <summary>After so long without a datagram the device counts as lost; default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads until cancelled.</summary>
    /// <param name="parser">Reads the datagrams.</param>
    /// <param name="output">Takes the samples.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DeviceException">Nothing came for longer than <see cref="Patience"/>, or the datagrams break the protocol.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public async Task ReadAsync(DatagramParser parser, SampleOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(output);
        using var silence = new CancellationTokenSource(Patience, _clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        while (true)
        {
            var length = await ReceiveAsync(output, stop.Token, cancellation).ConfigureAwait(false);
            silence.CancelAfter(Patience);
            output.Arrive(_clock.Now);
            parser.Parse(_buffer.AsSpan(0, length), output);
            if (_socket.Available == 0) output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static IPAddress HostOf(DeviceAddress address) => address.Host switch
    {
        "" => IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        var host => IPAddress.TryParse(host, out var ip) ? ip : throw Wrong(
            address, $"'{host}' is no address in numbers.", "Give an address of this computer or a multicast group; leave it out for all."),
    };

    private static bool IsMulticast(IPAddress host) =>
        host.AddressFamily == AddressFamily.InterNetwork && host.GetAddressBytes()[0] is >= 224 and <= 239;

    /// <summary>Joins a group on every network of this computer; several programs may listen to one group.</summary>
    private void JoinOnAll(IPAddress group, int port)
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _socket.Bind(new IPEndPoint(OperatingSystem.IsWindows() ? IPAddress.Any : group, port));
        var joined = 0;
        SocketException? refused = null;
        foreach (var index in Networks())
        {
            try
            {
                _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, index));
                joined++;
            }
            catch (SocketException fault)
            {
                refused = fault; // this network has no multicast; another one may have
            }
        }

        if (joined == 0 && refused is not null) throw refused;
    }

    private static IEnumerable<int> Networks() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && n.Supports(NetworkInterfaceComponent.IPv4))
        .Select(n => n.GetIPProperties().GetIPv4Properties().Index);

    private async ValueTask<int> ReceiveAsync(SampleOutput output, CancellationToken stop, CancellationToken cancellation)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer, SocketFlags.None, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceException(
                output.Device, FormattableString.Invariant($"nothing came for {Patience.TotalSeconds} s."),
                "A device that is silent may be switched off, or send to another computer or port.",
                "Check that it is on and sends to this computer and port, and that no firewall stands between.");
        }
    }

    private static DeviceException Wrong(DeviceAddress address, string what, string remedy, Exception? inner = null) =>
        new(address.ToString(), what, "Without its port there are no samples.", remedy, inner) { IsFinal = true };
}
