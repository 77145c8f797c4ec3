using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Devices.Cyton;

/// <summary>How a board is to be set: what the options of an address say.</summary>
internal sealed record CytonSettings
{
    public const string Accelerometer = "accelerometer", Analog = "analog", Digital = "digital";
    public const double PacketsPerSecond = 250;
    public const string ChannelKeys = "12345678QWERTYUI";

    private static readonly int[] GainCodes = [1, 2, 4, 6, 8, 12, 24];

    private CytonSettings(DeviceAddress address)
    {
        address.RequireOnly("daisy", "gain", "aux", "time", "baud", "listen");
        HasDaisy = address.Is("daisy");
        Aux = address.Choice("aux", Accelerometer, Analog, Digital);
        UsesTime = address.Choice("time", "yes", "no") == "yes";
        Gains = ReadGains(address, HasDaisy ? 16 : 8);
    }

    public bool HasDaisy { get; }

    public bool UsesTime { get; }

    public string Aux { get; }

    /// <summary>Gain of each channel.</summary>
    public ImmutableArray<int> Gains { get; }

    public int ChannelCount => Gains.Length;

    public double RateHz => HasDaisy ? PacketsPerSecond / 2 : PacketsPerSecond;

    /// <summary>What switches the board to the auxiliary values; <see langword="null"/> for what it does by itself.</summary>
    public string? AuxCommand => Aux switch { Analog => "/2", Digital => "/3", _ => null };

    public static CytonSettings Of(DeviceAddress address) => new(address);

    /// <summary>The command that sets a channel: on, its gain, normal input, in the bias, SRB2 on, SRB1 off.</summary>
    public string GainCommand(int channel) => $"x{ChannelKeys[channel]}0{Array.IndexOf(GainCodes, Gains[channel])}0110X";

    /// <summary>The gain behind the figure of a channel command.</summary>
    public static int? GainOf(char code) => code is >= '0' and <= '6' ? GainCodes[code - '0'] : null;

    public DeviceStream Stream(DeviceAddress address)
    {
        var channels = Enumerable.Range(1, ChannelCount).Select(c => new Channel($"EEG{c}"))
            .Concat(AuxChannels().Select(c => new Channel(c.Label, ChannelKind.Other, c.Unit)));
        return new(new StreamInfo("Cyton", [.. channels], RateHz, new(address.ToString())))
        {
            SourceId = Path.GetFileName(address.Path),
            Description = Describe(),
            // 33 bytes take 2.9 ms at 115 200 bit/s; the adapter may hold them back for 16 ms.
            TransportDelay = (Duration.FromSeconds(0.0028), Duration.FromSeconds(0.020)),
        };
    }

    private (string Label, string Unit)[] AuxChannels() => Aux switch
    {
        Analog => [("A5", ""), ("A6", ""), ("A7", "")],
        Digital => [("Digital1", ""), ("Digital2", ""), ("Digital3", "")],
        _ => [("AccelX", "g"), ("AccelY", "g"), ("AccelZ", "g")],
    };

    private XElement Describe() => new("desc",
        new XElement("manufacturer", "OpenBCI"),
        new XElement("model", HasDaisy ? "Cyton + Daisy" : "Cyton"),
        new XElement("gains", string.Join(' ', Gains)));

    private static ImmutableArray<int> ReadGains(DeviceAddress address, int channels)
    {
        var texts = address.Option("gain", "24").Split(',');
        var gains = texts.Select(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var g) ? g : 0).ToArray();
        if (gains.All(GainCodes.Contains) && (gains.Length == 1 || gains.Length == channels))
            return [.. gains.Length == 1 ? Enumerable.Repeat(gains[0], channels) : gains];
        throw new DeviceException(
            address.ToString(), $"gain is '{address.Option("gain", "")}'.", "With a wrong gain every value would have a wrong size.",
            $"Give one gain, or {channels} with commas between: each 1, 2, 4, 6, 8, 12 or 24.")
        { IsFinal = true, Code = DeviceFaultCode.Settings };
    }
}
