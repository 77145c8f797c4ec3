using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Pons.Devices.Lsl;

/// <summary>A socket and whom it asks.</summary>
internal sealed class LslTargets
{
    private LslTargets(Socket socket, ImmutableArray<IPEndPoint> places) => (Socket, Places) = (socket, places);

    public Socket Socket { get; }

    public ImmutableArray<IPEndPoint> Places { get; }

    /// <summary>One place alone.</summary>
    public static LslTargets Only(LslSettings settings, IPEndPoint place) => new(LslSockets.ForAsking(settings, place.AddressFamily, null), [place]);

    /// <summary>Everybody: this computer and known ones one by one, each interface by its groups.</summary>
    public static async Task<ImmutableArray<LslTargets>> OfAsync(LslSettings settings, CancellationToken cancellation)
    {
        var peers = await PeersAsync(settings, cancellation).ConfigureAwait(false);
        var all = ImmutableArray.CreateBuilder<LslTargets>();
        foreach (var family in LslSockets.Families(settings))
        {
            var here = family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
            var single = peers.Append(here).Where(a => a.AddressFamily == family)
                .SelectMany(a => settings.StreamPorts.Prepend(settings.DiscoveryPort).Select(p => new IPEndPoint(a, p)));
            Add(all, settings, family, null, [.. single]);
            var many = LslSockets.GroupsOf(settings, family).ToList();
            if (family == AddressFamily.InterNetwork) many.Add(IPAddress.Broadcast);
            foreach (var own in LslSockets.OwnAddresses(family))
                Add(all, settings, family, own, [.. many.Select(g => new IPEndPoint(g, settings.DiscoveryPort))]);
        }

        return all.ToImmutable();
    }

    /// <summary>Asks all of them.</summary>
    /// <returns>The faults by place; an interface without multicast is one.</returns>
    public ImmutableArray<(IPEndPoint Place, SocketError Fault)> Ask(string predicate, string id)
    {
        var query = new LslQuery(predicate, ((IPEndPoint)Socket.LocalEndPoint!).Port, id).ToBytes();
        var faults = ImmutableArray.CreateBuilder<(IPEndPoint, SocketError)>();
        foreach (var place in Places)
            try
            {
                Socket.SendTo(query, place);
            }
            catch (SocketException fault)
            {
                faults.Add((place, fault.SocketErrorCode));
            }

        return faults.ToImmutable();
    }

    private static void Add(
        ImmutableArray<LslTargets>.Builder all, LslSettings settings, AddressFamily family, IPAddress? from, ImmutableArray<IPEndPoint> places)
    {
        try
        {
            if (!places.IsEmpty) all.Add(new(LslSockets.ForAsking(settings, family, from), places));
        }
        catch (SocketException)
        {
            // The interface went away, or the family is switched off.
        }
    }

    private static async Task<List<IPAddress>> PeersAsync(LslSettings settings, CancellationToken cancellation)
    {
        var peers = new List<IPAddress>();
        foreach (var peer in settings.KnownPeers)
            try
            {
                peers.AddRange(await Dns.GetHostAddressesAsync(peer, cancellation).ConfigureAwait(false));
            }
            catch (Exception fault) when (fault is SocketException or ArgumentException)
            {
                // That computer has no address now; the others are asked.
            }

        return peers;
    }
}
