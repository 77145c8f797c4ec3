using System.Buffers;

namespace Pons.Deidentification;

/// <summary>
/// Words that are known to point to a person of this data set: from header fields, from the steward, from what the rules found, and the
/// names that subjects and files had. They are looked for everywhere, in every usual spelling. Immutable.
/// </summary>
internal sealed class KnownIdentities
{
    public static readonly KnownIdentities None = new([]);

    private readonly SearchValues<string>? _search;
    private readonly ILookup<char, KnownWord> _byFirst;

    private KnownIdentities(IReadOnlyList<KnownWord> words)
    {
        Words = words;
        _byFirst = words.ToLookup(w => char.ToUpperInvariant(w.Text[0]));
        _search = words.Count == 0 ? null : SearchValues.Create([.. words.Select(w => w.Text)], StringComparison.OrdinalIgnoreCase);
    }

    public IReadOnlyList<KnownWord> Words { get; }

    /// <summary>Of words that are equal the first counts.</summary>
    public static KnownIdentities Of(IEnumerable<KnownWord> words) =>
        new([.. words.Where(w => w.Text.Length > 0).DistinctBy(w => w.Text.ToUpperInvariant())]);

    /// <summary>All places, overlapping ones included; a text between longer words must stand alone.</summary>
    public IEnumerable<TextHit> Find(string text, string folded)
    {
        if (_search is null) yield break;
        for (var from = 0; from < folded.Length; from++)
        {
            var next = folded.AsSpan(from).IndexOfAny(_search);
            if (next < 0) yield break;
            from += next;
            foreach (var word in _byFirst[char.ToUpperInvariant(folded[from])])
                if (word.StandsAt(folded, from))
                    yield return new(from, word.Text.Length, word.Rule, text.Substring(from, word.Text.Length)) { Replacement = word.Replacement };
        }
    }
}
