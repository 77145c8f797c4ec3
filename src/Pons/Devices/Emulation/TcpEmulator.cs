using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Pons.Streams.Clocks;

namespace Pons.Devices.Emulation;

/// <summary>An emulated device that a client connects to over TCP. Serves one client at a time; the time of the device begins with the first
/// one and goes on, so that whoever connects again has missed something.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The listener is stopped, and with it disposed, when serving ends.")]
public abstract class TcpEmulator : DeviceEmulator
{
    private readonly DeviceAddress _address;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly IPEndPoint _endPoint;
    private TcpListener _listener;

    /// <summary>Prepares an emulator.</summary>
    /// <param name="address">Where it listens; host 127.0.0.1 unless given.</param>
    /// <param name="defaultPort">The device's usual port; 0 for any free one.</param>
    /// <param name="plan">What it sends.</param>
    /// <param name="clock">The clock of the host.</param>
    protected TcpEmulator(DeviceAddress address, int defaultPort, EmulationPlan plan, HostClock clock)
        : base(plan, clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address;
        var port = address.Option("listen", "") == "any" ? 0 : address.Port ?? defaultPort;
        _endPoint = new(address.Host.Length == 0 || address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host), port);
        _listener = new(_endPoint);
    }

    /// <summary>
    /// Whether a client cannot find the next message behind garbage and has to connect again; no by default. The packet that would follow is
    /// lost then.
    /// </summary>
    protected virtual bool GarbageEndsConnection => false;

    /// <summary>Appends the bytes of a packet.</summary>
    /// <param name="packet">What to send.</param>
    /// <param name="into">Takes the bytes.</param>
    protected abstract void Encode(EmulatedPacket packet, IBufferWriter<byte> into);

    /// <summary>Appends a message that announces a length that cannot be; by default 64 bytes of 255.</summary>
    /// <param name="into">Takes the bytes.</param>
    protected virtual void EncodeHostile(IBufferWriter<byte> into)
    {
        into.GetSpan(64)[..64].Fill(0xFF);
        into.Advance(64);
    }

    /// <summary>Talks to a client that has connected, until samples may be sent; by default nothing.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="wire">Writes to it.</param>
    /// <param name="cancellation">Gives up.</param>
    protected virtual Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The address that a driver is given; by default the one where samples are served. A device of several ports tells them here.</summary>
    /// <param name="listening">Host and port where samples are served.</param>
    protected virtual DeviceAddress Published(DeviceAddress listening) => listening;

    /// <inheritdoc/>
    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        Listen();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _endPoint.Port = port;
        ListensAt(Published(_address with { Host = _endPoint.Address.ToString(), Port = port, Options = _address.Options.Remove("listen") }));
        TcpClient? client = null;
        try
        {
            client = await AcceptAsync(cancellation).ConfigureAwait(false);
            var pacer = new PacketPacer(Plan, Log, Clock.Time, isDatagram: false);
            await foreach (var packet in pacer.PacketsAsync(cancellation).ConfigureAwait(false))
                client = await SendAsync(client, packet, cancellation).ConfigureAwait(false);
        }
        finally
        {
            client?.Dispose();
            _listener.Stop();
        }
    }

    private void Listen()
    {
        try
        {
            _listener.Start();
        }
        catch (SocketException fault)
        {
            throw new DeviceException(
                _address.ToString(), $"port {_endPoint.Port} cannot be used ({fault.Message}).", "Another program may listen there.",
                "End that program, or give another port.", fault)
            { IsFinal = true, Code = DeviceFaultCode.PortTaken, Values = [$"{_endPoint.Port}"] };
        }
    }

    private async Task<TcpClient> AcceptAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
            client.NoDelay = true;
            try
            {
                await GreetAsync(client.GetStream(), new(client.GetStream(), Plan.Faults), cancellation).ConfigureAwait(false);
                return client;
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                client.Dispose(); // went away while greeting; the next one may stay
            }
        }
    }

    private async Task<TcpClient?> SendAsync(TcpClient? client, EmulatedPacket packet, CancellationToken cancellation)
    {
        _bytes.ResetWrittenCount();
        foreach (var fault in packet.Before) client = await MakeAsync(fault, client, packet, cancellation).ConfigureAwait(false);
        if (client is null && IsAway(packet) is false && _listener.Pending()) client = await AcceptAsync(cancellation).ConfigureAwait(false);
        if (client is null)
        {
            Log.Add(new(FaultKind.Disconnect, packet.FirstSample, packet.SampleCount));
            return null;
        }

        Encode(packet, _bytes);
        try
        {
            await new FaultyWire(client.GetStream(), Plan.Faults).WriteAsync(_bytes.WrittenMemory, cancellation).ConfigureAwait(false);
            Log.Sent(packet);
            return client;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            client.Dispose();
            Log.Add(new(FaultKind.Disconnect, packet.FirstSample, packet.SampleCount));
            return null;
        }
    }

    private double _awayUntil;

    private bool IsAway(EmulatedPacket packet)
    {
        if (_awayUntil == 0) return false;
        if (packet.FirstSample / Plan.RateHz < _awayUntil) return true;
        _awayUntil = 0;
        _listener = new(_endPoint);
        Listen();
        return false;
    }

    private async Task<TcpClient?> MakeAsync(Fault fault, TcpClient? client, EmulatedPacket packet, CancellationToken cancellation)
    {
        switch (fault.Kind)
        {
            case FaultKind.Garbage:
                var count = (int)fault.Amount;
                _bytes.GetSpan(count)[..count].Fill(0x5A);
                _bytes.Advance(count);
                Log.Add(new(FaultKind.Garbage, packet.FirstSample, 0, count));
                return GarbageEndsConnection ? await CutAsync(client, 0, packet, cancellation).ConfigureAwait(false) : client;
            case FaultKind.HostileLength:
                Log.Add(new(FaultKind.HostileLength, packet.FirstSample, 0));
                EncodeHostile(_bytes);
                return await CutAsync(client, 0, packet, cancellation).ConfigureAwait(false);
            case FaultKind.Disconnect:
                return await CutAsync(client, fault.Amount, packet, cancellation).ConfigureAwait(false);
            case FaultKind.ChangeRate:
                AnnouncedRateHz = fault.Amount;
                Log.Add(new(FaultKind.ChangeRate, packet.FirstSample, 0));
                return await CutAsync(client, 0, packet, cancellation).ConfigureAwait(false);
            default:
                return client;
        }
    }

    /// <summary>Sends what is there already, and cuts the connection.</summary>
    private async Task<TcpClient?> CutAsync(TcpClient? client, double seconds, EmulatedPacket packet, CancellationToken cancellation)
    {
        try
        {
            if (client is not null) await client.GetStream().WriteAsync(_bytes.WrittenMemory, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client has cut the connection itself, as it should.
        }

        _bytes.ResetWrittenCount();
        client?.Dispose();
        if (seconds <= 0) return null;
        _awayUntil = packet.FirstSample / Plan.RateHz + seconds;
        _listener.Stop();
        return null;
    }
}
