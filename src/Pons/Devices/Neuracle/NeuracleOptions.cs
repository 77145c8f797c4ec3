using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Devices.Neuracle;

/// <summary>What the wire does not say and the address must: channels, rate, layout. Immutable.</summary>
internal sealed record NeuracleOptions(ImmutableArray<string> Names, int RateHz, bool HasIntegerTrigger, bool IsAligned)
{
    public const int MostChannels = 4096;

    /// <summary>Reads the options of an address.</summary>
    /// <exception cref="DeviceException">Channels are not given, or an option is wrong.</exception>
    public static NeuracleOptions Of(DeviceAddress address)
    {
        address.RequireOnly("channels", "rate", "layout", "names", "align");
        var names = address.Option("names", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var count = address.Number("channels", names.Length, 1, MostChannels);
        if (count == 0)
            throw Wrong(
                address, "the number of channels is not given.", "Give it without the trigger, like neuracle://127.0.0.1?channels=64&rate=1000.");
        if (names.Length > 0 && names.Length != count)
            throw Wrong(address, $"there are {names.Length} names for {count} channels.", "Give one name for each channel of signal, or none.");
        if (names.Length == 0) names = [.. Enumerable.Range(1, count).Select(c => $"Ch{c}")];
        return new([.. names], address.Number("rate", 1000, 1, 100_000), address.Choice("layout", "float", "int") == "int",
            address.Choice("align", "search", "start") == "start");
    }

    /// <summary>What is handed on: the channels in µV, the trigger last.</summary>
    public DeviceStream Stream(ClockId clock)
    {
        ImmutableArray<Channel> channels = [.. Names.Select(n => new Channel(n)), new("Trigger", ChannelKind.Trigger, "")];
        return new(new("Neuracle", channels, RateHz, clock)) { CountsSamples = false };
    }

    private static DeviceException Wrong(DeviceAddress address, string what, string remedy) =>
        new(address.ToString(), what, "The wire does not say how its bytes are to be cut.", remedy) { IsFinal = true };
}
