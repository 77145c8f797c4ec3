namespace Pons.Server.Sessions;

/// <summary>Something that stands at a moment of a recording.</summary>
/// <param name="Kind">What it is: <c>marker</c>, <c>note</c>, <c>alarm</c>, or the kind of a device's notice.</param>
/// <param name="At">When, in seconds from the start of the recording.</param>
/// <param name="Text">In words.</param>
/// <param name="Stream">The stream that it concerns; empty for all.</param>
internal sealed record SessionEvent(string Kind, double At, string Text, string Stream = "");
