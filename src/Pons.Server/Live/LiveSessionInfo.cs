using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Server.Live;

/// <summary>What the studio must know of a session before its first block. Immutable.</summary>
/// <param name="Stream">Channels, their positions, and the rate.</param>
/// <param name="Paradigm">Name of the experiment, such as <c>left-right-imagery</c>; empty when signals are only shown.</param>
/// <param name="Classes">The classes that decisions choose between, in the order of their probabilities; empty when nothing is decided.</param>
/// <param name="DecisionThreshold">Probability from which a decision acts, 0 to 1.</param>
/// <param name="SourceName">What the samples come from, for people.</param>
/// <param name="Subject">Pseudonym of the subject.</param>
public sealed record LiveSessionInfo(
    StreamInfo Stream,
    string Paradigm,
    ImmutableArray<ClassLabel> Classes,
    double DecisionThreshold,
    string SourceName,
    string Subject)
{
    /// <summary>Seed of everything random in the session; <see langword="null"/> when nothing is.</summary>
    public long? Seed { get; init; }

    /// <summary>What decides, for recordings that begin with the session; <see langword="null"/> when nothing does, or it cannot be kept.</summary>
    public SavedModel? Model { get; init; }

    /// <summary>How many trials are planned; <see langword="null"/> when the session is open-ended.</summary>
    public int? PlannedTrials { get; init; }

    /// <summary>How long the session is planned to last, in seconds; <see langword="null"/> when open-ended.</summary>
    public double? PlannedDurationSeconds { get; init; }

    /// <summary>Frequency of the mains, in hertz, to mark it in spectra; 50 unless said otherwise.</summary>
    public double MainsHz { get; init; } = 50;

    /// <summary>Whether people may pause the session; default yes. A device that is only shown goes on whether somebody looks or not.</summary>
    public bool CanPause { get; init; } = true;

    /// <summary>
    /// The filters that the studio offers; default (unset) means <see cref="DisplayFilters.For"/> the stream's rate and mains.
    /// </summary>
    public ImmutableArray<DisplayFilter> DisplayFilters { get; init; }
}
