using System.Globalization;

namespace Pons.Devices.Intan;

/// <summary>RHX's own name of a channel: <c>A-000</c> … <c>H-127</c>, <c>A-AUX1</c>, <c>A-VDD1</c>, <c>ANALOG-IN-01</c>,
/// <c>ANALOG-OUT-01</c>, <c>DIGITAL-IN-01</c>, <c>DIGITAL-OUT-01</c>.</summary>
internal readonly record struct IntanChannelName(IntanWordKind Kind, int Number, string Text)
{
    /// <summary>Amplifier channels of a port.</summary>
    public const int PortChannels = 128;

    private static readonly (string Start, IntanWordKind Kind)[] Boards =
    [
        ("ANALOG-IN-", IntanWordKind.AnalogIn), ("ANALOG-OUT-", IntanWordKind.AnalogOut),
        ("DIGITAL-IN-", IntanWordKind.DigitalIn), ("DIGITAL-OUT-", IntanWordKind.DigitalOut),
    ];

    public bool IsAmplifier => Kind == IntanWordKind.Wide;

    /// <summary>Name of an amplifier channel by its place among all ports.</summary>
    public static IntanChannelName Amplifier(int index) =>
        new(IntanWordKind.Wide, index, FormattableString.Invariant($"{(char)('A' + index / PortChannels)}-{index % PortChannels:000}"));

    /// <summary>Reads a name; upper or lower case.</summary>
    public static bool TryParse(string text, out IntanChannelName name)
    {
        text = text.ToUpperInvariant();
        name = default;
        foreach (var (start, kind) in Boards)
            if (text.StartsWith(start, StringComparison.Ordinal))
                return Numbered(text, text[start.Length..], kind, 0, 99, ref name);
        if (text.Length < 5 || text[0] is < 'A' or > 'H' || text[1] != '-') return false;
        var port = text[0] - 'A';
        return text[2..5] switch
        {
            "AUX" => Numbered(text, text[5..], IntanWordKind.Aux, port * PortChannels, 99, ref name),
            "VDD" => Numbered(text, text[5..], IntanWordKind.Supply, port * PortChannels, 99, ref name),
            _ => text.Length == 5 && Numbered(text, text[2..], IntanWordKind.Wide, port * PortChannels, PortChannels - 1, ref name),
        };
    }

    public override string ToString() => Text;

    private static bool Numbered(string text, string digits, IntanWordKind kind, int first, int most, ref IntanChannelName name)
    {
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > most) return false;
        name = new(kind, first + number, text);
        return true;
    }
}
