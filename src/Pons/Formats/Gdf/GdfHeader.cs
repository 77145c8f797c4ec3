using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Gdf;

/// <summary>The header of a GDF file, with what reading the records takes.</summary>
internal sealed record GdfHeader : RecordingHeader
{
    public double Version { get; init; }

    /// <summary>Length of all three headers: where the records begin.</summary>
    public long HeaderBytes { get; init; }

    /// <summary>Number of records as written; −1 when the recorder did not close the file.</summary>
    public long StatedRecordCount { get; init; }

    /// <summary>Whole records that are read.</summary>
    public long RecordCount { get; init; }

    /// <summary>Length of a record in seconds.</summary>
    public double RecordSeconds { get; init; }

    public ImmutableArray<GdfSignal> Signals { get; init; } = [];

    /// <summary>The channel that each signal is; <see langword="null"/> for one without samples.</summary>
    public ImmutableArray<Channel?> Channels { get; init; } = [];

    public long RecordBytes => Signals.Sum(s => s.BytesPerRecord);

    public ClockId Clock => new($"recording {File}");

    /// <summary>Signal numbers by stream: signals with equally many samples a record have one rate.</summary>
    public IEnumerable<int[]> Groups => Enumerable.Range(0, Signals.Length).Where(i => Signals[i].SamplesPerRecord > 0)
        .GroupBy(i => Signals[i].SamplesPerRecord).Select(g => g.ToArray());
}
