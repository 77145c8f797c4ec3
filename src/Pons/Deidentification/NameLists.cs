using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Deidentification;

/// <summary>The word lists of the rules, and what they decide about names.</summary>
internal sealed partial class NameLists(IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
{
    private readonly HashSet<string> _compound = [.. Of(lists, "compoundSurname")];
    private readonly HashSet<string> _frequent = [.. Of(lists, "frequentSurname")];
    private readonly HashSet<string> _notNames = [.. Of(lists, "notNames")];
    private readonly HashSet<string> _wordsAfter = [.. Of(lists, "wordsAfterNames")];
    private readonly HashSet<string> _charactersAfter = [.. Of(lists, "charactersAfterNames")];
    private readonly string[] _beforePlaces = [.. Of(lists, "beforePlaces")];
    private readonly string[] _notInstitutions = [.. Of(lists, "notInstitutions").OrderByDescending(w => w.Length)];
    private readonly HashSet<string> _syllables = [.. Of(lists, "pinyinSyllable")];
    private readonly HashSet<string> _notLatin = new(Of(lists, "notNamesLatin"), StringComparer.OrdinalIgnoreCase);

    private static readonly string[] InstitutionEnds =
        ["医院", "诊所", "卫生院", "卫生服务中心", "医学中心", "卫生中心", "医疗中心", "康复中心", "疗养院", "保健院", "体检中心", "医科大学"];

    private static readonly string[] StrictContext = ["姓名", "签名", "签字"];

    /// <summary>Whether a word is no name by itself: a placeholder, a word of the trade or a place on the head.</summary>
    public bool IsNoName(string word) =>
        word.Length == 0 || _notLatin.Contains(word) || word.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '_')
        || (word.Length <= 4 && ElectrodeName.TryParse(word, out _));

    /// <summary>Whether a label is a code of a study and not a name or hospital number: a usual word and at most four digits.</summary>
    public static bool IsPlainCode(string label) => PlainCode().IsMatch(label);

    /// <summary>A name behind a word for person and a colon: only where the word asks for a name itself anything is taken for one.</summary>
    public bool IsChineseName(string text, ref int start, ref int length)
    {
        var before = text[Math.Max(0, start - 6)..start];
        if (!StrictContext.Any(w => before.Contains(w, StringComparison.Ordinal)) && IsOrdinaryWord(text.AsSpan(start, length))) return false;
        return Trim(text, start, ref length);
    }

    public bool IsFrequentChineseName(string text, ref int start, ref int length) =>
        StartsWithFrequentSurname(text.AsSpan(start, length)) && !IsOrdinaryWord(text.AsSpan(start, length)) && Trim(text, start, ref length);

    public bool IsLonelyChineseName(string text, ref int start, ref int length) => !IsOrdinaryWord(text.AsSpan(start, length));

    /// <summary>The name of a hospital without the words of the sentence in front of it; <c>our hospital</c> is none.</summary>
    public bool IsInstitution(string text, ref int start, ref int length)
    {
        var found = text.Substring(start, length);
        var end = InstitutionEnds.Select(e => found.LastIndexOf(e, StringComparison.Ordinal)).Max();
        var cut = 0;
        foreach (var word in _beforePlaces)
        {
            var at = end < word.Length ? -1 : found.LastIndexOf(word, end - 1, StringComparison.Ordinal);
            if (at >= 0 && end - at - word.Length >= 2) cut = Math.Max(cut, at + word.Length);
        }

        start += cut;
        length -= cut;
        var name = found[cut..end];
        while (_notInstitutions.FirstOrDefault(w => name.StartsWith(w, StringComparison.Ordinal)) is { } word) name = name[word.Length..];
        return name.Length >= 2;
    }

    public bool IsLatinName(string text, ref int start, ref int length)
    {
        var value = text.Substring(start, length);
        var words = Words(value);
        if (words.Count == 0 || IsNoName(words[0].Text.Trim('.'))) return false;
        var last = words.FindIndex(w => IsNoName(w.Text.Trim('.')) && w.Text.Length > 1);
        if (last > 0) length = words[last - 1].End;
        return words[0].Text.Trim('.', '\'', '-').Length > 1 || last is < 0 or > 1;
    }

    public bool IsPinyinName(string text, ref int start, ref int length)
    {
        var value = text.Substring(start, length);
        var given = value[(value.IndexOfAny([',', ' ', '_', '^', '-']) + 1)..].Trim();
        if (!_notLatin.Contains(given) && IsPinyin(given)) return true;
        // "Zhang Wei Blinks": the last word is none of the name.
        if (given.LastIndexOf(' ') is not (> 0 and var last)) return false;
        length -= given.Length - last;
        return IsPinyinName(text, ref start, ref length);
    }

    public bool IsPinyinNameReversed(string text, ref int start, ref int length)
    {
        var value = text.Substring(start, length);
        var given = value[..value.LastIndexOfAny([' ', '_'])];
        return !_notLatin.Contains(given) && IsPinyin(given);
    }

    private static IReadOnlyList<string> Of(IReadOnlyDictionary<string, IReadOnlyList<string>> lists, string name) =>
        lists.TryGetValue(name, out var list) ? list : [];

    private static List<(string Text, int End)> Words(string value)
    {
        var words = new List<(string, int)>();
        for (var i = 0; i < value.Length;)
        {
            var end = value.AsSpan(i).IndexOfAny(" ,_^");
            end = end < 0 ? value.Length : i + end;
            if (end > i) words.Add((value[i..end], end));
            i = end + 1;
        }

        return words;
    }

    /// <summary>One or two syllables, possibly with a hyphen or space between.</summary>
    private bool IsPinyin(string given)
    {
        var letters = given.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return letters.Length >= 2 && (_syllables.Contains(letters)
            || Enumerable.Range(1, letters.Length - 1).Any(i => _syllables.Contains(letters[..i]) && _syllables.Contains(letters[i..])));
    }

    private bool IsOrdinaryWord(ReadOnlySpan<char> found)
    {
        for (var length = 1; length <= Math.Min(3, found.Length); length++)
            if (_notNames.Contains(found[..length].ToString())) return true;
        return false;
    }

    private bool StartsWithFrequentSurname(ReadOnlySpan<char> found) =>
        _frequent.Contains(found[..1].ToString()) || (found.Length > 1 && _frequent.Contains(found[..2].ToString()));

    /// <summary>A given name has one or two characters: the second is left out where the sentence goes on.</summary>
    private bool Trim(string text, int start, ref int length)
    {
        if (text.AsSpan(start, length).Contains('·')) return true;
        var surname = length > 2 && _compound.Contains(text.Substring(start, 2)) ? 2 : 1;
        length = Math.Min(length, surname + 2);
        if (length == surname + 2 && EndsNameBefore(text, start + surname + 1)) length--;
        return true;
    }

    private bool EndsNameBefore(string text, int index) =>
        _charactersAfter.Contains(text[index].ToString()) || (index + 1 < text.Length && _wordsAfter.Contains(text.Substring(index, 2)));

    [GeneratedRegex("(?i)^(?:(?:s|sub|subj|subject|p|pp|pat|patient|pt|ptp|participant|c|ctrl|control|con|hc|h|n|id|exp|v|vol|volunteer|test|demo|t|a|b)[-_]?)?[0-9]{1,4}[ab]?$|^emptyroom$")]
    private static partial Regex PlainCode();
}
