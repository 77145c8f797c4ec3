using System.Collections.Immutable;
using Pons.Decoding;

namespace Pons.Evaluation.Asynchronous;

/// <summary>What one decoder did on all runs of one subject.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Counts">Over all runs.</param>
/// <param name="Folds">Run by run.</param>
public sealed record SlidingResult(SubjectId Subject, SlidingCounts Counts, ImmutableArray<SlidingFold> Folds);
