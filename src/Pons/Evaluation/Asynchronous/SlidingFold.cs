namespace Pons.Evaluation.Asynchronous;

/// <summary>One run, slid over by a decoder that learnt from the subject's other runs.</summary>
/// <param name="Name">The tested run.</param>
/// <param name="ModelHash">Content hash of the model that decided.</param>
/// <param name="TrainCount">Trials that it learnt from, those of idle among them.</param>
/// <param name="CalibrationMinutes">Time that was recorded to have them, pauses included.</param>
/// <param name="Threshold">The probability from which on a window counts; chosen on the other runs.</param>
/// <param name="MetTarget">Whether any threshold kept false activations on the other runs as rare as was asked; otherwise the highest is used.</param>
/// <param name="DecisionCount">Windows that were decided on.</param>
/// <param name="Counts">What happened.</param>
public sealed record SlidingFold(
    string Name, string ModelHash, int TrainCount, double CalibrationMinutes, double Threshold, bool MetTarget, int DecisionCount, SlidingCounts Counts);
