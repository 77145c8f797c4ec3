using System.Globalization;

namespace Pons.Formats.AntCnt;

/// <summary>One line of the table of channels.</summary>
/// <param name="Label">Label of the electrode.</param>
/// <param name="Scale">What a step stands for, and the unit.</param>
/// <param name="Reference">Label of the reference; null when not stated.</param>
/// <param name="Type">Kind of sensor in the words of the file; empty when not stated.</param>
/// <param name="Status">State in the words of the file; empty when not stated.</param>
internal sealed record AntCntChannel(string Label, DigitalScale Scale, string? Reference, string Type, string Status)
{
    /// <summary>Label, two factors, unit, and then in any order REF:, TYPE:, STAT:; older files have the reference alone.</summary>
    /// <returns>The channel; null when the line is none.</returns>
    public static AntCntChannel? Parse(string line)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4 || !TryNumber(words[1], out var calibration) || !TryNumber(words[2], out var step)) return null;
        var gain = calibration * step;
        string Word(string prefix) =>
            words.Skip(4).FirstOrDefault(w => w.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
        var reference = words.Length == 5 && !words[4].Contains(':', StringComparison.Ordinal) ? words[4] : Word("REF:");
        return new(words[0], new(int.MinValue * gain, int.MaxValue * gain, int.MinValue, int.MaxValue, words[3]),
            reference.Length > 0 ? reference : null, Word("TYPE:"), Word("STAT:"));
    }

    private static bool TryNumber(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
