using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Pons.Streams.Clocks;

namespace Pons.Devices.Emulation;

/// <summary>An emulated device that sends datagrams to an address, whether somebody listens or not.</summary>
public abstract class UdpEmulator : DeviceEmulator
{
    private readonly DeviceAddress _address;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Prepares an emulator.</summary>
    /// <param name="address">Where it sends to: host 127.0.0.1 unless given, or a multicast group.</param>
    /// <param name="defaultPort">The usual port.</param>
    /// <param name="plan">What it sends.</param>
    /// <param name="clock">The clock of the host.</param>
    protected UdpEmulator(DeviceAddress address, int defaultPort, EmulationPlan plan, HostClock clock)
        : base(plan, clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address with { Host = address.Host.Length == 0 ? "127.0.0.1" : address.Host, Port = address.Port ?? defaultPort };
    }

    /// <summary>Appends the bytes of a packet, all in one datagram.</summary>
    /// <param name="packet">What to send.</param>
    /// <param name="into">Takes the bytes.</param>
    protected abstract void Encode(EmulatedPacket packet, IBufferWriter<byte> into);

    /// <inheritdoc/>
    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var target = new IPEndPoint(IPAddress.Parse(_address.Host), _address.Port!.Value);
        ListensAt(_address);
        var pacer = new PacketPacer(Plan, Log, Clock.Time, isDatagram: true);
        var awayUntil = 0.0;
        await foreach (var packet in pacer.PacketsAsync(cancellation).ConfigureAwait(false))
        {
            foreach (var fault in packet.Before)
                awayUntil = Math.Max(awayUntil, await MakeAsync(socket, target, fault, packet, cancellation).ConfigureAwait(false));
            if (packet.FirstSample / Plan.RateHz < awayUntil)
            {
                Log.Add(new(FaultKind.Disconnect, packet.FirstSample, packet.SampleCount));
                continue;
            }

            _bytes.ResetWrittenCount();
            Encode(packet, _bytes);
            await socket.SendToAsync(_bytes.WrittenMemory, target, cancellation).ConfigureAwait(false);
            Log.Sent(packet);
        }
    }

    /// <summary>Makes a fault; returns until when, in seconds of the device, nothing is sent.</summary>
    private async Task<double> MakeAsync(Socket socket, IPEndPoint target, Fault fault, EmulatedPacket packet, CancellationToken cancellation)
    {
        if (fault.Kind == FaultKind.Disconnect) return packet.FirstSample / Plan.RateHz + fault.Amount;
        var count = fault.Kind switch { FaultKind.Garbage => Math.Clamp((int)fault.Amount, 1, 60_000), FaultKind.HostileLength => 60_000, _ => 0 };
        if (count == 0) return 0;
        var garbage = new byte[count];
        garbage.AsSpan().Fill(0x5A);
        await socket.SendToAsync(garbage, target, cancellation).ConfigureAwait(false);
        Log.Add(new(fault.Kind, packet.FirstSample, 0, count));
        return 0;
    }
}
