using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>One place where a data set breaks a rule.</summary>
public sealed record BidsFinding
{
    /// <summary>The rule that is broken.</summary>
    public required BidsRule Rule { get; init; }

    /// <summary>Section of the specification that says so for this file.</summary>
    public required BidsSection Section { get; init; }

    /// <summary>Path of the file or folder from the root of the data set, with <c>/</c> between parts; <c>.</c> is the root.</summary>
    public required string File { get; init; }

    /// <summary>Line of the file, from 1; <see langword="null"/> when it is no single line.</summary>
    public int? Line { get; init; }

    /// <summary>Column of the line in bytes, from 1; <see langword="null"/> when not known.</summary>
    public int? Column { get; init; }

    /// <summary>Byte from the start of the file; <see langword="null"/> when it is no single byte.</summary>
    public long? Byte { get; init; }

    /// <summary>The field, column, entity or file that is meant; empty when there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>What was found; empty when something is missing.</summary>
    public string Found { get; init; } = "";

    /// <summary>
    /// What was expected, the same in every language; empty when anything else would do. Where it is said in words, it is their name
    /// behind an <c>@</c>, see <see cref="ExpectedIn"/>.
    /// </summary>
    public string Expected { get; init; } = "";

    /// <summary>The other file that plays a part; empty when there is none.</summary>
    public string Other { get; init; } = "";

    /// <summary>How many places of the file break the rule in the same way, at least 1; the first one is told.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Number of this finding in the report, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Number of the finding that explains this one; <see langword="null"/> when it stands for itself.</summary>
    public int? Because { get; init; }

    /// <summary>Names of rules that could not be checked because of this finding.</summary>
    public ImmutableArray<string> Unchecked { get; init; } = [];

    /// <summary>What is wrong.</summary>
    /// <param name="language">The language of the sentence.</param>
    public string What(BidsLanguage language) => Fill(Rule.In(language).What, language);

    /// <summary>Why it matters.</summary>
    /// <param name="language">The language of the sentence.</param>
    public string Why(BidsLanguage language) => Fill(Rule.In(language).Why, language);

    /// <summary>What to do.</summary>
    /// <param name="language">The language of the sentence.</param>
    public string Fix(BidsLanguage language) => Fill(Rule.In(language).Fix, language);

    /// <summary>The place as editors write it: file, line, column, or byte.</summary>
    public string Place => Line is { } line ? Column is { } column ? $"{File}:{line}:{column}" : $"{File}:{line}"
        : Byte is { } at ? $"{File} (byte {at})" : File;

    /// <summary>What was expected, with what has words in a language; empty when anything else would do.</summary>
    /// <param name="language">The language of the words.</param>
    public string ExpectedIn(BidsLanguage language) =>
        Expected.StartsWith('@') && Rule.In(language).Details.TryGetValue(Expected[1..], out var text) ? text : Expected;

    private string Fill(string text, BidsLanguage language) => text.Contains('{', StringComparison.Ordinal)
        ? text.Replace("{name}", Name, StringComparison.Ordinal).Replace("{found}", Found, StringComparison.Ordinal)
            .Replace("{expected}", ExpectedIn(language), StringComparison.Ordinal).Replace("{other}", Other, StringComparison.Ordinal)
            .Replace("  ", " ", StringComparison.Ordinal)
        : text;
}
