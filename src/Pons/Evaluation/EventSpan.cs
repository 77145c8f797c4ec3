namespace Pons.Evaluation;

/// <summary>One event of a recording, such as a seizure.</summary>
/// <param name="StartSeconds">Where it begins, in seconds since the start of the recording.</param>
/// <param name="EndSeconds">Where it ends.</param>
public readonly record struct EventSpan(double StartSeconds, double EndSeconds);
