using System.Collections.Immutable;

namespace Pons.Sessions;

/// <summary>The recording itself is in danger, or is safe again.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">In words, with what to do.</param>
public sealed record RecorderAlarm(RecorderAlarmKind Kind, string Text)
{
    /// <summary>The values in the text, for those who say it in another language: the reason of the system where there is one, then the memory that
    /// is meant, with its unit; default none.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
