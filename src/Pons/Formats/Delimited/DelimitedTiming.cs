using System.Collections.Immutable;

namespace Pons.Formats.Delimited;

/// <summary>When the rows of a table were taken.</summary>
/// <param name="RateHz">Rows per second; <see langword="null"/> when they follow no rate, or none is known.</param>
/// <param name="Stretches">First row of each stretch, and how many rows are missing before it.</param>
internal sealed record DelimitedTiming(double? RateHz, ImmutableArray<(long Row, long Missing)> Stretches)
{
    /// <summary>Rows before which the time jumps back.</summary>
    public ImmutableArray<long> BackwardRows { get; init; } = [];
}
