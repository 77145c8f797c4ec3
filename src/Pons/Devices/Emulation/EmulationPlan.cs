namespace Pons.Devices.Emulation;

/// <summary>What an emulator sends, and what it does wrong. Immutable.</summary>
public sealed record EmulationPlan
{
    /// <summary>Channels of signal; default 8. Protocols with a fixed number take that one.</summary>
    public int ChannelCount
    {
        get;
        init => field = value is >= 1 and <= 65_536 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 65536 channels.");
    } = 8;

    /// <summary>Samples per second; default 250. Protocols with a fixed rate take that one.</summary>
    public double RateHz
    {
        get;
        init => field = value > 0 && value <= 1e6 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Above 0, at most 1 MHz.");
    } = 250;

    /// <summary>Samples in a packet; default 10. Protocols with a fixed number take that one.</summary>
    public int PacketSamples
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 100000 samples.");
    } = 10;

    /// <summary>A marker is sent every so many seconds, where the protocol has markers; default 1, 0 for none.</summary>
    public double MarkerEverySeconds { get; init; } = 1;

    /// <summary>What goes wrong; default nothing.</summary>
    public FaultScript Faults { get; init; } = FaultScript.None;
}
