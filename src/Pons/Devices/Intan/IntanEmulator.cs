using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Intan;

/// <summary>
/// An RHX controller with its command, waveform and spike ports. The wide band carries the emulated signal in steps of 0.195 µV, the low band
/// half of it, the high band a quarter; digital input 0 is high for <see cref="PulseSamples"/> samples at every marker, where a spike of
/// A-000 is sent too.
/// </summary>
internal sealed class IntanEmulator : TcpEmulator
{
    public const int PulseSamples = 4;
    private readonly DeviceAddress _address;
    private readonly IntanController _controller;
    private readonly TcpListener _commands, _spikes;
    private readonly long _markerEvery;
    private float[] _row = [];
    private TcpClient? _spikeClient;

    public IntanEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
        : base(WaveformsOf(address), IntanSettings.WaveformPort, plan, clock)
    {
        _address = address;
        _controller = new(plan.ChannelCount, plan.RateHz, plan.PacketSamples / IntanLayout.FramesOfBlock);
        _markerEvery = plan.MarkerEverySeconds > 0 ? Math.Max(1, (long)Math.Round(plan.MarkerEverySeconds * plan.RateHz)) : long.MaxValue;
        _commands = Listener(address, address.Port ?? IntanSettings.CommandPort);
        _spikes = Listener(address, (int)address.Number("spikeport", IntanSettings.SpikePort, 1, 65535));
    }

    protected override DeviceAddress Published(DeviceAddress listening)
    {
        var options = listening.Options
            .SetItem("waveformport", Text(listening.Port!.Value))
            .SetItem("spikeport", Text(PortOf(_spikes)))
            .SetItem("blocks", Text(Plan.PacketSamples / IntanLayout.FramesOfBlock));
        if (!options.ContainsKey("channels"))
            options = options.Add("channels", $"{IntanChannelName.Amplifier(0)}..{IntanChannelName.Amplifier(Plan.ChannelCount - 1)}");
        return listening with { Port = PortOf(_commands), Options = options };
    }

    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Listen(_commands);
        Listen(_spikes);
        Task[] parts = [base.ServeAsync(stop.Token), _controller.ServeAsync(_commands, stop.Token), AcceptSpikesAsync(stop.Token)];
        try
        {
            await (await Task.WhenAny(parts).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _commands.Stop();
            _spikes.Stop();
            _spikeClient?.Dispose();
        }
    }

    protected override Task GreetAsync(Stream client, FaultyWire wire, CancellationToken cancellation) => _controller.Running.WaitAsync(cancellation);

    protected override void Encode(EmulatedPacket packet, IBufferWriter<byte> into)
    {
        var layout = _controller.Layout;
        for (var block = 0; block < packet.SampleCount; block += IntanLayout.FramesOfBlock)
        {
            var bytes = into.GetSpan(layout.BlockBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, IntanParser.Magic);
            for (var i = 0; i < IntanLayout.FramesOfBlock; i++)
                Frame(layout, packet.FirstSample + block + i, bytes.Slice(4 + i * layout.FrameBytes, layout.FrameBytes));
            into.Advance(layout.BlockBytes);
        }

        if (packet.MarkerAt is { } at) SendSpike(at);
    }

    private void Frame(IntanLayout layout, long sample, Span<byte> into)
    {
        if (_row.Length == 0) _row = new float[Plan.ChannelCount];
        Signal.Fill(sample, _row);
        BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)sample);
        var raw = MemoryMarshal.Cast<byte, ushort>(into[4..]);
        for (var i = 0; i < raw.Length; i++)
        {
            var word = layout.Words[i];
            raw[i] = word.Kind switch
            {
                IntanWordKind.Wide => Quantised(_row[word.Name.Number]),
                IntanWordKind.Low => Quantised(_row[word.Name.Number] / 2),
                IntanWordKind.High => Quantised(_row[word.Name.Number] / 4),
                _ => Other(word, sample),
            };
        }
    }

    /// <summary>The word of a voltage: 0.195 µV a bit about 32768.</summary>
    private static ushort Quantised(float microvolts) => (ushort)(MathF.Round(microvolts / 0.195f) + 32768);

    private ushort Other(IntanWord word, long sample) => word.Kind switch
    {
        IntanWordKind.Dc => (ushort)(512 + word.Name.Number % 100),
        IntanWordKind.Stim => (ushort)((sample / 100 % 2 << 8) + (word.Name.Number & 0x7F) + (sample / 1000 % 2 << 15)),
        IntanWordKind.Aux => (ushort)(sample / 4 * 7 + word.Name.Number),
        IntanWordKind.Supply => (ushort)(44_000 + sample / IntanLayout.FramesOfBlock % 100),
        IntanWordKind.AnalogIn or IntanWordKind.AnalogOut => (ushort)(32_768 + sample % 3_200 + word.Name.Number),
        IntanWordKind.DigitalIn => (ushort)(sample >= _markerEvery && sample % _markerEvery < PulseSamples ? 1 : 0),
        _ => 0,
    };

    private void SendSpike(long sample)
    {
        Span<byte> record = stackalloc byte[IntanSpikeParser.RecordBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(record, IntanSpikeParser.Magic);
        Encoding.ASCII.GetBytes("A-000", record[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[9..], (uint)sample);
        record[13] = 1;
        try
        {
            Volatile.Read(ref _spikeClient)?.GetStream().Write(record);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            Volatile.Write(ref _spikeClient, null); // went away
        }
    }

    private async Task AcceptSpikesAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var client = await _spikes.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
            client.NoDelay = true;
            Interlocked.Exchange(ref _spikeClient, client)?.Dispose();
        }
    }

    private void Listen(TcpListener listener)
    {
        try
        {
            listener.Start();
        }
        catch (SocketException fault)
        {
            throw new DeviceException(
                _address.ToString(), $"port {PortOf(listener)} cannot be used ({fault.Message}).", "Another program may listen there.",
                "End that program, or give other ports.", fault)
            { IsFinal = true, Code = DeviceFaultCode.PortTaken, Values = [$"{PortOf(listener)}"] };
        }
    }

    private static TcpListener Listener(DeviceAddress address, int port) =>
        new(address.Host.Length == 0 || address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(address.Host), IsAny(address) ? 0 : port);

    private static DeviceAddress WaveformsOf(DeviceAddress address) =>
        address with { Port = IsAny(address) ? null : (int)address.Number("waveformport", IntanSettings.WaveformPort, 1, 65535) };

    private static bool IsAny(DeviceAddress address) => address.Option("listen", "") == "any";

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
