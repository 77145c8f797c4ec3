using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>What was found in a file, or in the files of one recording, and what became of it.</summary>
public sealed record DeidentifiedFile
{
    /// <summary>Path in the output folder, with <c>/</c> between parts; for a file that is not released the path that it would have had.</summary>
    public required string Path { get; init; }

    /// <summary>The other files of the recording, likewise.</summary>
    public ImmutableArray<string> Companions { get; init; } = [];

    /// <summary>What the file was taken for, such as <c>EDF</c> or <c>JSON</c>; empty when it was not recognised.</summary>
    public string Format { get; init; } = "";

    /// <summary>What became of it.</summary>
    public required FileVerdict Verdict { get; init; }

    /// <summary>Why it is not released, in three sentences: what, why it matters, what to do; empty when it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Label of the subject in the output; <see langword="null"/> when the file belongs to none.</summary>
    public string? Subject { get; init; }

    /// <summary>What was found in the source, in the order of the file.</summary>
    public ImmutableArray<IdentityFinding> Findings { get; init; } = [];

    /// <summary>What was found when the result was read again; empty in a released file.</summary>
    public ImmutableArray<IdentityFinding> Leftovers { get; init; } = [];

    /// <summary>How many samples were compared bit by bit with the source; <see langword="null"/> when the file holds none.</summary>
    public long? SamplesCompared { get; init; }

    /// <summary>Things that a person should know, each a sentence.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
