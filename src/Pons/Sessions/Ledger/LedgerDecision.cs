using System.Collections.Immutable;
using Pons.Pipelines;

namespace Pons.Sessions.Ledger;

/// <summary>What a decoder decided, with its past: enough to make the decision again from the recording and to compare it.</summary>
/// <param name="Stream">Name of the stream in the recording that was decoded.</param>
/// <param name="FirstSampleIndex">First sample that it rests on.</param>
/// <param name="EndSampleIndex">One past the last sample that it rests on.</param>
/// <param name="StreamNanoseconds">Time of the last sample on the clock of the stream.</param>
/// <param name="Label">The class that was decided for.</param>
/// <param name="Classes">All classes, in the order of the decoder.</param>
/// <param name="Probabilities">One probability a class.</param>
/// <param name="ModelHash">Content hash of the model.</param>
/// <param name="Truth">What was asked for; <see langword="null"/> when nothing was.</param>
/// <param name="CueSampleIndex">Sample of the cue; −1 for none.</param>
/// <param name="Stages">Nanoseconds since the arrival of the newest sample at each stage passed.</param>
public sealed record LedgerDecision(
    string Stream, long FirstSampleIndex, long EndSampleIndex, long StreamNanoseconds, string Label, ImmutableArray<string> Classes,
    ImmutableArray<double> Probabilities, string ModelHash, string? Truth, long CueSampleIndex, ImmutableArray<LedgerDecision.Stage> Stages)
    : LedgerEntry
{
    /// <summary>The entry of a decision.</summary>
    /// <param name="stream">Name of the stream in the recording that was decoded.</param>
    /// <param name="decision">The decision.</param>
    public static LedgerDecision Of(string stream, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var prediction = decision.Prediction;
        return new(
            stream, decision.FirstSampleIndex, decision.EndSampleIndex, decision.Time.Nanoseconds, prediction.Label.Name,
            [.. prediction.Classes.Select(c => c.Name)], prediction.Probabilities, decision.ModelHash, decision.Truth?.Name,
            decision.CueSampleIndex, [.. decision.Stamps.Select(s => new Stage(s.Stage, s.SinceArrival.Nanoseconds))]);
    }

    /// <summary>A stage that was passed.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Nanoseconds">Time since the newest sample arrived.</param>
    public sealed record Stage(string Name, long Nanoseconds);
}
