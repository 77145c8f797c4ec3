namespace Pons.Formats.Bids.Validation;

/// <summary>A breach of a rule while it is being gathered; <see cref="BidsFinding"/> is what others see.</summary>
internal sealed class Fault(string rule, string file)
{
    public string Rule { get; } = rule;

    public string File { get; } = file;

    public int? Line { get; set; }

    public int? Column { get; set; }

    public long? Byte { get; set; }

    public string Name { get; init; } = "";

    public string Found { get; init; } = "";

    public string Expected { get; init; } = "";

    public string Other { get; init; } = "";

    /// <summary>Section of the specification where it is another than the rule's.</summary>
    public string? Section { get; init; }

    /// <summary>How many places of the file are at fault in the same way; the first is told.</summary>
    public int Count { get; set; } = 1;

    /// <summary>The fault that explains this one.</summary>
    public Fault? Because { get; set; }

    /// <summary>Rules that could not be checked because of this fault.</summary>
    public SortedSet<string> Unchecked { get; } = new(StringComparer.Ordinal);

    /// <summary>A side-car is met through every file that it applies to: the same place met again is no second one.</summary>
    public bool IsAtPlaceOf(Fault other) => Line == other.Line && Column == other.Column && Other == other.Other;

    public void At((int Line, int Column) place) => (Line, Column) = place;

    /// <summary>Side-cars of the root are asked by many subjects at once.</summary>
    public void Hides(params ReadOnlySpan<string> rules)
    {
        lock (Unchecked)
            foreach (var rule in rules) Unchecked.Add(rule);
    }
}
