using Pons.Decoding;

namespace Pons.Server.Live;

/// <summary>A finished trial and the score up to it.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Target">What was asked for.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seconds">How long the feedback lasted, in seconds.</param>
/// <param name="Accuracy">Share of hits so far, with its interval and the chance level.</param>
/// <param name="ItrBitsPerMinute">Information transfer rate so far, in bits per minute.</param>
public sealed record TrialView(
    int Number, ClassLabel Target, TrialOutcome Outcome, double Seconds, RunningAccuracy Accuracy, double ItrBitsPerMinute);
