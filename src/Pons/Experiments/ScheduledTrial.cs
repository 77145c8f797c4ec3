using Pons.Decoding;

namespace Pons.Experiments;

/// <summary>One trial of a live session, in samples since the session's first.</summary>
/// <param name="Index">Its place in the session, from 0.</param>
/// <param name="Label">What is asked for; the marker of the cue carries this name.</param>
/// <param name="StartSampleIndex">First sample, where rest begins.</param>
/// <param name="CueSampleIndex">Sample of the cue's marker, where the task begins.</param>
/// <param name="FeedbackSampleIndex">Where the task ends and feedback begins.</param>
/// <param name="EndSampleIndex">One past its last sample: where the next trial starts.</param>
public sealed record ScheduledTrial(
    int Index, ClassLabel Label, long StartSampleIndex, long CueSampleIndex, long FeedbackSampleIndex, long EndSampleIndex)
{
    /// <summary>What is asked of the person at a sample.</summary>
    public ProtocolPhase PhaseAt(long sampleIndex) =>
        sampleIndex < CueSampleIndex || sampleIndex >= EndSampleIndex ? ProtocolPhase.Rest
        : sampleIndex < FeedbackSampleIndex ? ProtocolPhase.Task
        : ProtocolPhase.Feedback;
}
