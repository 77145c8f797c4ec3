using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Devices.Serial;
using Pons.Streams.Clocks;

namespace Pons.Devices.Cyton;

/// <summary>OpenBCI's Cyton board over the serial port of its dongle.</summary>
public sealed class CytonProtocol : DeviceProtocol
{
    /// <summary>Bits per second of the dongle.</summary>
    public const int Baud = 115_200;

    /// <inheritdoc/>
    public override string Name => "cyton";

    /// <inheritdoc/>
    public override string Title => "OpenBCI Cyton, Cyton + Daisy";

    /// <inheritdoc/>
    public override string Example => "cyton:///dev/ttyUSB0?daisy=yes";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("daisy", "yes for 16 channels at 125 Hz; default no: 8 at 250 Hz"),
        ("gain", "1, 2, 4, 6, 8, 12 or 24 for all channels, or one for each with commas between; default 24"),
        ("aux", "accelerometer, analog or digital: what the three further channels hold; default accelerometer"),
        ("time", "no to leave the board's own time off; default yes"),
        ("baud", "bits per second; default 115200"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new CytonDriver(address, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        var settings = CytonSettings.Of(address);
        return new CytonEmulator(
            address, settings, plan with { ChannelCount = settings.ChannelCount, RateHz = settings.RateHz, PacketSamples = 1 }, clock);
    }

    /// <summary>Names the ports whose adapter is of the kind in the dongle; none of them is opened.</summary>
    /// <inheritdoc/>
    public override Task<ImmutableArray<FoundDevice>> FindAsync(TimeSpan patience, HostClock clock, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<FoundDevice>>(
        [
            .. SerialPort.List().Where(p => p.Detail.Contains("FT231X", StringComparison.Ordinal))
                .Select(p => new FoundDevice(new(Name, path: p.Path), "serial port, perhaps an OpenBCI dongle", "EEG", null, null, p.Detail)),
        ]);
}
