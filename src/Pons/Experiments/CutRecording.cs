using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;

namespace Pons.Experiments;

/// <summary>What a paradigm found in a recording.</summary>
/// <param name="Trials">The trials in the order of their last samples.</param>
/// <param name="Losses">Trials that were asked for and could not be cut.</param>
public sealed record CutRecording(TrialSet Trials, ImmutableArray<TrialLoss> Losses);
