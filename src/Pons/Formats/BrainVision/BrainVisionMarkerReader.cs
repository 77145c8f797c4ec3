using System.Globalization;

namespace Pons.Formats.BrainVision;

/// <summary>Reads the marker file; a line that cannot be understood is left out and counted.</summary>
internal sealed class BrainVisionMarkerReader(string file, List<string> warnings)
{
    /// <summary>The start that is written when the true one is not known, but the lengths of gaps are.</summary>
    public static readonly DateTime UnknownStart = DateTime.UnixEpoch;

    public const string DateFormat = "yyyyMMddHHmmssffffff";

    private const long LargestPosition = 1L << 52;
    private int _left;
    private string _firstLeft = "";

    /// <summary>All markers in the order of their positions.</summary>
    public List<BrainVisionMarker> Read(BrainVisionText text)
    {
        var markers = new List<BrainVisionMarker>();
        foreach (var entry in text.Section("Marker Infos"))
            if (Parse(entry) is { } marker) markers.Add(marker);
            else if (_left++ == 0) _firstLeft = $"{entry.Key}={entry.Value}";
        if (_left > 0)
            warnings.Add($"{_left} markers of '{file}' have no type or no position and are left out, the first is '{_firstLeft}'.");
        return [.. markers.OrderBy(m => m.Position)];
    }

    private static BrainVisionMarker? Parse(BrainVisionEntry entry)
    {
        var fields = entry.Fields();
        if (!entry.Key.StartsWith("Mk", StringComparison.OrdinalIgnoreCase) || fields.Length < 3 || fields[0].Length + fields[1].Length == 0
            || !Whole(fields[2], out var position)) return null;
        Whole(fields.ElementAtOrDefault(3) ?? "", out var points);
        Whole(fields.ElementAtOrDefault(4) ?? "", out var channel);
        return new(fields[0], fields[1], position, Math.Max(0, points), channel, Date(fields.ElementAtOrDefault(5) ?? ""));
    }

    private static bool Whole(string text, out long number) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < LargestPosition;

    /// <summary>Twenty digits down to the microsecond; zeros mean that the time is not known.</summary>
    private static DateTime? Date(string text) =>
        DateTime.TryParseExact(text.Trim(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
