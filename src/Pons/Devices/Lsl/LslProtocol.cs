using System.Collections.Immutable;
using System.Net;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Lsl;

/// <summary>The Lab Streaming Layer.</summary>
public sealed class LslProtocol : DeviceProtocol
{
    /// <inheritdoc/>
    public override string Name => "lsl";

    /// <inheritdoc/>
    public override string Title => "Lab Streaming Layer (LSL)";

    /// <inheritdoc/>
    public override string Example => "lsl:?name=EEG&type=EEG";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("name", "name of the stream; any by default"),
        ("type", "kind of content, such as EEG or Markers; any by default"),
        ("source_id", "what tells the device from others of its kind; any by default"),
        ("hostname", "name of the computer that sends; any by default"),
        ("uid", "one outlet until its program ends; any by default"),
        ("session_id", "session of the laboratory; that of lsl_api.cfg, or 'default'"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly([.. Options.Select(o => o.Name)]);
        return new LslDriver(address, LslSettings.Load(), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock) => new LslEmulator(address, plan, clock);

    /// <inheritdoc/>
    public override async Task<ImmutableArray<FoundDevice>> FindAsync(TimeSpan patience, HostClock clock, CancellationToken cancellation)
    {
        var streams = await new LslResolver(LslSettings.Load(), clock).FindAllAsync(patience, cancellation).ConfigureAwait(false);
        return [.. streams.Select(s => Describe(s))];
    }

    /// <summary>A stream that was found, with an address under which it is found again.</summary>
    internal static FoundDevice Describe(LslStreamInfo stream)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        options["name"] = stream.Name;
        if (stream.Type.Length > 0) options["type"] = stream.Type;
        if (stream.SourceId.Length > 0) options["source_id"] = stream.SourceId;
        else options["uid"] = stream.Uid;
        if (stream.SessionId is not ("" or "default")) options["session_id"] = stream.SessionId;
        var host = stream.Address is null || IPAddress.IsLoopback(stream.Address) ? "" : stream.Address.ToString();
        return new(
            new("lsl", host, options: options.ToImmutable()), stream.Name, stream.Type, stream.ChannelCount, stream.RateHz,
            $"{LslFormat.NameOf(stream.SampleType)}, {stream.HostName} ({new IPEndPoint(stream.Address ?? IPAddress.None, stream.DataPort)}), "
                + $"source_id={stream.SourceId}");
    }
}
