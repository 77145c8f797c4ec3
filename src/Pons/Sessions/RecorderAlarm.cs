namespace Pons.Sessions;

/// <summary>The recording itself is in danger, or is safe again.</summary>
/// <param name="Kind">What.</param>
/// <param name="Text">In words, with what to do.</param>
public sealed record RecorderAlarm(RecorderAlarmKind Kind, string Text);
