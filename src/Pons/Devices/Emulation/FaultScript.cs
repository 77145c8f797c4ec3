using System.Collections.Immutable;
using System.Text.Json;

namespace Pons.Devices.Emulation;

/// <summary>What goes wrong with an emulated device, and when. Immutable.</summary>
public sealed record FaultScript
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultScript None { get; } = new();

    /// <summary>A script of each kind of fault at moments within half a minute, as used by <c>pons emulate --faults all</c>.</summary>
    public static FaultScript All { get; } = new()
    {
        SkewPartsPerMillion = 100,
        SplitBytes = 1,
        Faults =
        [
            new(3, FaultKind.Lose, 3), new(6, FaultKind.Garbage, 37), new(9, FaultKind.Stall, 0.5), new(12, FaultKind.Disconnect, 1),
            new(17, FaultKind.Duplicate, 2), new(19, FaultKind.Reorder, 2), new(21, FaultKind.HostileLength), new(25, FaultKind.Lose, 1),
        ],
    };

    /// <summary>Decides what is random; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How much faster than the host the clock of the device runs, in parts per million; default 0.</summary>
    public double SkewPartsPerMillion { get; init; }

    /// <summary>Packets are held back and sent together every so many milliseconds; default 0, each at its time.</summary>
    public double BurstMilliseconds { get; init; }

    /// <summary>Writes are cut into pieces of this many bytes; default 0, not cut. 1 cuts at every byte (streams of bytes only).</summary>
    public int SplitBytes { get; init; }

    /// <summary>Share of packets that are lost at random, 0 to 0.5; default 0.</summary>
    public double LossShare { get; init; }

    /// <summary>Faults at given moments, in any order.</summary>
    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>Reads a script.</summary>
    /// <param name="json">JSON with the names of the properties in camel case.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <exception cref="DeviceException">It is no such script.</exception>
    public static FaultScript Parse(string json, string name)
    {
        try
        {
            return (JsonSerializer.Deserialize(json, FaultScriptJson.Default.FaultScript) ?? None).Checked(name);
        }
        catch (JsonException fault)
        {
            throw new DeviceException(
                $"'{name}'", $"it is no fault script ({fault.Message.TrimEnd('.')}).", "An emulator would do something else than was asked for.",
                """Write it like {"faults":[{"atSeconds":3,"kind":"Lose","amount":5}]}.""", fault);
        }
    }

    private FaultScript Checked(string name)
    {
        var script = Faults.IsDefault ? this with { Faults = [] } : this;
        var wrong = Math.Abs(SkewPartsPerMillion) > 10_000 ? $"skewPartsPerMillion is {SkewPartsPerMillion}, beyond ±10000"
            : BurstMilliseconds is < 0 or > 10_000 ? $"burstMilliseconds is {BurstMilliseconds}, not 0 to 10000"
            : SplitBytes is < 0 or > 65_536 ? $"splitBytes is {SplitBytes}, not 0 to 65536"
            : LossShare is < 0 or > 0.5 ? $"lossShare is {LossShare}, not 0 to 0.5"
            : script.Faults.FirstOrDefault(f => !(f.AtSeconds >= 0 && f.Amount >= 0 && f.Amount <= 100_000)) is { } bad ? $"{bad} is not possible"
            : null;
        return wrong is null ? script : throw new DeviceException(
            $"'{name}'", FormattableString.Invariant($"{wrong}."), "An emulator cannot do that.", "Correct the script.");
    }
}
