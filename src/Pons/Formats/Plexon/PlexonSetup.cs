using System.Collections.Immutable;

namespace Pons.Formats.Plexon;

/// <summary>What the headers of a file say.</summary>
internal sealed record PlexonSetup
{
    public required int Version { get; init; }

    /// <summary>Ticks a second of every time stamp.</summary>
    public required int ClockHz { get; init; }

    /// <summary>Names of the spike channels by number.</summary>
    public required ImmutableDictionary<int, string> SpikeChannels { get; init; }

    /// <summary>Names of the event channels by number.</summary>
    public required ImmutableDictionary<int, string> EventChannels { get; init; }

    /// <summary>Continuous channels in the order of the file.</summary>
    public required ImmutableArray<PlexonSlowChannel> SlowChannels { get; init; }

    /// <summary>Where the data blocks begin.</summary>
    public required long DataOffset { get; init; }

    public required DateTime? StartTime { get; init; }

    public required ImmutableArray<HeaderField> Fields { get; init; }
}

/// <summary>One continuous channel.</summary>
/// <param name="Number">Number by which blocks name it.</param>
/// <param name="Name">Its name.</param>
/// <param name="RateHz">Samples a second.</param>
/// <param name="StepMillivolts">Value of one step.</param>
internal sealed record PlexonSlowChannel(int Number, string Name, int RateHz, double StepMillivolts);
