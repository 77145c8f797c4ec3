using System.Collections.Immutable;

namespace Pons.Formats.Bids.Writing;

/// <summary>What a participant did in some of the recordings.</summary>
public sealed record BidsTask
{
    /// <summary>Label in file names: letters and digits.</summary>
    public required string Label { get; init; }

    /// <summary>The task in a sentence; may be empty.</summary>
    public string Description { get => field ?? ""; init; }

    /// <summary>What the participant was told; may be empty.</summary>
    public string Instructions { get => field ?? ""; init; }

    /// <summary>The runs, as the file names write them, in which this was the task; empty: every run that no other task claims.</summary>
    public ImmutableArray<string> Runs { get => field.IsDefault ? [] : field; init; }

    /// <summary>What the markers mean, by their label.</summary>
    public ImmutableSortedDictionary<string, BidsEvent> Events
    {
        get => field ?? ImmutableSortedDictionary<string, BidsEvent>.Empty;
        init;
    }
}
