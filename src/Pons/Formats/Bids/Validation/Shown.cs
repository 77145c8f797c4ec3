using System.Globalization;

namespace Pons.Formats.Bids.Validation;

/// <summary>Values as they stand in messages, the same in every language.</summary>
internal static class Shown
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>The first few of many, and how many more there are.</summary>
    public static string Of(IReadOnlyCollection<string> values, int most = 8) =>
        values.Count == 0 ? "–" : string.Join(", ", values.Take(most)) + (values.Count > most ? $", … (+{Of(values.Count - most)})" : "");

    public static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
