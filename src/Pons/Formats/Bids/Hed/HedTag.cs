namespace Pons.Formats.Bids.Hed;

/// <summary>A tag as it stands in an annotation, and what it means in its vocabulary.</summary>
internal sealed class HedTag(string text)
{
    public string Text { get; } = text;

    public string Prefix { get; set; } = "";

    /// <summary>The tag of the vocabulary; <see langword="null"/> while it is unknown.</summary>
    public HedNode? Node { get; set; }

    /// <summary>What stands behind the tag of the vocabulary: a value, or tags of one's own; empty when nothing does.</summary>
    public string Rest { get; set; } = "";

    /// <summary>Whether <see cref="Rest"/> is a value.</summary>
    public bool HasValue { get; set; }

    /// <summary>Name of a definition that the tag makes or uses; without the value behind it.</summary>
    public string DefinitionName => Rest.Split('/')[0];

    /// <summary>Value behind the name of a definition; empty when there is none.</summary>
    public string DefinitionValue => Rest.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Rest[(slash + 1)..] : "";

    /// <summary>Tags are alike in every case and form; what is one's own behind them is not.</summary>
    public string Canonical => $"{Prefix}:{Node?.Name.ToUpperInvariant()}/{Rest}";

    public bool Is(string name) => Node?.Name == name;
}
