using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.BackyardBrains;

/// <summary>Backyard Brains' SpikerBoxes over their serial port.</summary>
public sealed class SpikerProtocol : DeviceProtocol
{
    private const int Baud = 222_222;

    /// <inheritdoc/>
    public override string Name => "spikerbox";

    /// <inheritdoc/>
    public override string Title => "Backyard Brains SpikerBox";

    /// <inheritdoc/>
    public override string Example => "spikerbox:///dev/ttyACM0?channels=2";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("channels", "1 to 6; default 1; the rate is 10000 by their number"),
        ("baud", "bits per second: 222222, 115200 or 500000, as the box is made; default 222222"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        address.RequireOnly("channels", "baud");
        var channels = address.Number("channels", 1, 1, 6);
        var rate = (int)SpikerParser.AllChannelsHz / channels;
        var settings = string.Create(CultureInfo.InvariantCulture, $"conf s:{rate};c:{channels};\n");
        return new SerialDriver(address, Baud, () => new SpikerParser(address, channels), clock) { Start = Encoding.ASCII.GetBytes(settings) };
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        var channels = address.Number("channels", 1, 1, 6);
        return new SpikerEmulator(address, plan with { ChannelCount = channels, RateHz = SpikerParser.AllChannelsHz / channels }, clock);
    }
}
