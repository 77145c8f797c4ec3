using System.Collections.Immutable;
using Pons.Devices.Emulation;

namespace Pons.Cli.Benchmarks;

/// <summary>What is received from emulated devices over loopback TCP.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Protocol">What the devices speak.</param>
/// <param name="Devices">How many there are.</param>
/// <param name="Emulation">What each sends.</param>
/// <param name="IsRecorded">Whether one recorder writes all of them to the disk.</param>
internal sealed record ReceivingPlan(string Name, string Protocol, int Devices, EmulationPlan Emulation, bool IsRecorded)
{
    private static readonly EmulationPlan Array = new() { ChannelCount = 1024, RateHz = 30_000, PacketSamples = 128, MarkerEverySeconds = 0 };
    private static readonly EmulationPlan Amplifier = new() { ChannelCount = 64, RateHz = 1000, PacketSamples = 10, MarkerEverySeconds = 0 };

    /// <summary>Every plan in the order of the report.</summary>
    public static ImmutableArray<ReceivingPlan> All { get; } =
    [
        new("receive-1024ch-30khz", "intan", 1, Array, IsRecorded: false),
        new("record-1024ch-30khz", "intan", 1, Array, IsRecorded: true),
        new("record-16x64ch-1khz", "rda", 16, Amplifier, IsRecorded: true),
    ];

    /// <summary>The plan for a reader.</summary>
    public string Work => FormattableString.Invariant(
        $"{Devices} × {Emulation.ChannelCount} ch × {Emulation.RateHz} Hz by {Protocol} over loopback TCP, received{(IsRecorded ? " and recorded" : "")}");
}
