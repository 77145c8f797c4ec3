using System.Collections.Immutable;

namespace Pons.Quality;

/// <summary>How usable one channel of a recording is.</summary>
/// <param name="Label">Label of the channel.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="FlatShare">Share of seconds without movement, 0 to 1.</param>
/// <param name="SaturatedShare">Share of samples at the end of the scale that the file states, 0 to 1.</param>
/// <param name="ClippedShare">Share of samples that repeat the largest or smallest value three times in a row or more, 0 to 1.</param>
/// <param name="NonFiniteShare">Share of stored samples that are no finite number, 0 to 1.</param>
/// <param name="StandardDeviation">Median over seconds of the standard deviation within a second.</param>
/// <param name="DriftPerMinute">Slope of the means of the seconds, in the unit per minute.</param>
/// <param name="MainsHz">Frequency of the mains, 50 or 60 Hz, that stands out more.</param>
/// <param name="MainsDecibels">Power around it over the power beside it, in decibels; <see langword="null"/> where the rate is too low.</param>
/// <param name="Faults">What is wrong by the limits of <see cref="QualityLimits"/>; empty when nothing is.</param>
public sealed record ChannelQuality(
    string Label,
    string Unit,
    double FlatShare,
    double SaturatedShare,
    double ClippedShare,
    double NonFiniteShare,
    double StandardDeviation,
    double DriftPerMinute,
    double MainsHz,
    double? MainsDecibels,
    ImmutableArray<QualityFault> Faults)
{
    /// <summary>Smallest and largest value in each of up to <see cref="RecordingQuality.ThumbnailColumns"/> equal parts, for a picture.</summary>
    public ImmutableArray<(float Low, float High)> Thumbnail { get; init; } = [];
}
