using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>Makes channels from the labels and units of a file: canonical electrode names, kinds, and labels that differ.</summary>
internal static partial class ChannelNaming
{
    /// <summary>The unit of a channel whose limits fix no scale.</summary>
    public const string DigitalUnit = "digital";

    /// <summary>One channel for each label; a label that occurs again gets a number.</summary>
    public static ImmutableArray<Channel> Channels(IReadOnlyList<(string Label, DigitalScale Scale)> signals, List<string> warnings)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. signals.Select(s => Distinct(Of(s.Label, s.Scale.Unit, s.Scale.IsUsable), seen, warnings))];
    }

    /// <summary>The channel that a label and a unit stand for.</summary>
    public static Channel Of(string rawLabel, string rawUnit, bool isScaled = true)
    {
        var unit = ChannelUnit.Of(rawUnit);
        var name = isScaled ? unit.Name : DigitalUnit;
        var text = rawLabel.Trim();
        var eeg = EegPrefix().Match(text);
        var (electrode, reference) = SplitReference(eeg.Success ? text[eeg.Length..] : text);
        if (ElectrodeName.TryParse(electrode, out var known) && (unit.IsVoltage || rawUnit.Trim().Length == 0))
            return new(known.Label, isScaled ? ChannelKind.Eeg : ChannelKind.Unknown, name, reference, known.Position);
        return new(text.Length == 0 ? "(no label)" : text, KindOf(text), name);
    }

    private static ChannelKind KindOf(string label)
    {
        var word = FirstWord().Match(label).Value.ToUpperInvariant();
        return word switch
        {
            "EEG" => ChannelKind.Eeg,
            "EOG" or "HEOG" or "VEOG" => ChannelKind.Eog,
            "EMG" => ChannelKind.Emg,
            "ECG" or "EKG" => ChannelKind.Ecg,
            "ECOG" or "SEEG" or "IEEG" => ChannelKind.Ieeg,
            "STATUS" or "TRIGGER" or "STIM" or "STI" => ChannelKind.Trigger,
            _ => ChannelKind.Unknown,
        };
    }

    /// <summary>A dash parts the electrode from its reference; dots only fill the field.</summary>
    private static (string Electrode, string? Reference) SplitReference(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash <= 0 ? (text.Trim().TrimEnd('.'), null) : (text[..dash].Trim().TrimEnd('.'), text[(dash + 1)..].Trim().TrimEnd('.'));
    }

    private static Channel Distinct(Channel channel, Dictionary<string, int> seen, List<string> warnings)
    {
        if (!seen.TryGetValue(channel.Label, out var count))
        {
            seen.Add(channel.Label, 1);
            return channel;
        }

        string label;
        do label = $"{channel.Label} ({++count})";
        while (seen.ContainsKey(label));
        seen[channel.Label] = count;
        seen.Add(label, 1);
        warnings.Add($"The label '{channel.Label}' occurs again: the later signal is called '{label}'.");
        return channel with { Label = label };
    }

    [GeneratedRegex(@"^EEG[\s:_]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EegPrefix();

    [GeneratedRegex("^[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
