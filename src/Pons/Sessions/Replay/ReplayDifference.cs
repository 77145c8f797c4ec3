namespace Pons.Sessions.Replay;

/// <summary>One place where a replay does not do what happened live.</summary>
/// <param name="Number">Number of the decision, from 1 on.</param>
/// <param name="EndSampleIndex">One past the last sample that it rests on.</param>
/// <param name="What">What differs, with both values.</param>
public sealed record ReplayDifference(int Number, long EndSampleIndex, string What);
