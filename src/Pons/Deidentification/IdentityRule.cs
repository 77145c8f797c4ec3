using System.Text.RegularExpressions;

namespace Pons.Deidentification;

/// <summary>One rule that finds in text what points to a person.</summary>
public sealed class IdentityRule
{
    private readonly Lazy<Regex>? _pattern;

    internal IdentityRule(
        string id, string language, IdentityKind kind, IdentityAction action, IdentityCertainty certainty,
        IReadOnlyDictionary<string, string> description, Lazy<Regex>? pattern = null)
    {
        _pattern = pattern;
        Id = id;
        Language = language;
        Kind = kind;
        Action = action;
        Certainty = certainty;
        Description = description;
    }

    /// <summary>Name of the rule, such as <c>resident-id-18</c>.</summary>
    public string Id { get; }

    /// <summary>Language of the texts that it is made for: <c>zh</c>, <c>en</c> or <c>any</c>.</summary>
    public string Language { get; }

    /// <summary>What it finds.</summary>
    public IdentityKind Kind { get; }

    /// <summary>What is done with it.</summary>
    public IdentityAction Action { get; }

    /// <summary>How sure a hit is.</summary>
    public IdentityCertainty Certainty { get; }

    /// <summary>What it finds in words, by language (<c>en</c>, <c>zh</c>).</summary>
    public IReadOnlyDictionary<string, string> Description { get; }

    internal TextEdges Edges { get; init; }

    internal TextNeeds Needs { get; init; }

    internal IdentityCheck? Check { get; init; }

    /// <summary>Everything that the rule finds, from left to right.</summary>
    /// <param name="text">Text as it stands.</param>
    /// <param name="folded">The same text with wide letters folded; of equal length.</param>
    internal IEnumerable<TextHit> Find(string text, string folded)
    {
        if (_pattern is null || !Needs.AreMetBy(folded)) yield break;
        for (var from = 0; from <= folded.Length;)
        {
            var match = _pattern.Value.Match(folded, from);
            if (!match.Success) yield break;
            var value = match.Groups["value"] is { Success: true } group ? (Capture)group : match;
            var (start, length) = (value.Index, value.Length);
            if (length > 0 && Edges.Allow(folded, start, length) && (Check is null || Check(folded, ref start, ref length)))
            {
                yield return new(start, length, this, text.Substring(start, length));
                from = Math.Max(start + length, match.Index + 1);
            }
            else
            {
                from = match.Index + 1;
            }
        }
    }
}
