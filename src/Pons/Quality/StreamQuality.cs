using System.Collections.Immutable;

namespace Pons.Quality;

/// <summary>How usable one stream of a recording is.</summary>
/// <param name="Name">Name of the stream.</param>
/// <param name="Channels">Its channels in their order.</param>
/// <param name="BridgedPairs">Pairs of EEG channels that carry nearly the same signal.</param>
/// <param name="StatedRateHz">Rate that the file states; <see langword="null"/> when irregular.</param>
/// <param name="MeasuredRateHz">Rate that its time stamps give; <see langword="null"/> where the file has none.</param>
/// <param name="MissingShare">Share of samples that are missing in gaps, 0 to 1.</param>
/// <param name="AbsentPlaces">Places of the 10-20 system without a channel; empty when none of the 19 is there at all.</param>
public sealed record StreamQuality(
    string Name,
    ImmutableArray<ChannelQuality> Channels,
    ImmutableArray<BridgedPair> BridgedPairs,
    double? StatedRateHz,
    double? MeasuredRateHz,
    double MissingShare,
    ImmutableArray<string> AbsentPlaces)
{
    /// <summary>Whether time stamps contradict the stated rate.</summary>
    public bool IsRateWrong =>
        StatedRateHz is { } stated && MeasuredRateHz is { } measured && Math.Abs(measured / stated - 1) > QualityLimits.RateDifference;
}
