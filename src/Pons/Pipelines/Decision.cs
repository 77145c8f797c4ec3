using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Streams;

namespace Pons.Pipelines;

/// <summary>What a decoder concluded, with its past: which samples, which model, and when it passed which stage.</summary>
/// <param name="Time">Time of the last sample that it rests on, on the stream's clock.</param>
/// <param name="FirstSampleIndex">First sample that it rests on.</param>
/// <param name="EndSampleIndex">One past the last sample that it rests on.</param>
/// <param name="Prediction">The classes and their probabilities.</param>
/// <param name="ModelHash">Content hash of the model that decided.</param>
/// <param name="Truth">What was asked for, where a cue said so; otherwise <see langword="null"/>.</param>
/// <param name="Stamps">Time since arrival of the newest sample at each stage passed; empty outside a run with a ledger.</param>
public sealed record Decision(
    Timestamp Time,
    long FirstSampleIndex,
    long EndSampleIndex,
    Prediction Prediction,
    string ModelHash,
    ClassLabel? Truth,
    ImmutableArray<StageStamp> Stamps)
{
    /// <summary>Sample of the cue that its samples belong to; −1 when they belong to none.</summary>
    public long CueSampleIndex { get; init; } = -1;

    /// <summary>Whether it is an earlier decision again, because the one that was due came too late.</summary>
    public bool IsHeld { get; init; }
}
