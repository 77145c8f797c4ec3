using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>
/// An outlet with a known signal. Its clock runs as fast as the script wants; the time of the device begins when the first inlet is fed. Behind
/// garbage and impossible lengths the connection is cut, as nobody knows where the next sample begins; a disconnected outlet comes back as a
/// new one with the same source id.
/// </summary>
internal sealed class LslEmulator : DeviceEmulator
{
    private const double SecondsBefore = 1000;
    private readonly DeviceAddress _address;
    private readonly LslSettings _settings;
    private readonly string _sourceId;
    private readonly SampleType _type;
    private readonly long _begun;
    private float[] _values = [];
    private double _rate;
    private double _awayUntil;

    public LslEmulator(DeviceAddress address, EmulationPlan plan, HostClock clock)
        : base(plan, clock)
    {
        address.RequireOnly("listen", "name", "type", "source_id", "session_id", "format", "markers");
        (_address, _rate, _begun) = (address, plan.RateHz, clock.Now.Nanoseconds);
        _sourceId = address.Option("source_id", $"pons-emulator-{Guid.NewGuid():N}");
        _type = LslFormat.Find(address.Choice("format", "float32", "double64", "int64", "int32", "int16", "int8"))!.Value;
        var settings = LslSettings.Load();
        _settings = settings with { SessionId = address.Option("session_id", settings.SessionId) };
    }

    protected override async Task ServeAsync(CancellationToken cancellation)
    {
        var outlet = Open();
        LslOutlet? markers = null;
        try
        {
            if (_address.Is("markers")) markers = OpenMarkers();
            ListensAt(AddressOf(outlet.Info));
            await outlet.WaitForConsumerAsync(cancellation).ConfigureAwait(false);
            var (pacer, began) = (new PacketPacer(Plan, Log, Clock.Time, isDatagram: false), Seconds());
            await foreach (var packet in pacer.PacketsAsync(cancellation).ConfigureAwait(false))
            {
                outlet = await MakeAllAsync(outlet, packet).ConfigureAwait(false);
                if (outlet is null && packet.FirstSample / Plan.RateHz >= _awayUntil) outlet = Open();
                Send(outlet, packet, began);
                if (packet.MarkerAt is { } at) markers?.Push(["S  1"], began + (at / Plan.RateHz));
            }
        }
        finally
        {
            if (outlet is not null) await outlet.DisposeAsync().ConfigureAwait(false);
            if (markers is not null) await markers.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Send(LslOutlet? outlet, EmulatedPacket packet, double began)
    {
        if (outlet is null or { ConsumerCount: 0 })
        {
            Log.Add(new(FaultKind.Disconnect, packet.FirstSample, packet.SampleCount));
            return;
        }

        var count = packet.SampleCount * Plan.ChannelCount;
        if (_values.Length != count) _values = new float[count];
        Signal.Fill(packet.FirstSample, _values);
        outlet.Push<float>(_values, began + ((packet.FirstSample + packet.SampleCount - 1) / _rate));
        Log.Sent(packet);
    }

    private async Task<LslOutlet?> MakeAllAsync(LslOutlet? outlet, EmulatedPacket packet)
    {
        foreach (var fault in packet.Before)
        {
            if (outlet is not null && fault.Kind is FaultKind.Garbage or FaultKind.HostileLength or FaultKind.Disconnect or FaultKind.ChangeRate)
                await DrainAsync(outlet!).ConfigureAwait(false);
            outlet = await MakeAsync(fault, outlet, packet).ConfigureAwait(false);
        }

        return outlet;
    }

    private async Task<LslOutlet?> MakeAsync(Fault fault, LslOutlet? outlet, EmulatedPacket packet)
    {
        switch (fault.Kind)
        {
            case FaultKind.Garbage or FaultKind.HostileLength:
                var bytes = new byte[fault.Kind == FaultKind.Garbage ? Math.Max(1, (int)fault.Amount) : 64];
                bytes.AsSpan().Fill((byte)(fault.Kind == FaultKind.Garbage ? 0x5A : 0xFF));
                outlet?.Break(bytes);
                Log.Add(new(fault.Kind, packet.FirstSample, 0, bytes.Length));
                return outlet;
            case FaultKind.Disconnect or FaultKind.ChangeRate:
                if (fault.Kind == FaultKind.ChangeRate) _rate = fault.Amount;
                _awayUntil = (packet.FirstSample / Plan.RateHz) + (fault.Kind == FaultKind.Disconnect ? fault.Amount : 0);
                if (outlet is not null) await outlet.DisposeAsync().ConfigureAwait(false);
                return null;
            default:
                return outlet;
        }
    }

    /// <summary>What was sent before a cut arrives before it.</summary>
    private async Task DrainAsync(LslOutlet outlet)
    {
        for (var i = 0; i < 1000 && !outlet.IsIdle; i++) await Task.Delay(TimeSpan.FromMilliseconds(1), Clock.Time).ConfigureAwait(false);
    }

    private LslOutlet Open() => LslOutlet.Open(
        new(_address.Option("name", "PonsEmulator"), _address.Option("type", "EEG"), Plan.ChannelCount, _type, _rate)
        {
            SourceId = _sourceId,
            Description = LslChannels.Describe(Enumerable.Range(1, Plan.ChannelCount).Select(c => new Channel($"Ch{c}")), "EEG"),
        },
        _settings, Seconds, Clock.Time, Plan.Faults.SplitBytes);

    private LslOutlet OpenMarkers() => LslOutlet.Open(
        new(_address.Option("name", "PonsEmulator") + "-markers", "Markers", 1, SampleType.Text) { SourceId = _sourceId + "-markers" }, _settings,
        Seconds, Clock.Time, 0);

    /// <summary>The clock of the emulated computer: some time ahead of the host's, and as much faster as the script wants.</summary>
    private double Seconds()
    {
        var now = Clock.Now.Nanoseconds;
        return (now + ((now - _begun) * (Plan.Faults.SkewPartsPerMillion * 1e-6))) * 1e-9 + SecondsBefore;
    }

    private static DeviceAddress AddressOf(LslStreamInfo info)
    {
        var options = ImmutableSortedDictionary<string, string>.Empty.Add("source_id", info.SourceId);
        if (info.SessionId != "default") options = options.Add("session_id", info.SessionId);
        return new("lsl", "127.0.0.1", info.V4ServicePort, options: options);
    }
}
