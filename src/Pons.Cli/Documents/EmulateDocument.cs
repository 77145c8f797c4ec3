using Pons.Devices;
using Pons.Devices.Emulation;

namespace Pons.Cli.Documents;

/// <summary>What <c>pons emulate --json</c> prints; docs/reference/json/emulate.schema.json.</summary>
internal sealed record EmulateDocument(
    string Protocol,
    string Address,
    int Channels,
    double RateHz,
    int PacketSamples,
    long Sent,
    long? FirstSample,
    long Lost,
    IReadOnlyList<EmulateDocument.Injected> Faults)
{
    /// <summary>What an emulator did so far.</summary>
    public static EmulateDocument Of(DeviceEmulator emulator, DeviceAddress address)
    {
        var (plan, log) = (emulator.Plan, emulator.Log);
        return new(
            address.Protocol, address.ToString(), plan.ChannelCount, plan.RateHz, plan.PacketSamples, log.SentSamples, log.FirstSample, log.LostSamples,
            [.. log.Faults.Select(f => new Injected(f.Kind, f.FirstSample, f.SampleCount, f.Bytes))]);
    }

    /// <summary>A fault that was really made.</summary>
    internal sealed record Injected(FaultKind Kind, long FirstSample, long SampleCount, long Bytes);
}
