using System.Collections.Immutable;

namespace Pons.Streams.Clocks;

/// <summary>Whether the times of a stream or a recording can be trusted, and why not. Immutable.</summary>
/// <param name="Grade">The worst of the reasons; good without any.</param>
/// <param name="Reasons">Why it is not good, the worst first.</param>
public sealed record ClockVerdict(ClockGrade Grade, ImmutableArray<ClockReason> Reasons)
{
    /// <summary>The verdict on one stream.</summary>
    /// <param name="evidence">What is known of its times.</param>
    /// <param name="limits">Where good ends; <see cref="ClockLimits.Default"/> unless stated.</param>
    public static ClockVerdict Of(ClockEvidence evidence, ClockLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return From(new ClockJudge(evidence, limits ?? ClockLimits.Default).Reasons());
    }

    /// <summary>The verdict on a recording: all reasons of its streams and what happened to the computer.</summary>
    /// <param name="streams">The verdicts on its streams.</param>
    /// <param name="disturbances">What <see cref="HostWatch"/> noticed meanwhile.</param>
    public static ClockVerdict OfRecording(IEnumerable<ClockVerdict> streams, IEnumerable<HostDisturbance> disturbances) =>
        From(streams.SelectMany(s => s.Reasons).Concat(disturbances.Select(ClockJudge.ReasonOf)));

    /// <summary>Two verdicts are equal when every reason is, in order.</summary>
    public bool Equals(ClockVerdict? other) => other is not null && Grade == other.Grade && Reasons.SequenceEqual(other.Reasons);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Grade, Reasons.Length);

    private static ClockVerdict From(IEnumerable<ClockReason> reasons)
    {
        ImmutableArray<ClockReason> sorted = [.. reasons.OrderByDescending(r => r.Grade)];
        return new(sorted.IsEmpty ? ClockGrade.Good : sorted[0].Grade, sorted);
    }
}
