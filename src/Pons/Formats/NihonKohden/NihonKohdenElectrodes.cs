using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.NihonKohden;

/// <summary>Names and scales of the inputs by their numbers.</summary>
internal sealed class NihonKohdenElectrodes
{
    private const int Count = 1096;

    private static readonly ImmutableArray<string> Usual = [.. Names()];

    /// <summary>The amplifier measures in 16 bits: voltages of electrodes in µV, those of the DC inputs and markers in mV.</summary>
    private static readonly DigitalScale
        Microvolts = new(-3200, 3199.902, short.MinValue, short.MaxValue, "uV"),
        Millivolts = new(-12002.9, 12002.56, short.MinValue, short.MaxValue, "mV");

    private readonly string[] _names = [.. Usual];

    /// <summary>Takes the names of an electrode file; the usual ones hold where it says nothing.</summary>
    public void Rename(string text)
    {
        foreach (var line in IniText.Parse(text))
            if (line.Section is "ELECTRODE" or "REFERENCE" && line.Value.Length > 0
                && int.TryParse(line.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _names.Length)
                _names[number] = line.Value;
    }

    /// <summary>The inputs as channels.</summary>
    public ImmutableArray<Channel> Channels(int[] numbers, List<string> warnings) =>
        [.. ChannelNaming.Channels([.. numbers.Select(n => (NameOf(n), ScaleOf(n)))], warnings)
            .Zip(numbers, (c, n) => c.Kind == ChannelKind.Unknown && !IsElectrode(n) ? c with { Kind = ChannelKind.Other } : c)];

    public string NameOf(int number) => number < _names.Length ? _names[number] : $"Input {number}";

    public static DigitalScale ScaleOf(int number) => IsElectrode(number) ? Microvolts : Millivolts;

    private static bool IsElectrode(int number) => number is < 42 or > 73 and not (76 or 77);

    private static IEnumerable<string> Names()
    {
        var fixedNames = "FP1 FP2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T3 T4 T5 T6 FZ CZ PZ E PG1 PG2 A1 A2 T1 T2".Split(' ');
        return [.. fixedNames, .. Numbered("X", 1, 11), .. Numbered("NA", 1, 5), .. Enumerable.Range(1, 32).Select(i => $"DC{i:00}"),
            "BN1", "BN2", "Mark1", "Mark2", .. Numbered("NA", 6, 27), "X12/BP1", "X13/BP2", "X14/BP3", "X15/BP4", .. Numbered("X", 16, 165),
            "NA28", "Z", .. Enumerable.Range(256, Count - 256).Select(i => $"Input {i}")];
    }

    private static IEnumerable<string> Numbered(string stem, int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(i => $"{stem}{i}");
}
