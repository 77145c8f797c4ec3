using System.Globalization;

namespace Pons.Deidentification;

/// <summary>Dates in the spellings of headers and notes: read, and written again in the same spelling.</summary>
internal static class DateSpelling
{
    /// <summary>Dates up to here count as moved already: BIDS, common principles, "set shifted dates to the year 1925 or earlier".</summary>
    public static readonly DateOnly LastReleased = new(1925, 12, 31);

    /// <summary>The earliest date that EDF can hold; stands for "unknown" there.</summary>
    public static readonly DateOnly EdfUnknown = new(1985, 1, 1);

    /// <summary>The earliest date of formats whose years have two digits of this century; stands for "unknown" there.</summary>
    public static readonly DateOnly CenturyUnknown = new(2000, 1, 1);

    private const string HanDigits = "〇一二三四五六七八九";

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>Three letters of a month in English or German.</summary>
    private static readonly Dictionary<string, int> MonthByLetters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jan"] = 1,
        ["feb"] = 2,
        ["mar"] = 3,
        ["mrz"] = 3,
        ["mär"] = 3,
        ["apr"] = 4,
        ["may"] = 5,
        ["mai"] = 5,
        ["jun"] = 6,
        ["jul"] = 7,
        ["aug"] = 8,
        ["sep"] = 9,
        ["oct"] = 10,
        ["okt"] = 10,
        ["nov"] = 11,
        ["dec"] = 12,
        ["dez"] = 12,
    };

    private enum Part
    {
        Year,
        Month,
        Day,
        Time,
    }

    /// <summary>Whether a date may stand in what is released: moved already, or one that stands for unknown.</summary>
    public static bool IsReleased(DateOnly date) => date <= LastReleased || date == EdfUnknown || date == CenturyUnknown;

    /// <summary>Reads a date; a month without a day counts as its first.</summary>
    public static bool TryParse(string text, out DateOnly date) => TryParse(text, out date, out _);

    /// <summary>The same text with another date. Years get four digits; the time of day becomes 0 unless it is kept.</summary>
    /// <exception cref="ArgumentException">The text is no date.</exception>
    public static string Write(string text, DateOnly date, bool keepTimeOfDay)
    {
        if (!TryParse(text, out _, out var pieces)) throw new ArgumentException("The text is no date.", nameof(text));
        var written = new System.Text.StringBuilder(text);
        foreach (var (start, length, part) in Enumerable.Reverse(pieces))
            written.Remove(start, length).Insert(start, Written(text.Substring(start, length), part, date, keepTimeOfDay));
        return written.ToString();
    }

    private static string Written(string old, Part part, DateOnly date, bool keepTimeOfDay)
    {
        if (part == Part.Time) return keepTimeOfDay ? old : new string('0', old.Length);
        var number = part switch { Part.Year => date.Year, Part.Month => date.Month, _ => date.Day };
        if (char.IsLetter(old[0]) && !IsHan(old[0])) return MonthName(old, number);
        if (IsHan(old[0])) return part == Part.Year ? string.Concat(Digits(number).Select(d => HanDigits[d - '0'])) : HanNumber(number);
        return part == Part.Year ? number.ToString("0000", CultureInfo.InvariantCulture)
            : number.ToString(old.Length >= 2 ? "00" : "0", CultureInfo.InvariantCulture);
    }

    private static bool TryParse(string text, out DateOnly date, out List<(int Start, int Length, Part Part)> pieces)
    {
        date = default;
        pieces = [];
        var runs = Runs(text);
        if (runs.Count == 0) return false;
        var order = OrderOf(text, runs, out var split);
        if (split) runs = SplitCompact(runs[0], runs);
        if (order is null || runs.Count < order.Length) return false;
        for (var i = 0; i < runs.Count; i++) pieces.Add((runs[i].Start, runs[i].Length, i < order.Length ? order[i] : Part.Time));
        return Compose(text, pieces, out date) || (order is [Part.Day, Part.Month, Part.Year] && SwapDayAndMonth(text, pieces, out date));
    }

    private static Part[]? OrderOf(string text, List<(int Start, int Length)> runs, out bool isCompact)
    {
        var (start, length) = runs[0];
        isCompact = length >= 8 && char.IsAsciiDigit(text[start]);
        if (isCompact) return [Part.Year, Part.Month, Part.Day];
        if (!char.IsAsciiDigit(text[start]) && !IsHan(text[start])) return [Part.Month, Part.Day, .. YearBehindTime(text, runs)];
        if (IsHan(text[start]) || length == 4) return runs.Count < 3 || text.EndsWith('月') ? [Part.Year, Part.Month] : [Part.Year, Part.Month, Part.Day];
        return [Part.Day, Part.Month, Part.Year];
    }

    /// <summary>The clock of C writes <c>Mar 05 10:31:02 2024</c>: the year stands last.</summary>
    private static Part[] YearBehindTime(string text, List<(int Start, int Length)> runs) =>
        runs.Count > 3 && runs[^1].Length == 4 && runs[2].Length < 4 && char.IsAsciiDigit(text[runs[^1].Start])
            ? [.. Enumerable.Repeat(Part.Time, runs.Count - 3), Part.Year] : [Part.Year];

    private static List<(int Start, int Length)> SplitCompact((int Start, int Length) first, List<(int Start, int Length)> runs)
    {
        List<(int, int)> split = [(first.Start, 4), (first.Start + 4, 2), (first.Start + 6, 2)];
        if (first.Length > 8) split.Add((first.Start + 8, first.Length - 8));
        return [.. split, .. runs.Skip(1)];
    }

    private static bool SwapDayAndMonth(string text, List<(int Start, int Length, Part Part)> pieces, out DateOnly date)
    {
        (pieces[0], pieces[1]) = (pieces[0] with { Part = Part.Month }, pieces[1] with { Part = Part.Day });
        return Compose(text, pieces, out date);
    }

    private static bool Compose(string text, List<(int Start, int Length, Part Part)> pieces, out DateOnly date)
    {
        date = default;
        int? Number(Part part, int missing)
        {
            var at = pieces.FindIndex(p => p.Part == part);
            return at < 0 ? missing : Value(text.Substring(pieces[at].Start, pieces[at].Length));
        }

        var (year, month, day) = (Number(Part.Year, 0), Number(Part.Month, 0), Number(Part.Day, 1));
        if (year is null || month is not (>= 1 and <= 12) || day is null or < 1) return false;
        if (year < 100) year += year > 50 ? 1900 : 2000;
        if (year is < 1800 or > 2199 || day > DateTime.DaysInMonth(year.Value, month.Value)) return false;
        date = new(year.Value, month.Value, day.Value);
        return true;
    }

    private static int? Value(string text)
    {
        if (char.IsAsciiDigit(text[0])) return text.Length > 4 ? null : int.Parse(text, CultureInfo.InvariantCulture);
        if (IsHan(text[0])) return HanValue(text);
        return text.Length >= 3 && MonthByLetters.TryGetValue(text[..3], out var month) ? month : null;
    }

    private static int? HanValue(string text)
    {
        text = text.Replace('零', '〇').Replace('○', '〇');
        if (text.Length == 4) return text.All(c => HanDigits.Contains(c)) ? text.Aggregate(0, (n, c) => n * 10 + HanDigits.IndexOf(c)) : null;
        var ten = text.IndexOf('十');
        int? Digit(string s, int whenEmpty) => s.Length == 0 ? whenEmpty : s.Length == 1 && HanDigits.Contains(s[0]) ? HanDigits.IndexOf(s[0]) : null;
        return ten < 0 ? Digit(text, 0) : Digit(text[..ten], 1) * 10 + Digit(text[(ten + 1)..], 0);
    }

    private static string HanNumber(int number) =>
        (number >= 20 ? HanDigits[number / 10].ToString() : "") + (number >= 10 ? "十" : "") + (number % 10 == 0 ? "" : HanDigits[number % 10].ToString());

    private static string Digits(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    private static string MonthName(string old, int month)
    {
        var name = old.Length > 3 ? Months[month - 1] : Months[month - 1][..3];
        return old.All(char.IsUpper) ? name.ToUpperInvariant() : old.All(char.IsLower) ? name.ToLowerInvariant() : name;
    }

    /// <summary>Stretches of digits, of letters of a month and of Chinese numerals; T, Z and st, nd, rd, th are none.</summary>
    private static List<(int Start, int Length)> Runs(string text)
    {
        var runs = new List<(int, int)>();
        for (var i = 0; i < text.Length;)
        {
            var sort = SortOf(text[i]);
            var end = i + 1;
            while (end < text.Length && SortOf(text[end]) == sort) end++;
            if (sort is 1 or 3 || (sort == 2 && end - i >= 3)) runs.Add((i, end - i));
            i = end;
        }

        return runs;
    }

    private static int SortOf(char c) => char.IsAsciiDigit(c) ? 1 : IsHan(c) ? 3 : char.IsLetter(c) && c is not ('年' or '月' or '日' or '号') ? 2 : 0;

    private static bool IsHan(char c) => HanDigits.Contains(c) || c is '零' or '○' or '十';
}
