using System.Collections.Immutable;
using Pons.Devices.Emulation;
using Pons.Streams.Clocks;

namespace Pons.Devices.Wav;

/// <summary>WAV: a file at its own pace, or live from a pipe or standard input, as programs for sound cards write it.</summary>
public sealed class WavProtocol : DeviceProtocol
{
    /// <inheritdoc/>
    public override string Name => "wav";

    /// <inheritdoc/>
    public override string Title => "WAV: a file, a pipe, or standard input (sound cards)";

    /// <inheritdoc/>
    public override string Example => "wav:recording.wav?speed=2";

    /// <inheritdoc/>
    public override ImmutableArray<(string Name, string Meaning)> Options =>
    [
        ("speed", "how many times faster than it was sampled a file is played; default 1; not for pipes"),
        ("microvolts", "µV at full scale, for amplifiers that are sound cards; default: values are parts of full scale"),
    ];

    /// <inheritdoc/>
    public override FaultScript EveryFault => FaultScript.All with
    {
        Faults = [.. FaultScript.All.Faults.Where(f => f.Kind is FaultKind.Stall or FaultKind.Disconnect)],
    };

    /// <inheritdoc/>
    public override DeviceDriver Open(DeviceAddress address, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(clock);
        return new WavDriver(address, clock);
    }

    /// <inheritdoc/>
    public override DeviceEmulator Emulate(DeviceAddress address, EmulationPlan plan, HostClock clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Faults.LossShare > 0 || plan.Faults.Faults.Any(f => f.Kind == FaultKind.Lose))
            throw new DeviceException(
                address.ToString(), "WAV has no counter, so that a lost packet could not be seen.", "The loss would be silent.",
                "Leave Lose and lossShare out of the script.")
            { IsFinal = true, Code = DeviceFaultCode.Settings };
        if (plan.RateHz != Math.Floor(plan.RateHz) || plan.ChannelCount > 1024)
            throw new DeviceException(
                address.ToString(), FormattableString.Invariant($"WAV cannot have {plan.ChannelCount} channels at {plan.RateHz} Hz."),
                "Its head holds whole rates, and Pons reads up to 1024 channels.", "Choose a whole rate and fewer channels.")
            { IsFinal = true, Code = DeviceFaultCode.Settings };
        return new WavEmulator(address, plan, clock);
    }
}
