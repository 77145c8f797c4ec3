using System.Text;

namespace Pons.Deidentification;

/// <summary>Finds in text what points to a person, by the rules and by what is known, and writes the text without it.</summary>
internal sealed class TextScrubber(IdentityRules rules, KnownIdentities known)
{
    /// <summary>Texts that were found clean; a recording repeats its labels thousands of times.</summary>
    private const int RememberedTexts = 4096, LongestRemembered = 200, MostRounds = 5;

    private readonly HashSet<string> _clean = [];

    /// <summary>What stands in a text, from left to right, without overlaps.</summary>
    /// <param name="text">The text.</param>
    /// <param name="knownOnly">Whether the rules are left out.</param>
    public IReadOnlyList<TextHit> Find(string text, bool knownOnly = false)
    {
        if (text.Length == 0 || (!knownOnly && _clean.Contains(text))) return [];
        var folded = TextFolding.Fold(text);
        var hits = known.Find(text, folded).ToList();
        if (!knownOnly)
            foreach (var rule in rules.All) hits.AddRange(rule.Find(text, folded));
        if (hits.Count > 0) return Merge(text, hits);
        if (!knownOnly && text.Length <= LongestRemembered && _clean.Count < RememberedTexts) _clean.Add(text);
        return [];
    }

    /// <summary>
    /// The text with every hit replaced; what is only reported stays. Removing one thing can bring another to light, so the result is
    /// searched again.
    /// </summary>
    public string Replace(string text, IReadOnlyList<TextHit> hits, TextReplacement replacement, bool knownOnly = false)
    {
        for (var round = 0; round < MostRounds && hits.Any(h => h.Rule.Action != IdentityAction.Report); round++)
        {
            text = ReplaceOnce(text, hits, replacement);
            hits = Find(text, knownOnly);
        }

        return text;
    }

    private string ReplaceOnce(string text, IReadOnlyList<TextHit> hits, TextReplacement replacement)
    {
        var result = new StringBuilder(text.Length);
        var from = 0;
        foreach (var hit in hits)
        {
            if (hit.Rule.Action == IdentityAction.Report) continue;
            result.Append(text, from, hit.Start - from).Append(replacement.For(hit, rules));
            from = hit.End;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Of hits that overlap the longest counts; when none covers the others, the stretch that they cover together.</summary>
    private static List<TextHit> Merge(string text, List<TextHit> hits)
    {
        var merged = new List<TextHit>();
        foreach (var hit in hits.Where(h => h.Rule.Action != IdentityAction.Report).OrderBy(h => h.Start).ThenByDescending(h => h.Length))
        {
            if (merged.Count == 0 || hit.Start >= merged[^1].End)
            {
                merged.Add(hit);
            }
            else if (hit.End > merged[^1].End)
            {
                var (first, longer) = (merged[^1], hit.Length > merged[^1].Length ? hit : merged[^1]);
                var rule = longer.Rule.Action == IdentityAction.Token ? longer.Rule : FoundBy.Rule(longer.Rule.Id, longer.Rule.Kind);
                merged[^1] = new(first.Start, hit.End - first.Start, rule, text[first.Start..hit.End]);
            }
        }

        var reported = hits.Where(h => h.Rule.Action == IdentityAction.Report && merged.TrueForAll(m => m.End <= h.Start || h.End <= m.Start));
        return [.. merged.Concat(reported).OrderBy(h => h.Start)];
    }
}
