using System.Globalization;
using Pons.Formats;
using Pons.Formats.Curry;

namespace Pons.Deidentification.Recordings;

/// <summary>Curry: start in single numbers, history with paths, identifier, comments, labels, and the remarks of events.</summary>
internal sealed class CurryScrubber : TextHeaderScrubber
{
    private static readonly string[] StartKeys = ["StartYear", "StartMonth", "StartDay", "StartHour", "StartMin", "StartSec", "StartMillisec"];
    private static readonly string[] FreeKeys = ["FileHistory", "Comments", "AmplifierInfo", "CurrentSessionLabel", "DataGuid"];

    /// <inheritdoc/>
    public override string Format => "Curry";

    /// <inheritdoc/>
    public override bool Recognise(RecordingFiles files) => files.FirstBytes.Span.IndexOf("DATA_PARAMETERS START"u8) >= 0;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Texts(RecordingFiles files) =>
        CurryFiles.Find(files) is { } found ? [.. new[] { found.Labels, found.Events }.OfType<string>().Select(files.Find).OfType<string>()] : [];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Samples(RecordingFiles files) => CurryFiles.Find(files) is { } found && files.Find(found.Samples) is { } samples ? [samples] : [];

    /// <inheritdoc/>
    protected override IEnumerable<string> Lines(string name, IReadOnlyList<string> lines, Scribe scribe)
    {
        var entries = lines.Select(Entry).ToList();
        var start = StartOf(entries, scribe);
        for (var i = 0; i < lines.Count; i++)
        {
            if (entries[i] is not { } entry) yield return scribe.Text("line", null, lines[i]);
            else if (start is not null && Array.IndexOf(StartKeys, entry.Key) is >= 0 and var part) yield return With(lines[i], entry, start[part]);
            else if (entry.Key == "StartOffsetUTCMin") yield return With(lines[i], entry, Zone(entry.Value, scribe));
            else if (FreeKeys.Contains(entry.Key)) yield return With(lines[i], entry, Free(entry.Key, entry.Value, scribe));
            else yield return SideFiles.PlainTextScrubber.Line(lines[i], null, false, scribe);
        }
    }

    /// <summary>The moved start as its numbers; <see langword="null"/> when nothing changes.</summary>
    private static string[]? StartOf(IReadOnlyList<(string Key, string Value, int At)?> entries, Scribe scribe)
    {
        var numbers = StartKeys.Select(key => entries.FirstOrDefault(e => e?.Key == key) is { } entry && int.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : -1)
            .ToArray();
        if (numbers is not [>= 1 and <= 9999 and var year, >= 1 and <= 12 and var month, >= 1 and var day, ..] || day > DateTime.DaysInMonth(year, month)) return null;
        var moved = scribe.Date("start date", null, new(year, month, day));
        var seconds = Math.Clamp(Math.Max(0, numbers[3]) * 3600L + Math.Max(0, numbers[4]) * 60L + Math.Max(0, numbers[5]), 0, 86_399);
        var isTimeKept = scribe.TimeOfDay("start time", null, TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(seconds))) != TimeOnly.MinValue;
        if (scribe.Pass != ScrubPass.Write) return null;
        int[] date = moved is { } d ? [d.Year, d.Month, d.Day] : [0, 0, 0];
        return [.. date.Concat(isTimeKept ? numbers[3..] : [0, 0, 0, 0]).Select(n => n.ToString(CultureInfo.InvariantCulture))];
    }

    private static string Zone(string value, Scribe scribe) =>
        value.Trim() is not ("0" or "") && scribe.Holds("time zone", null, IdentityKind.Address, value, isLookedFor: false) && scribe.Pass == ScrubPass.Write ? "0" : value;

    private static string Free(string key, string value, Scribe scribe)
    {
        scribe.LearnFrom(value);
        return scribe.Holds($"named line: {key}", null, key == "DataGuid" ? IdentityKind.UniqueId : IdentityKind.FreeText, value, isLookedFor: false) && scribe.Pass == ScrubPass.Write ? "" : value;
    }
}
