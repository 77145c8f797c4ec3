using Pons.Decoding.Continuous;

namespace Pons.Evaluation.Continuous;

/// <summary>A decoder under the name that it has in one evaluation, since several may differ in their parameters alone.</summary>
/// <param name="Label">Name in the result.</param>
/// <param name="Decoder">The decoder.</param>
public sealed record ContinuousCandidate(string Label, ContinuousDecoder Decoder);
