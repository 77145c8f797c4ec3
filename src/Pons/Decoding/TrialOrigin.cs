using Pons.Streams;

namespace Pons.Decoding;

/// <summary>Where a trial was cut from: what a split needs to keep training and test apart, and a decision to name its samples.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Session">The sitting.</param>
/// <param name="Run">The recording.</param>
/// <param name="FirstSampleIndex">First sample of the trial in the run.</param>
/// <param name="EndSampleIndex">One past the last sample.</param>
/// <param name="Time">Time of the last sample on the run's clock.</param>
/// <param name="CueSampleIndex">Sample of the marker that it was cut around; windows of one cue belong together. −1 without a cue.</param>
public sealed record TrialOrigin(
    SubjectId Subject,
    SessionId Session,
    RunId Run,
    long FirstSampleIndex,
    long EndSampleIndex,
    Timestamp Time,
    long CueSampleIndex);
