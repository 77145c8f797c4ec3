using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Intan;

/// <summary>Intan RHX (RHD and RHS controllers) over its TCP ports, by the RHX user guide's section on remote TCP control.</summary>
public sealed class IntanProtocol : DeviceProtocol
{
    /// <inheritdoc/>
    public override string Name => "intan";

    /// <inheritdoc/>
    public override string Title => "Intan RHX (RHD, RHS)";

    /// <inheritdoc/>
    public override string Example => "intan://127.0.0.1:5000?channels=A-000..A-031";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("channels", "what RHX sends, by its own names: A-000..A-031,A-AUX1,A-VDD1,ANALOG-IN-01,DIGITAL-IN-01"),
        ("bands", "of amplifier channels: some of wide,low,high,dc,stim; default wide"),
        ("spikes", "yes: spikes of these channels become markers; default no"),
        ("blocks", "blocks of 128 samples in a write, 1 to 100; default 1, which is the least delay"),
        ("board", "usb3 (default, also RHS) or usb2: decides the unit of the analogue inputs"),
        ("restart", "yes: an RHX that runs already is stopped and started again; default no"),
        ("waveformport", "default 5001"),
        ("spikeport", "default 5002"),
    ];

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new IntanDriver(address, new IntanSettings(address), clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        var blocks = Math.Clamp((plan.PacketSamples + IntanLayout.FramesOfBlock - 1) / IntanLayout.FramesOfBlock, 1, 100);
        if (plan.ChannelCount <= 8 * IntanChannelName.PortChannels)
            return new IntanEmulator(address, plan with { PacketSamples = blocks * IntanLayout.FramesOfBlock }, clock);
        throw new DeviceException(
            address.ToString(), $"{plan.ChannelCount} channels are more than RHX has.",
            "A controller has eight ports of 128.", "Take 1024 or fewer.")
        { IsFinal = true, Code = DeviceFaultCode.Settings };
    }
}
