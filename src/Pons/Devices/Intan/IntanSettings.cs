using System.Collections.Immutable;

namespace Pons.Devices.Intan;

/// <summary>What an address asks of RHX. Immutable.</summary>
internal sealed record IntanSettings
{
    public const int CommandPort = 5000, WaveformPort = 5001, SpikePort = 5002;
    public static readonly ImmutableArray<string> Options =
        ["channels", "bands", "spikes", "blocks", "board", "restart", "waveformport", "spikeport"];
    private static readonly string[] Bands = ["wide", "low", "high", "dc", "stim"];

    /// <summary>Reads an address.</summary>
    /// <exception cref="DeviceException">The address asks for what RHX has not.</exception>
    public IntanSettings(DeviceAddress address)
    {
        address.RequireOnly(Options.AsSpan());
        HasSpikes = address.Is("spikes");
        IsUsb2 = address.Choice("board", "usb3", "usb2") == "usb2";
        MayRestart = address.Is("restart");
        BlocksPerWrite = (int)address.Number("blocks", 1, 1, 100);
        WaveformAddress = address with { Port = (int)address.Number("waveformport", WaveformPort, 1, 65535) };
        SpikeAddress = address with { Port = (int)address.Number("spikeport", SpikePort, 1, 65535) };
        var bands = ReadBands(address);
        Layout = new(ReadChannels(address).SelectMany(n => n.IsAmplifier ? bands.Select(b => new IntanWord(n, b)) : [new(n, n.Kind)]));
        if (Layout.Words.Length is 0 or > IntanLayout.LargestWordCount)
            throw Wrong(address, $"channels names {Layout.Words.Length} words of a frame, not 1 to {IntanLayout.LargestWordCount}.");
    }

    public IntanLayout Layout { get; }

    public bool HasSpikes { get; }

    public bool IsUsb2 { get; }

    public bool MayRestart { get; }

    public int BlocksPerWrite { get; }

    public DeviceAddress WaveformAddress { get; }

    public DeviceAddress SpikeAddress { get; }

    private static ImmutableArray<IntanWordKind> ReadBands(DeviceAddress address)
    {
        var names = address.Option("bands", "wide").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var kinds = names.Select(n => Array.IndexOf(Bands, n)).ToArray();
        if (kinds.Length == 0 || kinds.Contains(-1))
            throw Wrong(address, $"bands is '{address.Option("bands", "")}', not some of {string.Join(", ", Bands)}.");
        return [.. kinds.Select(k => (IntanWordKind)k)];
    }

    private static IEnumerable<IntanChannelName> ReadChannels(DeviceAddress address)
    {
        var text = address.Option("channels", "");
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split("..");
            if (ends.Length > 2 || !IntanChannelName.TryParse(ends[0], out var first) || !IntanChannelName.TryParse(ends[^1], out var last)
                || (ends.Length == 2 && !(first.IsAmplifier && last.IsAmplifier && first.Number <= last.Number)))
                throw Wrong(address, $"'{part}' is no channel of RHX.");
            yield return first;
            for (var i = first.Number + 1; ends.Length == 2 && i <= last.Number; i++) yield return IntanChannelName.Amplifier(i);
        }
    }

    private static DeviceException Wrong(DeviceAddress address, string what) => new(
        address.ToString(), what, "RHX sends only the channels that it is asked for.",
        "Name channels as RHX does, such as intan://127.0.0.1?channels=A-000..A-031,ANALOG-IN-01,DIGITAL-IN-01.")
    { IsFinal = true, Code = DeviceFaultCode.Settings };
}
