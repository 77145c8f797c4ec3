using System.Globalization;

namespace Pons.Deidentification;

/// <summary>The tests that rules name with <c>check</c>.</summary>
internal static class IdentityChecks
{
    private static readonly int[] ResidentIdWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>First two digits of the regions of GB/T 2260, and those of the offices abroad.</summary>
    private static readonly HashSet<string> Regions =
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50",
        "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91",
    ];

    /// <summary>The test of a name; <see langword="null"/> when there is none.</summary>
    public static IdentityCheck? Named(string name, NameLists names) => name switch
    {
        "resident-id-check-digit" => Plain(HasResidentCheckDigit),
        "resident-id-region-and-date" => Plain(HasRegionAndDate),
        "resident-id-15" => Plain(IsOldResidentId),
        "date" => Plain(text => DateSpelling.TryParse(text, out var date) && !DateSpelling.IsReleased(date)),
        "no-year-before" => (string text, ref int start, ref int length) => !text.AsSpan(0, start).TrimEnd(' ').EndsWith("年", StringComparison.Ordinal),
        "time-of-day" => Plain(IsTimeOfDay),
        "age" => IsHighAge,
        "ip-address" => IsIpAddress,
        "ip-address-6" => Plain(text => text.Count(c => c == ':') == 7 || text.Contains("::", StringComparison.Ordinal)),
        "has-digit" => Plain(text => text.Any(char.IsAsciiDigit)),
        "institution-zh" => names.IsInstitution,
        "chinese-name" => names.IsChineseName,
        "chinese-name-common" => names.IsFrequentChineseName,
        "chinese-name-title" => names.IsFrequentChineseName,
        "chinese-name-alone" => names.IsLonelyChineseName,
        "latin-name" => names.IsLatinName,
        "pinyin-name" => names.IsPinyinName,
        "pinyin-name-reversed" => names.IsPinyinNameReversed,
        _ => null,
    };

    /// <summary>The last character of a resident identity number by GB 11643 (ISO 7064, MOD 11-2).</summary>
    public static char ResidentCheckDigit(ReadOnlySpan<char> first17)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (first17[i] - '0') * ResidentIdWeights[i];
        return "10X98765432"[sum % 11];
    }

    private static IdentityCheck Plain(Func<string, bool> test) => (string text, ref int start, ref int length) => test(text.Substring(start, length));

    private static bool HasResidentCheckDigit(string text)
    {
        var id = Compact(text);
        return id.Length == 18 && char.ToUpperInvariant(id[17]) == ResidentCheckDigit(id);
    }

    private static bool HasRegionAndDate(string text) => Regions.Contains(text[..2]) && IsDate(text.Substring(6, 8));

    private static bool IsOldResidentId(string text) => Regions.Contains(text[..2]) && IsDate(string.Concat("19", text.AsSpan(6, 6)));

    private static string Compact(string text) => text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    private static bool IsDate(string digits) =>
        DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1850 and < 2100;

    private static bool IsTimeOfDay(string text)
    {
        var numbers = text.Split(':', '.', '时', '点', '分', '秒').Where(p => p.Length > 0).Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return numbers[0] < 24 && numbers.Any(n => n != 0);
    }

    private static bool IsHighAge(string text, ref int start, ref int length)
    {
        var end = start + length;
        return int.Parse(text.AsSpan(start, length), CultureInfo.InvariantCulture) is >= 89 and <= 130 && (end == text.Length || text[end] != '+');
    }

    private static bool IsIpAddress(string text, ref int start, ref int length)
    {
        var parts = text.Substring(start, length).Split('.').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        if (parts.Any(p => p > 255) || parts[0] == 0 || parts is [127, 0, 0, 1]) return false;
        var before = text[Math.Max(0, start - 10)..start].TrimEnd(' ', ':', '=', '.');
        return !before.EndsWith("ersion", StringComparison.OrdinalIgnoreCase) && !before.EndsWith("ver", StringComparison.OrdinalIgnoreCase)
            && !before.EndsWith('v') && !before.EndsWith('V') && !before.EndsWith("版本", StringComparison.Ordinal);
    }
}
