using System.Collections.Immutable;

namespace Pons.Server.Sessions;

/// <summary>Something that stands at a moment of a recording.</summary>
/// <param name="Kind">What it is: <c>marker</c>, <c>note</c>, <c>alarm</c>, the kind of a device's notice, or <c>effector</c> with that of
/// a report.</param>
/// <param name="At">When, in seconds from the start of the recording.</param>
/// <param name="Text">In words.</param>
/// <param name="Stream">The stream or receiver that it concerns; empty for all.</param>
internal sealed record SessionEvent(string Kind, double At, string Text, string Stream = "")
{
    /// <summary>What the text is about: <c>device.</c>, <c>alarm.</c>, <c>effector.</c> or <c>safe.</c> with a code; <see langword="null"/> for what
    /// a person or a device wrote.</summary>
    public string? Code { get; init; }

    /// <summary>The values of the code, in its order.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>How much, in the unit of the kind.</summary>
    public long Amount { get; init; }
}
