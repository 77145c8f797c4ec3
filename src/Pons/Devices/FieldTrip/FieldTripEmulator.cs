using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using Pons.Devices.Emulation;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.FieldTrip;

/// <summary>
/// A recording program that puts into a buffer, and that buffer. The recording begins when the first client has read the header, and goes on
/// whoever is connected: what a broken connection misses is still in the ring. What the script loses is overrun in the ring.
/// </summary>
internal sealed class FieldTripEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock) : DeviceEmulator(plan, clock)
{
    private static readonly TimeSpan ReadersPatience = TimeSpan.FromSeconds(2);
    private readonly FieldTripStore _store = new(clock);
    private readonly float[] _values = new float[plan.PacketSamples * plan.ChannelCount];
    private double _awayUntil;
    private long _origin;

    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        var port = address.Option("listen", "") == "any" ? 0 : address.Port ?? FieldTripServer.UsualPort;
        var host = address.Host.Length == 0 || address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host);
        PutHeader();
        using var server = new FieldTripServer(_store, new(host, port)) { Script = Plan.Faults };
        server.Start();
        ListensAt(address with { Host = host.ToString(), Port = server.Port, Options = address.Options.Remove("listen") });
        var serving = server.RunAsync(cancellation);
        await Task.WhenAny(server.HeaderAsked, serving).ConfigureAwait(false);
        var pacer = new PacketPacer(Plan, Log, Clock.Time, isDatagram: false);
        await foreach (var packet in pacer.PacketsAsync(cancellation).ConfigureAwait(false))
        {
            foreach (var fault in packet.Before) Make(fault, packet, server);
            if (_awayUntil > 0 && packet.FirstSample / Plan.RateHz >= _awayUntil) Return(server);
            await LoseAsync(packet.FirstSample - _origin - _store.SampleCount, cancellation).ConfigureAwait(false);
            Put(packet);
        }
    }

    private void PutHeader()
    {
        ImmutableArray<Channel> channels = [.. Enumerable.Range(1, Plan.ChannelCount).Select(c => new Channel($"Ch{c}"))];
        _store.Put(FieldTripHeader.Of(new("emulated", channels, AnnouncedRateHz, new("emulated"))));
    }

    private void Put(EmulatedPacket packet)
    {
        Signal.Fill(packet.FirstSample, _values);
        _store.Put(MemoryMarshal.AsBytes(_values.AsSpan()));
        Log.Sent(packet);
        if (packet.MarkerAt is { } at) _store.Put(FieldTripEvent.OfText((int)at, "Stimulus", "S  1"));
    }

    /// <summary>Overruns the ring by samples that nobody can read any more. Those before are read first, as far as somebody is there.</summary>
    private async Task LoseAsync(long count, CancellationToken cancellation)
    {
        if (count <= 0) return;
        var due = _store.SampleCount;
        using var limit = new CancellationTokenSource(ReadersPatience, Clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            for (var change = _store.NextChange(); _store.GivenCount < due; change = _store.NextChange())
                await change.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Log.Add(new(FaultKind.Lose, _store.GivenCount, due - _store.GivenCount)); // nobody reads; they are lost as well
        }

        _store.Overrun(count);
    }

    private void Make(Fault fault, EmulatedPacket packet, FieldTripServer server)
    {
        switch (fault.Kind)
        {
            case FaultKind.Garbage:
                server.Disturb([.. Enumerable.Repeat((byte)0x5A, Math.Max(8, (int)fault.Amount))]);
                break;
            case FaultKind.HostileLength:
                server.Disturb([1, 0, 4, 2, 0xF0, 0xFF, 0xFF, 0xFF]);
                break;
            case FaultKind.Disconnect:
                _awayUntil = packet.FirstSample / Plan.RateHz + fault.Amount;
                server.Leave();
                break;
            case FaultKind.ChangeRate:
                (AnnouncedRateHz, _origin) = (fault.Amount, packet.FirstSample);
                PutHeader();
                server.CutAll();
                break;
            default:
                return;
        }

        Log.Add(new(fault.Kind, packet.FirstSample, 0, fault.Kind == FaultKind.Garbage ? Math.Max(8, (int)fault.Amount) : 0));
    }

    private void Return(FieldTripServer server)
    {
        _awayUntil = 0;
        server.Return();
    }
}
