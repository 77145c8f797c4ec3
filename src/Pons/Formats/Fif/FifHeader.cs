using System.Collections.Immutable;

namespace Pons.Formats.Fif;

/// <summary>The header of a FIF recording.</summary>
public sealed record FifHeader : RecordingHeader
{
    /// <summary>
    /// Number of the first sample since the acquisition was started; markers and annotations of the file count from there.
    /// </summary>
    public long FirstSample { get; init; }

    /// <summary>Frequency of the mains in hertz; <see langword="null"/> when not stated.</summary>
    public double? LineFrequencyHz { get; init; }

    /// <summary>Labels of the channels that were marked as bad.</summary>
    public ImmutableArray<string> BadChannels { get; init; } = [];

    /// <summary>The digitised points of the head. Points of its surface show a face: personal data.</summary>
    public ImmutableArray<FifPoint> Points { get; init; } = [];
}
