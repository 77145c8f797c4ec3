using System.Text.RegularExpressions;

namespace Pons.Formats.Delimited;

/// <summary>
/// Writers of tables that are known by the names of their columns, and what their manuals say and the table does not: units, the rate.
/// </summary>
internal sealed partial record DelimitedSource(string Device, double? RateHz, string Reason)
{
    private static readonly string[] MuseColumns = ["TP9", "AF7", "AF8", "TP10"];

    /// <summary>Recognises a writer; <see langword="null"/> when it is none that is known.</summary>
    public static DelimitedSource? Of(IReadOnlyList<string> names, IReadOnlyList<string> remarks)
    {
        if (remarks.Any(r => r.StartsWith("OpenBCI Raw", StringComparison.OrdinalIgnoreCase)))
            return new("OpenBCI", null, "the OpenBCI GUI writes microvolts, and g for the accelerometer");
        if (MuseColumns.All(names.Contains) && names.Contains("timestamps"))
            return new("Muse", null, "muse-lsl writes microvolts");
        if (names.Contains("EEG 1") && names.Contains("Validation Indicator"))
            return new("Unicorn Hybrid Black", 250, "the Unicorn Recorder writes microvolts, g and degrees per second, at 250 Hz always");
        return null;
    }

    /// <summary>The unit in which these writers write a column; empty when it has none.</summary>
    public static string UnitOf(string name) => Electrode().IsMatch(name) || MuseColumns.Contains(name) ? ChannelUnit.Microvolt
        : name.StartsWith("Accel", StringComparison.Ordinal) ? "g" : name.StartsWith("Gyro", StringComparison.Ordinal) ? "deg/s"
        : name.StartsWith("Battery", StringComparison.Ordinal) ? "%" : "";

    [GeneratedRegex("^(EXG Channel|EEG|Right AUX)", RegexOptions.CultureInvariant)]
    private static partial Regex Electrode();
}
