using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Pons.Devices.Lsl;

/// <summary>Sockets as LSL needs them: on the first free port of the range, on the port that all share, on each interface.</summary>
internal static class LslSockets
{
    /// <summary>A socket bound to the first free port of the range, or to any free one.</summary>
    public static Socket Bind(LslSettings settings, AddressFamily family, bool isTcp)
    {
        foreach (var port in settings.StreamPorts.Append(0))
        {
            var socket = isTcp ? new Socket(family, SocketType.Stream, ProtocolType.Tcp) : new Socket(family, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                if (family == AddressFamily.InterNetworkV6) socket.DualMode = false;
                if (!isTcp) IgnoreRefusals(socket);
                socket.Bind(new IPEndPoint(AnyOf(family), port));
                if (isTcp) socket.Listen(64);
                return socket;
            }
            catch (SocketException fault) when (port != 0 && fault.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new InvalidOperationException("The last port is any free one.");
    }

    /// <summary>A socket on the port of discovery, which all outlets share, in all groups on all interfaces.</summary>
    public static Socket BindShared(LslSettings settings, AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (family == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            IgnoreRefusals(socket);
            socket.Bind(new IPEndPoint(AnyOf(family), settings.DiscoveryPort));
            foreach (var group in GroupsOf(settings, family)) Join(socket, group);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket that asks: on one interface, or, for <see langword="null"/>, on the way that the system chooses.</summary>
    public static Socket ForAsking(LslSettings settings, AddressFamily family, IPAddress? from)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            IgnoreRefusals(socket);
            var isV6 = family == AddressFamily.InterNetworkV6;
            var level = isV6 ? SocketOptionLevel.IPv6 : SocketOptionLevel.IP;
            socket.SetSocketOption(level, SocketOptionName.MulticastTimeToLive, settings.TimeToLive);
            if (!isV6) socket.EnableBroadcast = true;
            if (from is not null && !isV6) socket.SetSocketOption(level, SocketOptionName.MulticastInterface, from.GetAddressBytes());
            if (from is not null && isV6 && from.ScopeId > 0) socket.SetSocketOption(level, SocketOptionName.MulticastInterface, (int)from.ScopeId);
            socket.Bind(new IPEndPoint(from ?? AnyOf(family), 0));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Addresses of this computer on interfaces that are up.</summary>
    public static IEnumerable<IPAddress> OwnAddresses(AddressFamily family) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up || i.NetworkInterfaceType == NetworkInterfaceType.Loopback)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .Where(a => a.AddressFamily == family);

    public static IEnumerable<IPAddress> GroupsOf(LslSettings settings, AddressFamily family) =>
        settings.Groups.Select(g => IPAddress.TryParse(g, out var address) ? address : IPAddress.None).Where(
            a => a.AddressFamily == family && !a.Equals(IPAddress.None));

    public static IPAddress AnyOf(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    /// <summary>Families that are used on this computer.</summary>
    public static IEnumerable<AddressFamily> Families(LslSettings settings)
    {
        yield return AddressFamily.InterNetwork;
        if (settings.UsesIPv6 && Socket.OSSupportsIPv6) yield return AddressFamily.InterNetworkV6;
    }

    private static void Join(Socket socket, IPAddress group)
    {
        foreach (var address in OwnAddresses(group.AddressFamily))
            try
            {
                if (group.AddressFamily == AddressFamily.InterNetwork)
                    socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, address));
                else if (address.ScopeId > 0 || IPAddress.IsLoopback(address))
                    socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group, address.ScopeId));
            }
            catch (SocketException)
            {
                // This interface has no multicast, or is in the group by another address of its own.
            }
    }

    /// <summary>On Windows a datagram that nobody took makes the next reading fail; that is none of our business.</summary>
    private static void IgnoreRefusals(Socket socket)
    {
        const int connectionReset = unchecked((int)0x9800000C);
        if (OperatingSystem.IsWindows()) socket.IOControl(connectionReset, [0, 0, 0, 0], null);
    }
}
