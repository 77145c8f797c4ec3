using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>What a format can hold; from this, and from the recording, follows what is lost before a byte is written.</summary>
public sealed record FormatCapabilities
{
    /// <summary>How samples can be stored, the usual way first.</summary>
    public required ImmutableArray<SampleType> SampleTypes { get; init; }

    /// <summary>Whether whole numbers are stored with a gain and an offset for each channel.</summary>
    public bool HoldsScales { get; init; } = true;

    /// <summary>Whether one file can hold several rates.</summary>
    public bool HoldsSeveralRates { get; init; }

    /// <summary>Whether a stream without a fixed rate can be stored, with a time for each sample.</summary>
    public bool HoldsIrregularStreams { get; init; }

    /// <summary>Whether stretches without samples can be stored.</summary>
    public bool HoldsGaps { get; init; }

    /// <summary>Whether values that are not finite can be stored.</summary>
    public bool HoldsNonFinite { get; init; }

    /// <summary>Whether markers can be stored.</summary>
    public bool HoldsMarkers { get; init; } = true;

    /// <summary>Whether the length of a marker can be stored.</summary>
    public bool HoldsMarkerLengths { get; init; } = true;

    /// <summary>Smallest step of a marker's onset in seconds; 0 for a nanosecond, <see langword="null"/> when an onset is a sample.</summary>
    public double? MarkerStepSeconds { get; init; }

    /// <summary>Whether labels, units and kinds of channels can be stored.</summary>
    public bool HoldsChannels { get; init; } = true;

    /// <summary>Whether the kind of a channel can be stored, and need not be guessed from its label.</summary>
    public bool HoldsKinds { get; init; }

    /// <summary>Whether places of electrodes can be stored.</summary>
    public bool HoldsPositions { get; init; }

    /// <summary>Whether impedances can be stored.</summary>
    public bool HoldsImpedances { get; init; }

    /// <summary>Whether recording filters can be stored.</summary>
    public bool HoldsFilters { get; init; }

    /// <summary>Whether the wall-clock time of the start can be stored.</summary>
    public bool HoldsStartTime { get; init; } = true;

    /// <summary>Whether what the source says of the person can be stored.</summary>
    public bool HoldsSubject { get; init; }
}
