using System.Globalization;

namespace Pons.Deidentification;

/// <summary>What is written in place of a hit.</summary>
/// <param name="ShiftDays">Days by which dates move back; <see langword="null"/> when the text belongs to no subject: dates become tokens.</param>
/// <param name="KeepTimeOfDay">Whether times of day stay.</param>
internal sealed record TextReplacement(int? ShiftDays, bool KeepTimeOfDay)
{
    private static readonly DateOnly First = new(1800, 1, 1);

    /// <summary>Whether the text is a file name: only letters, digits, hyphens and dots are written.</summary>
    public bool IsFileName { get; init; }

    /// <summary>Whether there is little room: a token is one letter, and nothing is longer than what it replaces.</summary>
    public bool IsShort { get; init; }

    public string For(TextHit hit, IdentityRules rules)
    {
        var written = Written(hit, rules);
        if (IsFileName) written = FileSafe(written);
        return IsShort && written.Length > hit.Length ? "X" : written;
    }

    /// <summary>A date of a subject moved; <see langword="null"/> when there is no shift, or it does not lead to the years before 1926.</summary>
    public static DateOnly? Shift(DateOnly date, int? days) =>
        days is { } d && date.DayNumber - d is var moved && moved >= First.DayNumber && moved <= DateSpelling.LastReleased.DayNumber
            ? DateOnly.FromDayNumber(moved) : null;

    private string Written(TextHit hit, IdentityRules rules)
    {
        if (hit.Replacement is { } own) return own;
        return hit.Rule.Action switch
        {
            IdentityAction.Remove => "",
            IdentityAction.Shift when DateSpelling.TryParse(TextFolding.Fold(hit.Value), out var date) && Shift(date, ShiftDays) is { } moved =>
                DateSpelling.Write(TextFolding.Fold(hit.Value), moved, KeepTimeOfDay),
            IdentityAction.Generalise when hit.Rule.Kind == IdentityKind.TimeOfDay =>
                KeepTimeOfDay ? hit.Value : string.Concat(hit.Value.Select(c => char.IsDigit(c) ? '0' : c)),
            _ => IsShort ? "X" : rules.TokenOf(hit.Rule.Kind),
        };
    }

    private static string FileSafe(string text) => string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' or '+'))
        .Replace("+", "plus", false, CultureInfo.InvariantCulture);
}
