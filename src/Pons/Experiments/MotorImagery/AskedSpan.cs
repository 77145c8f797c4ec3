using Pons.Decoding;

namespace Pons.Experiments.MotorImagery;

/// <summary>A stretch of a recording during which one thing was asked of the person.</summary>
/// <param name="FirstSampleIndex">Sample of the marker that it begins with.</param>
/// <param name="EndSampleIndex">One past its last sample.</param>
/// <param name="Label">What was asked for; <see cref="LeftRightImagery.Idle"/> for nothing.</param>
public sealed record AskedSpan(long FirstSampleIndex, long EndSampleIndex, ClassLabel Label);
