using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation.Stopping;

/// <summary>One subject and decoder.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Decoder">Name of the decoder.</param>
/// <param name="TrialCount">Trials that were decided.</param>
/// <param name="SureCount">Trials that were decided before the window was at its end.</param>
/// <param name="Growing">The growing window.</param>
/// <param name="Fixed">Windows of fixed length, ascending.</param>
public sealed record StoppingResult(
    SubjectId Subject, string Decoder, int TrialCount, int SureCount, WindowScore Growing, ImmutableArray<WindowScore> Fixed);
