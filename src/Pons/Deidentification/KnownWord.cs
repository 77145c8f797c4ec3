namespace Pons.Deidentification;

/// <summary>A word that points to a person of this data set.</summary>
/// <param name="Text">The word, wide letters folded.</param>
/// <param name="Rule">What it is and what is done with it.</param>
/// <param name="Replacement">What is written instead; <see langword="null"/>: the token of its kind.</param>
internal sealed record KnownWord(string Text, IdentityRule Rule, string? Replacement)
{
    /// <summary>Shorter words would be found by chance.</summary>
    private const int ShortestLatin = 3, ShortestNumber = 4;

    private static readonly char[] Separators = [' ', '_', ',', ';', '^', '/', '\\', '(', ')', '[', ']', '\t', '=', '"', '~', '|'];

    /// <summary>Whether the word stands there, and is no part of a longer one.</summary>
    public bool StandsAt(string text, int start)
    {
        var end = start + Text.Length;
        return end <= text.Length && text.AsSpan(start, Text.Length).Equals(Text, StringComparison.OrdinalIgnoreCase)
            && (start == 0 || !Joins(text[start - 1], Text[0])) && (end == text.Length || !Joins(Text[^1], text[end]));
    }

    /// <summary>
    /// A name in the ways in which it may stand elsewhere: whole, its parts turned round and joined, and, where it is sure to be a name, each
    /// part that is long enough.
    /// </summary>
    public static IEnumerable<KnownWord> OfName(string name, NameLists lists, string? replacement, bool withParts)
    {
        var folded = TextFolding.Fold(name).Trim();
        var parts = folded.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(p => p.Trim('.', '-', '\'', ':')).Where(p => p.Length > 0).ToList();
        var telling = parts.Where(p => IsTelling(p, lists)).ToList();
        if (telling.Count == 0) return [];
        var rule = FoundBy.Rule(FoundBy.Known, IdentityKind.PersonName);
        var spellings = new List<string> { folded };
        if (telling.Count is 2 or 3)
            foreach (var order in (List<string>[])[telling, [.. Enumerable.Reverse(telling)], [.. telling.Skip(1), telling[0]]])
                foreach (var joint in (string[])[" ", "_", ", ", ",", "^", "-", ".", ""]) spellings.Add(string.Join(joint, order));
        return spellings.Concat(withParts ? telling : []).Distinct(StringComparer.OrdinalIgnoreCase).Where(s => IsTelling(s, lists)).Select(s => new KnownWord(s, rule, replacement));
    }

    /// <summary>A number as it stands and without what stands between its digits.</summary>
    public static IEnumerable<KnownWord> OfNumber(string number, IdentityKind kind, string? replacement)
    {
        var folded = TextFolding.Fold(number).Trim();
        var digits = string.Concat(folded.Where(char.IsAsciiLetterOrDigit));
        var rule = FoundBy.Rule(FoundBy.Known, kind);
        return ((string[])[folded, digits]).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(s => s.Count(char.IsAsciiDigit) >= ShortestNumber || (s.Length >= 6 && s.Any(char.IsAsciiDigit))).Select(s => new KnownWord(s, rule, replacement));
    }

    /// <summary>A place, hospital, address and the like, as it stands.</summary>
    public static IEnumerable<KnownWord> OfText(string text, IdentityKind kind, NameLists lists)
    {
        var folded = TextFolding.Fold(text).Trim();
        return folded.Length >= (TextFolding.HasHan(folded) ? 2 : 5) && !lists.IsNoName(folded) ? [new(folded, FoundBy.Rule(FoundBy.Known, kind), null)] : [];
    }

    /// <summary>A date of birth in the spellings of headers.</summary>
    public static IEnumerable<KnownWord> OfBirth(DateOnly date)
    {
        var rule = FoundBy.Rule(FoundBy.Known, IdentityKind.Date);
        return ((string[])["yyyy-MM-dd", "yyyyMMdd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "yyyy/MM/dd", "yyyy.MM.dd", "dd-MMM-yyyy",
                "yyyy年M月d日", "yyyy年MM月dd日", "dd MMM yyyy"])
            .Select(f => new KnownWord(date.ToString(f, System.Globalization.CultureInfo.InvariantCulture), rule, null));
    }

    /// <summary>The bytes of the word as files may hold them, in the cases in which names are written.</summary>
    public IEnumerable<byte[]> Encodings()
    {
        string[] cases = [Text, Text.ToUpperInvariant(), Text.ToLowerInvariant(), Title(Text)];
        foreach (var spelling in cases.Distinct())
            foreach (var encoding in TextBytes.Searched)
                yield return encoding.GetBytes(spelling);
    }

    private static bool IsTelling(string part, NameLists lists) =>
        TextFolding.HasHan(part) ? part.Length >= 2 && !part.All(c => c is '先' or '生' or '女' or '士' or '男') :
        part.Length >= ShortestLatin && part.Count(char.IsLetter) >= ShortestLatin && !lists.IsNoName(part) && !NameLists.IsPlainCode(part);

    /// <summary>Letters join letters and digits join digits; Chinese has no spaces between words.</summary>
    private static bool Joins(char left, char right) =>
        (IsLetter(left) && IsLetter(right)) || (char.IsAsciiDigit(left) && char.IsAsciiDigit(right));

    private static bool IsLetter(char c) => char.IsLetter(c) && !TextFolding.IsHan(c);

    private static string Title(string text)
    {
        var letters = text.ToLowerInvariant().ToCharArray();
        for (var i = 0; i < letters.Length; i++)
            if (i == 0 || !char.IsLetter(letters[i - 1])) letters[i] = char.ToUpperInvariant(letters[i]);
        return new(letters);
    }
}
