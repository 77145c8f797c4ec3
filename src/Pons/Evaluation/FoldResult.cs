using System.Collections.Immutable;

namespace Pons.Evaluation;

/// <summary>What one fold gave.</summary>
/// <param name="Name">What was tested, such as the run.</param>
/// <param name="ModelHash">Content hash of the model that decided.</param>
/// <param name="TrainCount">Trials that it learnt from.</param>
/// <param name="CalibrationMinutes">Time in minutes that recording what it learnt from took: from the first to the last of its trials, run by run.</param>
/// <param name="Trials">What it decided, in the order of the trials.</param>
public sealed record FoldResult(string Name, string ModelHash, int TrainCount, double CalibrationMinutes, ImmutableArray<TestedTrial> Trials);
