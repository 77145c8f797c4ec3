using Pons.Decoding;

namespace Pons.Evaluation;

/// <summary>One trial and what was decided.</summary>
/// <param name="Origin">Where the trial was cut from.</param>
/// <param name="Truth">What was asked for.</param>
/// <param name="Prediction">What the decoder said.</param>
public sealed record TestedTrial(TrialOrigin Origin, ClassLabel Truth, Prediction Prediction);
