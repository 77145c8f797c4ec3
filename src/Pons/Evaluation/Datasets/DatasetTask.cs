using System.Collections.Immutable;

namespace Pons.Evaluation.Datasets;

/// <summary>How the trials of a data set are cut and evaluated when nobody chooses otherwise.</summary>
public sealed record DatasetTask
{
    /// <summary>Name of the paradigm: one of <see cref="Experiments.Paradigms.All"/>, or <c>cued-trials</c> together with <see cref="Cues"/>.</summary>
    public required string Paradigm { get; init; }

    /// <summary>For <c>cued-trials</c>: the class that each marker stands for.</summary>
    public ImmutableSortedDictionary<string, string> Cues { get => field ?? ImmutableSortedDictionary<string, string>.Empty; init; }

    /// <summary>Parameters of the paradigm that differ from its defaults.</summary>
    public ImmutableSortedDictionary<string, double> Parameters { get => field ?? ImmutableSortedDictionary<string, double>.Empty; init; }

    /// <summary>The decoders that are compared.</summary>
    public required ImmutableArray<string> Decoders { get; init; }

    /// <summary>The split.</summary>
    public required string Split { get; init; }
}
