using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Devices.Zmtp;
using Pons.Streams.Clocks;

namespace Pons.Devices.OpenEphys;

/// <summary>The ZMQ Interface's side: a publisher with one message a channel, logic line 1 on and off at every marker, a spike of
/// <c>Electrode 1</c> with it, and the answering end of the heartbeat.</summary>
internal sealed class OpenEphysEmulator : TcpEmulator
{
    private const string Stream = "Emulated-100.0";
    private readonly TcpListener _heartbeats;
    private float[] _rows = [], _channel = [];
    private long _messageNumber, _nextPacket;

    public OpenEphysEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
        : base(address, OpenEphysProtocol.DataPort, plan, clock) => _heartbeats = Listener(address);

    protected override bool GarbageEndsConnection => true;

    protected override DeviceAddress Published(DeviceAddress listening) => listening with
    {
        Options = listening.Options.SetItem("heartbeatport", ((IPEndPoint)_heartbeats.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)),
    };

    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _heartbeats.Start();
        Task[] parts = [base.ServeAsync(stop.Token), AnswerAsync(stop.Token)];
        try
        {
            await (await Task.WhenAny(parts).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _heartbeats.Stop();
        }
    }

    protected override Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation) =>
        ZmtpPublisher.GreetAsync(client, "emulator", cancellation);

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        _messageNumber += (packet.Number - _nextPacket) * Plan.ChannelCount; // those of lost packets were numbered too
        _nextPacket = packet.Number + 1;
        if (_channel.Length != packet.SampleCount)
            (_rows, _channel) = (new float[packet.SampleCount * Plan.ChannelCount], new float[packet.SampleCount]);
        Signal.Fill(packet.FirstSample, _rows);
        for (var c = 0; c < Plan.ChannelCount; c++)
        {
            for (var i = 0; i < _channel.Length; i++) _channel[i] = _rows[i * Plan.ChannelCount + c];
            Data(packet, c, into);
        }

        if (packet.MarkerAt is { } at) Events(at, into);
    }

    protected override void EncodeHostile(IBufferWriter<byte> into)
    {
        var header = into.GetSpan(ZmtpWire.LongestHeader);
        header[0] = 2;
        BinaryPrimitives.WriteUInt64BigEndian(header[1..], ulong.MaxValue >> 1);
        into.Advance(ZmtpWire.LongestHeader);
    }

    private void Data(EmulatedPacket packet, int channel, IBufferWriter<byte> into) => Message(
        "DATA\0"u8,
        string.Create(CultureInfo.InvariantCulture, $$"""
        {"message_num":{{_messageNumber}},"type":"data","content":{"stream":"{{Stream}}","channel_num":{{channel}},
        "channel_name":"CH{{channel + 1}}","num_samples":{{_channel.Length}},"sample_num":{{packet.FirstSample}},
        "sample_rate":{{Plan.RateHz}}},"data_size":{{_channel.Length * 4}},"timestamp":0}
        """),
        MemoryMarshal.AsBytes(_channel.AsSpan()), into);

    private void Events(long at, IBufferWriter<byte> into)
    {
        foreach (byte state in (ReadOnlySpan<byte>)[1, 0])
            Message(
                "EVENT\0"u8,
                string.Create(CultureInfo.InvariantCulture, $$"""
                {"message_num":{{_messageNumber}},"type":"event","content":{"stream":"{{Stream}}","source_node":100,"type":3,
                "sample_num":{{at + 1 - state}}},"data_size":10,"timestamp":0}
                """),
                [0, state, state, 0, 0, 0, 0, 0, 0, 0], into);
        Message(
            "EVENT\0"u8,
            string.Create(CultureInfo.InvariantCulture, $$"""
            {"message_num":{{_messageNumber}},"type":"spike","spike":{"stream":"{{Stream}}","source_node":101,"electrode":"Electrode 1",
            "sample_num":{{at}},"num_channels":1,"num_samples":1,"sorted_id":2,"threshold":[-50.5]},"timestamp":0}
            """),
            [0, 0, 0, 0], into);
    }

    private void Message(ReadOnlySpan<byte> envelope, string json, ReadOnlySpan<byte> binary, IBufferWriter<byte> into)
    {
        ZmtpWire.Frame(into, envelope, hasMore: true);
        ZmtpWire.Frame(into, Encoding.UTF8.GetBytes(json), hasMore: true);
        ZmtpWire.Frame(into, binary, hasMore: false);
        _messageNumber++;
    }

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        while (true)
        {
            using var client = await _heartbeats.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
            client.NoDelay = true;
            try
            {
                var connection = await ZmtpConnection.OpenAsync(client.GetStream(), "REP", "emulator", cancellation).ConfigureAwait(false);
                while (true)
                {
                    await connection.ReceiveAsync(cancellation).ConfigureAwait(false);
                    await connection.SendAsync(cancellation, [], "heartbeat received"u8.ToArray()).ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (fault is IOException or SocketException or DeviceException)
            {
                // This client is gone; the next one may come.
            }
        }
    }

    private static TcpListener Listener(DeviceAddress address)
    {
        var isAny = address.Option("listen", "") == "any";
        var host = address.Host.Length == 0 || address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host);
        return new(host, isAny ? 0 : (int)address.Number("heartbeatport", (address.Port ?? OpenEphysProtocol.DataPort) + 1, 1, 65535));
    }
}
