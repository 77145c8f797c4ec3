using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>
/// Says why a stream of the Lab Streaming Layer cannot be seen or received: tries each step that seeing and receiving need, on this computer
/// and on the network, and states what it saw. Changes nothing; opens ports for moments only. Takes about <c>patience</c> and 10 s for each
/// stream that cannot be received.
/// </summary>
/// <param name="settings">Where to look; those of LSL by default.</param>
/// <param name="clock">Measures patience.</param>
public sealed class LslDiagnosis(LslSettings? settings = null, HostClock? clock = null)
{
    private readonly LslSettings _settings = settings ?? LslSettings.Default;
    private readonly HostClock _clock = clock ?? HostClock.System;

    /// <summary>Tries everything.</summary>
    /// <param name="address">The stream that is missed, or <see langword="null"/> for any.</param>
    /// <param name="patience">How long to look for streams.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen, the most important first.</returns>
    public async Task<ImmutableArray<LslFinding>> RunAsync(DeviceAddress? address, TimeSpan patience, CancellationToken cancellation = default)
    {
        var findings = new List<LslFinding>();
        findings.AddRange(Interfaces());
        findings.AddRange(DiscoveryPort());
        findings.AddRange(await LoopAsync(cancellation).ConfigureAwait(false));
        var peers = address is { Host.Length: > 0 } ? _settings.KnownPeers.Add(address.Host) : _settings.KnownPeers;
        var resolver = new LslResolver(_settings with { KnownPeers = peers }, _clock);
        var everything = await resolver.FindAsync("", patience, int.MaxValue, cancellation).ConfigureAwait(false);
        var meant = Meant(everything, address).ToList();
        findings.AddRange(Sightings(everything, meant, address));
        foreach (var some in await Task.WhenAll(meant.Select(s => TryAsync(s, cancellation))).ConfigureAwait(false)) findings.AddRange(some);
        return [.. findings.OrderByDescending(f => f.Weight)];
    }

    private static IEnumerable<LslFinding> Interfaces()
    {
        var up = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Where(i => i.GetIPProperties().UnicastAddresses.Any(a => a.Address.AddressFamily == AddressFamily.InterNetwork)).ToList();
        if (up.Count == 0)
            yield return new(
                "lsl-no-interface", LslWeight.Doubtful, "No network is connected besides this computer itself.",
                "Streams of other computers cannot be seen.",
                "Connect the cable or the wireless network, and give it an IPv4 address.");
        foreach (var one in up.Where(IsTunnel))
            yield return new(
                "lsl-tunnel", LslWeight.Doubtful,
                $"The interface {one.Name} ({one.Description}) is a VPN or belongs to virtual machines or containers.",
                "Questions may go there instead of into the laboratory, and multicast seldom passes it.",
                "Switch it off for the measurement, or name the computers in KnownPeers of lsl_api.cfg.");
        foreach (var one in up.Where(i => !i.SupportsMulticast))
            yield return new(
                "lsl-no-multicast", LslWeight.Doubtful, $"The interface {one.Name} has no multicast.",
                "Streams behind it are not found by themselves.",
                "Name the computers in KnownPeers of lsl_api.cfg.");
        foreach (var one in up.Where(i => !IsTunnel(i) && i.SupportsMulticast))
            yield return new(
                "lsl-interface", LslWeight.Good,
                $"The interface {one.Name} is up: {string.Join(", ", OwnAddresses(one))}.",
                "Streams are asked for on it.", "");
    }

    private static bool IsTunnel(NetworkInterface one) =>
        one.NetworkInterfaceType is NetworkInterfaceType.Tunnel or NetworkInterfaceType.Ppp
        || new[] { "docker", "br-", "veth", "virbr", "vmnet", "vbox", "tun", "tap", "wg", "tailscale", "zt", "vethernet", "utun" }
            .Any(p => one.Name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<LslFinding> DiscoveryPort()
    {
        LslFinding finding;
        try
        {
            using var socket = LslSockets.BindShared(_settings, AddressFamily.InterNetwork);
            finding = new(
                "lsl-discovery-port", LslWeight.Good, $"UDP port {_settings.DiscoveryPort} can be opened.",
                    "Outlets of this computer can be found by others.", "");
        }
        catch (SocketException fault)
        {
            finding = new(
                "lsl-discovery-port-taken", LslWeight.Doubtful,
                $"UDP port {_settings.DiscoveryPort} cannot be opened ({fault.Message.TrimEnd('.')}).",
                "Outlets of this computer are not found by multicast.", PortOwner(_settings.DiscoveryPort));
        }

        yield return finding;
    }

    /// <summary>Offers a stream for a moment and asks for it on each interface.</summary>
    private async Task<List<LslFinding>> LoopAsync(CancellationToken cancellation)
    {
        var own = new LslStreamInfo("pons-diagnosis", "Diagnosis", 1, Pons.Streams.SampleType.Int8) { SourceId = "pons-diagnosis" };
        var session = _settings with { SessionId = "pons-diagnosis-" + Guid.NewGuid().ToString("N") };
        await using var outlet = LslOutlet.Open(own, session, _clock);
        var predicate = LslPredicate.Of(session.SessionId);
        var findings = new List<LslFinding>();
        var resolver = new LslResolver(session, _clock);
        var soon = TimeSpan.FromSeconds(1);
        if (await resolver.FindAsync(
            predicate, soon, 1, new(IPAddress.Loopback, outlet.Info.V4ServicePort), cancellation).ConfigureAwait(false) is [])
            findings.Add(new(
                "lsl-loopback-blocked", LslWeight.Blocking,
                $"A stream of this program, at UDP port {outlet.Info.V4ServicePort} of this very computer, does not answer.",
                "A firewall blocks even what stays on this computer; nothing can be found.", FirewallHint(outlet.Info.V4ServicePort)));
        if (outlet.Info.V4DataPort < _settings.BasePort || outlet.Info.V4DataPort >= _settings.BasePort + _settings.PortRange)
            findings.Add(new(
                "lsl-range-full", LslWeight.Doubtful,
                $"All TCP ports from {_settings.BasePort} to {_settings.BasePort + _settings.PortRange - 1} are taken or forbidden.",
                "Outlets take other ports, which are not asked one by one and which firewalls do not let through.",
                "End programs that are not needed, or raise PortRange in lsl_api.cfg on all computers."));
        foreach (var address in LslSockets.OwnAddresses(AddressFamily.InterNetwork).Where(a => !IPAddress.IsLoopback(a)))
            findings.Add(await MulticastAsync(address, session, predicate, cancellation).ConfigureAwait(false));
        return findings;
    }

    private async Task<LslFinding> MulticastAsync(IPAddress address, LslSettings session, string predicate, CancellationToken cancellation)
    {
        using var socket = LslSockets.ForAsking(session, AddressFamily.InterNetwork, address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        var fault = "no answer came back within 1 s";
        try
        {
            var query = new LslQuery(predicate, ((IPEndPoint)socket.LocalEndPoint!).Port, "1").ToBytes();
            foreach (var group in LslSockets.GroupsOf(session, AddressFamily.InterNetwork))
                socket.SendTo(query, new IPEndPoint(group, session.DiscoveryPort));
            await socket.ReceiveAsync(new byte[65_536], SocketFlags.None, limit.Token).ConfigureAwait(false);
            return new(
                "lsl-multicast", LslWeight.Good, $"A multicast on {address} comes back.",
                "Streams behind that interface are found by themselves, if its switch lets multicast pass.", "");
        }
        catch (SocketException thrown)
        {
            fault = thrown.Message.TrimEnd('.');
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        return new(
            "lsl-multicast-blocked", LslWeight.Doubtful, $"A multicast on {address} does not come back ({fault}).",
            "Streams behind that interface are not found by themselves.",
            $"{FirewallHint(session.DiscoveryPort)} Or name the computers in KnownPeers of lsl_api.cfg.");
    }

    private static IEnumerable<LslStreamInfo> Meant(ImmutableArray<LslStreamInfo> all, DeviceAddress? address)
    {
        if (address is null) return all;
        var predicate = LslPredicate.Of(
            "", ("name", address.Option("name", "")), ("type", address.Option("type", "")), ("source_id", address.Option("source_id", "")),
            ("hostname", address.Option("hostname", "")), ("uid", address.Option("uid", "")));
        return all.Where(s => LslPredicate.Holds(predicate, s.ToElement(isFull: false)));
    }

    private IEnumerable<LslFinding> Sightings(ImmutableArray<LslStreamInfo> all, List<LslStreamInfo> meant, DeviceAddress? address)
    {
        if (meant.Count == 0)
        {
            var others = string.Join(", ", all.Take(8).Select(s => $"'{s.Name}' ({s.Type})"));
            yield return new(
                address is null || all.IsEmpty ? "lsl-nothing-found" : "lsl-not-among-them", LslWeight.Blocking,
                all.IsEmpty ? "No stream of any session answers." : $"No stream like {address} answers; these do: {others}.",
                "What does not answer cannot be received.",
                "Check that the sending program is on and linked to LSL, that both computers are in one network, "
                + "and that firewalls on both sides let UDP "
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_settings.DiscoveryPort} and {_settings.BasePort} to {_settings.BasePort + _settings.PortRange - 1} pass. ") + FirewallHint(
                        _settings.DiscoveryPort));
        }

        foreach (var stream in meant)
        {
            if (stream.SessionId != (address?.Option("session_id", _settings.SessionId) ?? _settings.SessionId))
                yield return new(
                    "lsl-other-session", LslWeight.Blocking,
                    $"The stream '{stream.Name}' is of session '{stream.SessionId}'; this computer looks for '{_settings.SessionId}'.",
                    "Programs only see streams of their own session.",
                    $"Set SessionID in lsl_api.cfg alike on both computers, or ask for lsl:?session_id={stream.SessionId}.");
            if (stream.Version < 110)
                yield return new(
                    "lsl-old-version", LslWeight.Doubtful, $"The stream '{stream.Name}' is of version {stream.Version / 100.0:0.00} of LSL.",
                    "Pons speaks 1.10.", "Renew the sending program.");
            if (stream.SourceId.Length == 0)
                yield return new(
                    "lsl-no-source-id", LslWeight.Doubtful, $"The stream '{stream.Name}' has no source id.",
                    "It is not known again when its program is started again.",
                    "Let the sending program set one, such as the serial number of the device.");
        }
    }

    private async Task<List<LslFinding>> TryAsync(LslStreamInfo stream, CancellationToken cancellation)
    {
        var findings = new List<LslFinding>();
        var (place, name) = (new IPEndPoint(stream.Address!, stream.DataPort), $"'{stream.Name}' of {stream.HostName}");
        var data = await TcpAsync(place, name, cancellation).ConfigureAwait(false);
        findings.Add(data);
        var probe =
            await new LslTimeService(new(stream.Address!, stream.ServicePort), new("lsl@" + stream.HostName), _clock).MeasureOnceAsync(
                cancellation).ConfigureAwait(false);
        findings.Add(probe is null
            ? new(
                "lsl-time-silent", LslWeight.Doubtful,
                $"The stream {name} is seen, but its time service at UDP {stream.Address}:{stream.ServicePort} does not answer.",
                "Its clock cannot be compared with that of this computer; times of samples stay uncertain.", FirewallHint(stream.ServicePort))
            : new(
                "lsl-time", LslWeight.Good,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The clock of {name} is read within {probe.Uncertainty.Seconds * 1e3:0.000} ms; "
                    + $"it is {-probe.CorrectionSeconds:0.000000} s ahead of this one."),
                "Times of samples can be compared.", ""));
        return findings;
    }

    private async Task<LslFinding> TcpAsync(IPEndPoint place, string name, CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient(place.AddressFamily) { NoDelay = true };
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _clock.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            await client.ConnectAsync(place, either.Token).ConfigureAwait(false);
            if (await LslFullInfo.FetchAsync(client, _clock.Time, cancellation).ConfigureAwait(false) is not null)
                return new(
                    "lsl-data", LslWeight.Good, $"The stream {name} can be received at TCP {place}.", "It answers on the port of its samples.", "");
            return new(
                "lsl-tcp-silent", LslWeight.Blocking, $"The stream {name} is seen, and TCP {place} takes connections, but says nothing.",
                "Its samples cannot be received.",
                "Another program or a proxy may listen there, or the sending program hangs: start it again.");
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return new(
                "lsl-tcp-refused", LslWeight.Blocking, $"The stream {name} is seen, but TCP {place} refuses connections.",
                "It can be seen, but not received.",
                $"A firewall rejects the port, or the sending program has ended. {FirewallHint(place.Port)}");
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return new(
                "lsl-tcp-filtered", LslWeight.Blocking,
                $"The stream {name} is seen, but TCP {place} does not answer "
                + $"({(fault is SocketException ? fault.Message.TrimEnd('.') : "nothing within 5 s")}).",
                "It can be seen, but not received: a firewall swallows the connection.", FirewallHint(place.Port));
        }
    }

    private static string PortOwner(int port) =>
        OperatingSystem.IsWindows() ? $"See who holds it: netstat -ano -p UDP | findstr :{port}"
        : OperatingSystem.IsMacOS() ? $"See who holds it: sudo lsof -nP -iUDP:{port}"
        : $"See who holds it: ss -ulpn 'sport = :{port}'";

    private static IEnumerable<IPAddress> OwnAddresses(NetworkInterface one) =>
        one.GetIPProperties().UnicastAddresses.Select(a => a.Address).Where(a => a.AddressFamily == AddressFamily.InterNetwork);

    private string FirewallHint(int port)
    {
        var last = Math.Max(_settings.BasePort + _settings.PortRange - 1, port);
        var first = Math.Min(_settings.DiscoveryPort, port);
        return OperatingSystem.IsWindows()
            ? "Allow it on both computers, as administrator: netsh advfirewall firewall add rule name=LSL "
                + $"dir=in action=allow protocol=UDP localport={first}-{last}, and the same with protocol=TCP; set the network to 'private'."
            : OperatingSystem.IsMacOS()
                ? "Allow the program on both computers: System Settings, Network, Firewall, Options; and Privacy, Local Network."
                : $"Allow it on both computers, such as: sudo ufw allow {first}:{last}/udp; "
                    + $"sudo ufw allow {first}:{last}/tcp (firewalld: --add-port={first}-{last}/udp and /tcp).";
    }
}
