using System.Globalization;
using System.Text.RegularExpressions;

namespace Pons.Formats.Edf;

/// <summary>The text on filters, such as <c>HP:0.1Hz LP:75Hz N:50Hz</c>: EDF specification, prefiltering field.</summary>
internal static partial class EdfFilters
{
    /// <summary>A channel's details with the corners that the text states.</summary>
    public static RecordedChannel Parsed(RecordedChannel channel, string text) => channel with
    {
        Filtering = text,
        HighPassHz = Corner(text, "HP"),
        LowPassHz = Corner(text, "LP"),
        NotchHz = Corner(text, "N"),
    };

    /// <summary>The text for a channel: that of the source, else one made of its corners.</summary>
    public static string Text(RecordedChannel channel)
    {
        if (channel.Filtering.Length > 0) return channel.Filtering;
        string?[] parts = [Part("HP", channel.HighPassHz), Part("LP", channel.LowPassHz), Part("N", channel.NotchHz)];
        return string.Join(' ', parts.OfType<string>());
    }

    private static string? Part(string name, double? hertz) => hertz is { } value ? FormattableString.Invariant($"{name}:{value}Hz") : null;

    private static double? Corner(string text, string name)
    {
        var match = Filter().Matches(text).FirstOrDefault(m => m.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (match is null) return null;
        var value = match.Groups["value"].Value;
        if (value.Equals("DC", StringComparison.OrdinalIgnoreCase)) return 0;
        var hertz = double.Parse(value.Replace(',', '.'), CultureInfo.InvariantCulture);
        return match.Groups["kilo"].Success ? hertz * 1000 : hertz;
    }

    [GeneratedRegex(@"\b(?<name>HP|LP|N)\s*:\s*(?<value>DC|[0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(?:(?<kilo>k)?Hz)?(?![A-Za-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Filter();
}
