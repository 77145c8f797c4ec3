using System.Globalization;

namespace Pons.Formats.Edf;

/// <summary>Puts texts and numbers into the fields of the header: printable ASCII, left-justified, filled with spaces.</summary>
internal static class EdfField
{
    /// <summary>A text that fits the field; says what had to be changed.</summary>
    public static string Text(string text, int width, string what, List<string> warnings)
    {
        var ascii = Ascii(text);
        if (ascii != text) warnings.Add($"The {what} '{text}' is written as '{ascii}': the header is ASCII.");
        if (ascii.Length <= width) return ascii.PadRight(width);
        warnings.Add($"The {what} '{ascii}' is cut to {width} characters.");
        return ascii[..width];
    }

    /// <summary>A unit that fits its 8 characters, with the letter u for micro.</summary>
    public static string Unit(string unit, string label, List<string> warnings)
    {
        var ascii = unit.Replace('µ', 'u').Replace('\u03BC', 'u');
        return Text(ascii, 8, $"unit of channel '{label}'", warnings).TrimEnd();
    }

    /// <summary>The shortest way to write a number exactly; <see langword="null"/> when 8 characters cannot hold it.</summary>
    public static string? Exact(double value) => Fitting(Decimal(value), value)
        ?? Fitting(WithoutLeadingZero(Decimal(value)), value)
        ?? Fitting(value.ToString("0.######E+0", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal), value);

    private static string WithoutLeadingZero(string text) =>
        text.StartsWith("0.", StringComparison.Ordinal) ? text[1..]
        : text.StartsWith("-0.", StringComparison.Ordinal) ? $"-{text[2..]}" : text;

    private static string? Fitting(string text, double value) =>
        text.Length <= 8 && double.Parse(text, CultureInfo.InvariantCulture) == value ? text : null;

    /// <summary>
    /// The nearest number that 8 characters can hold, not below or not above <paramref name="value"/>; null beyond their range.
    /// </summary>
    public static string? Outward(double value, bool upwards)
    {
        for (var digits = 6; digits >= 0; digits--)
        {
            var step = Math.Pow(10, digits);
            var rounded = upwards ? Math.Ceiling(value * step) / step : Math.Floor(value * step) / step;
            if (Math.Abs(rounded) >= 1e8) return null;
            var text = Decimal(Math.Round(rounded, digits));
            if (text.Length <= 8) return text;
        }

        return null;
    }

    private static string Decimal(double value) =>
        Math.Abs(value) is < 1e15 and (0 or > 1e-15)
            ? ((decimal)value).ToString("0.##########", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Ascii(string text) =>
        string.Create(text.Length, text, (ascii, from) =>
        {
            for (var i = 0; i < ascii.Length; i++)
                ascii[i] = from[i] switch { 'µ' or '\u03BC' => 'u', >= ' ' and <= '~' => from[i], _ => '?' };
        });
}
