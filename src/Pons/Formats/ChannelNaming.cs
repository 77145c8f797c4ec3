using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>Makes channels from the labels and units of a file: canonical electrode names, kinds, and labels that differ.</summary>
internal static partial class ChannelNaming
{
    /// <summary>The unit of a channel whose limits fix no scale.</summary>
    public const string DigitalUnit = "digital";

    /// <summary>
    /// So many labels that only a lettered cap has (A9, B17, …) mean that its A1 and C3 are no places of the 10-10 system.
    /// </summary>
    private const int LetteredLabels = 4;

    /// <summary>One channel for each label; a label that occurs again gets a number.</summary>
    public static ImmutableArray<Channel> Channels(IReadOnlyList<(string Label, DigitalScale Scale)> signals, List<string> warnings)
    {
        var isLettered = signals.Count(s => Lettered().IsMatch(s.Label) && !ElectrodeName.TryParse(s.Label, out _)) >= LetteredLabels;
        if (isLettered)
            warnings.Add("The labels are those of a cap that counts by letters (A1, B1, …): "
                + "A1 or C3 is not taken for a place of the 10-10 system.");
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. signals.Select(s => Distinct(Of(s.Label, s.Scale, isLettered && Lettered().IsMatch(s.Label)), seen, warnings))];
    }

    /// <summary>The channel that a label and a scale stand for.</summary>
    public static Channel Of(string rawLabel, DigitalScale scale, bool isLettered = false)
    {
        var unit = ChannelUnit.Of(scale.Unit);
        var unitName = scale.IsUsable ? unit.Name : DigitalUnit;
        var text = rawLabel.Trim();
        var eeg = EegPrefix().Match(text);
        var (electrode, reference) = SplitReference(eeg.Success ? text[eeg.Length..] : text);
        var mayBeEeg = scale.IsUsable && !isLettered && (unit.IsVoltage || unit.Name.Length == 0);
        if (mayBeEeg && ElectrodeName.TryParse(electrode, out var known))
            return new(known.Label, ChannelKind.Eeg, unitName, reference, known.Position);
        return new(text.Length == 0 ? "(no label)" : text, scale.IsUsable ? KindOf(text) : ChannelKind.Unknown, unitName);
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

    [GeneratedRegex("^[A-H][0-9]{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Lettered();

    [GeneratedRegex("^[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
