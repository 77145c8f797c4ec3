using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>
/// Receives one stream: finds it, fetches its full info, takes its samples, and reads its clock every two seconds. When the connection breaks
/// the stream is looked for again by its properties; only a stream with a source id is known again when its program was started again.
/// </summary>
internal sealed class LslDriver(DeviceAddress address, LslSettings settings, HostClock clock) : DeviceDriver(address)
{
    private const double BufferSeconds = 360;
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(5), Watchdog = TimeSpan.FromSeconds(15), Looking = TimeSpan.FromSeconds(1);
    private LslStreamInfo? _known;
    private double? _lastStamp;

    public override async Task RunAsync(SampleOutput output, CancellationToken cancellation)
    {
        var found = await ResolveAsync(cancellation).ConfigureAwait(false);
        var info = await FetchAsync(found, cancellation).ConfigureAwait(false);
        if (_known is { } before && before.Uid != info.Uid)
            output.Note(DeviceNoticeKind.Note, DeviceFaultCode.SenderRestarted,
                "the program that sends was started again; offsets between the clocks begin anew");
        using var client = await OpenAsync(found, cancellation).ConfigureAwait(false);
        client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var samples = (int)Math.Clamp(BufferSeconds * (info.RateHz ?? 100), 1000, 1 << 24);
        await client.GetStream().WriteAsync(LslFeed.Ask(info, samples), cancellation).ConfigureAwait(false);
        await ReceiveAsync(client, found, info, output, cancellation).ConfigureAwait(false);
        throw new DeviceException(
            output.Device, "the outlet has ended.", "Samples are missing until it is there again.",
            info.SourceId.Length > 0
                ? "Start its program again; the stream is found by its source id."
                : "Start its program again and connect anew: without a source id it is not known again.")
        { Code = DeviceFaultCode.SenderEnded };
    }

    private async Task ReceiveAsync(TcpClient client, LslStreamInfo found, LslStreamInfo info, SampleOutput output, CancellationToken cancellation)
    {
        var clockOfStream = new ClockId("lsl@" + (info.HostName.Length > 0 ? info.HostName : found.Address!.ToString()));
        var parser = new LslFeedParser(info, clockOfStream, _lastStamp);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var probing = new LslTimeService(new(found.Address!, found.ServicePort), clockOfStream, clock).RunAsync(output.Probe, stop.Token);
        var greeting = GreetAsync(parser, client, stop.Token);
        try
        {
            // Silence of a regular stream is a fault; of an irregular one it is not, and TCP itself sees a host that went away.
            var reader = new WireReader(parser, output, clock) { Patience = info.RateHz is null ? TimeSpan.FromDays(24) : Watchdog };
            await reader.ReadAsync(client.GetStream(), cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException && !parser.IsFeeding && !cancellation.IsCancellationRequested)
        {
            throw Silent(output.Device, new(found.Address!, found.DataPort), fault);
        }
        finally
        {
            if (parser.IsFeeding) _known = info;
            _lastStamp = parser.LastStamp ?? _lastStamp;
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(probing, greeting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends the connection when the outlet takes it but does not answer.</summary>
    private async Task GreetAsync(LslFeedParser parser, TcpClient client, CancellationToken cancellation)
    {
        await Task.Delay(Greeting, clock.Time, cancellation).ConfigureAwait(false);
        if (!parser.IsFeeding) client.Dispose();
    }

    private async Task<LslStreamInfo> ResolveAsync(CancellationToken cancellation)
    {
        if (_known is null && Address.Port is { } port) return await ResolveAtAsync(port, cancellation).ConfigureAwait(false);
        var peers = Address.Host.Length > 0 ? settings.KnownPeers.Add(Address.Host) : settings.KnownPeers;
        var resolver = new LslResolver(settings with { KnownPeers = peers }, clock);
        var predicate = _known is null ? PredicateOf(Address) : PredicateOf(_known);
        for (var looked = Looking; ; looked += Looking)
        {
            var found = await resolver.FindAsync(predicate, Looking, int.MaxValue, cancellation).ConfigureAwait(false);
            if (found.Length == 1) return found[0];
            if (found.Length > 1) throw Ambiguous(found);
            if (looked >= Greeting || _known is not null) throw Missing(looked);
        }
    }

    private async Task<LslStreamInfo> ResolveAtAsync(int port, CancellationToken cancellation)
    {
        var hosts = await Dns.GetHostAddressesAsync(Address.Host.Length == 0 ? "127.0.0.1" : Address.Host, cancellation).ConfigureAwait(false);
        var resolver = new LslResolver(settings, clock);
        foreach (var host in hosts)
            if (await resolver.FindAsync(
                PredicateOf(Address), Greeting, 1, new(host, port), cancellation).ConfigureAwait(false) is [var found, ..]) return found;
        throw Missing(Greeting);
    }

    private string PredicateOf(DeviceAddress at) => LslPredicate.Of(
        at.Option("session_id", settings.SessionId), ("name", at.Option("name", "")), ("type", at.Option("type", "")),
        ("source_id", at.Option("source_id", "")), ("hostname", at.Option("hostname", "")), ("uid", at.Option("uid", "")));

    private static string PredicateOf(LslStreamInfo known) => LslPredicate.Of(
        known.SessionId, ("name", known.Name), ("type", known.Type), ("source_id", known.SourceId),
        ("uid", known.SourceId.Length == 0 ? known.Uid : ""),
        ("channel_count", known.ChannelCount.ToString(CultureInfo.InvariantCulture)), ("channel_format", LslFormat.NameOf(known.SampleType)));

    private async Task<LslStreamInfo> FetchAsync(LslStreamInfo found, CancellationToken cancellation)
    {
        var place = new IPEndPoint(found.Address!, found.DataPort);
        using var client = await OpenAsync(found, cancellation).ConfigureAwait(false);
        var xml = await LslFullInfo.FetchAsync(client, clock.Time, cancellation).ConfigureAwait(false)
            ?? throw Silent(Address.ToString(), place, null);
        return LslStreamInfo.Parse(xml, Address.ToString()) with { Address = found.Address };
    }

    private async Task<TcpClient> OpenAsync(LslStreamInfo found, CancellationToken cancellation)
    {
        try
        {
            return await TcpConnection.OpenAsync(
                new("lsl", found.Address!.ToString(), found.DataPort), found.DataPort, clock.Time, cancellation).ConfigureAwait(false);
        }
        catch (DeviceException fault)
        {
            throw new DeviceException(
                Address.ToString(),
                $"the stream '{found.Name}' answers on UDP, but its TCP port {found.DataPort} at {found.Address} "
                + $"cannot be reached ({fault.What.TrimEnd('.')}).",
                "It can be seen, but not received: a firewall stands between.",
                $"Allow TCP and UDP {settings.BasePort} to {settings.BasePort + settings.PortRange} on both computers; "
                + "'pons devices --why' tells more.", fault)
            {
                Code = DeviceFaultCode.StreamBlocked,
                Values = [found.Name, $"{found.DataPort}", $"{found.Address}", $"{settings.BasePort}", $"{settings.BasePort + settings.PortRange}"],
            };
        }
    }

    private DeviceException Missing(TimeSpan looked) => new(
        Address.ToString(), FormattableString.Invariant($"no such stream answered within {looked.TotalSeconds:0} s."),
        "Without the stream there are no samples.",
        "Check that its program is on and linked; 'pons devices' lists the streams that can be seen, "
        + "and 'pons devices --why' says what is in the way.")
    { Code = DeviceFaultCode.StreamMissing, Values = [looked.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)] };

    private DeviceException Ambiguous(ImmutableArray<LslStreamInfo> found)
    {
        var list = new StringBuilder();
        foreach (var one in found.Take(8))
            list.Append(
                CultureInfo.InvariantCulture,
                $"{(list.Length > 0 ? "; " : "")}'{one.Name}' ({one.Type}, {one.ChannelCount} channels, source '{one.SourceId}', {one.HostName})");
        return new(
            Address.ToString(), $"{found.Length} streams fit: {list}{(found.Length > 8 ? "; …" : "")}.",
            "Samples of the wrong stream would be taken for the right ones.",
            "Name one of them by name=, type=, source_id= or hostname=.")
        { IsFinal = _known is null, Code = DeviceFaultCode.StreamAmbiguous, Values = [$"{found.Length}"] };
    }

    private static DeviceException Silent(string device, IPEndPoint place, Exception? fault) => new(
        device, $"the outlet at {place} takes the connection, but says nothing that can be used.", "Without its answer there are no samples.",
        "Check which program listens there, and start it again.", fault);
}
