using Pons.Decoding;

namespace Pons.Server.Live;

/// <summary>The cursor task at one moment.</summary>
/// <param name="Position">Where the cursor is, −1 (left target) to 1 (right target).</param>
/// <param name="Target">What is asked for; <see langword="null"/> when nothing is.</param>
/// <param name="Phase">Where in the trial it is.</param>
/// <param name="SecondsLeft">Time left in this phase, in seconds; <see langword="null"/> when it is open.</param>
public sealed record CursorView(double Position, ClassLabel? Target, CursorPhase Phase, double? SecondsLeft);
