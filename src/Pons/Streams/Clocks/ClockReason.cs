using System.Collections.Immutable;

namespace Pons.Streams.Clocks;

/// <summary>One reason of a <see cref="ClockVerdict"/>: a plain sentence with its numbers.</summary>
/// <param name="Code">What it is, for screens in other languages.</param>
/// <param name="Grade">How bad it is.</param>
/// <param name="Values">The numbers of the sentence, in the order that <see cref="ClockReasonCode"/> states.</param>
/// <param name="Text">The sentence in English.</param>
public sealed record ClockReason(ClockReasonCode Code, ClockGrade Grade, ImmutableArray<double> Values, string Text)
{
    /// <summary>The stream that it is about; empty for the computer itself.</summary>
    public string Stream { get; init; } = "";

    /// <summary>Two reasons are equal when every part is, values in order.</summary>
    public bool Equals(ClockReason? other) =>
        other is not null && Code == other.Code && Grade == other.Grade && Text == other.Text && Stream == other.Stream
        && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Grade, Text, Stream);
}
