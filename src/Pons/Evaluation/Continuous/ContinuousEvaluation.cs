using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Continuous;
using Pons.Evaluation.Datasets;
using Pons.Geometry;

namespace Pons.Evaluation.Continuous;

/// <summary>
/// Evaluates continuous decoders on one recording of spikes and movement: the first part is learnt from, the rest is tested.
/// </summary>
public sealed record ContinuousEvaluation
{
    private const double LearntShare = 0.8;
    private const double BlockSeconds = 10;

    private readonly DatasetDescription _description;
    private readonly MovementTask _task;

    /// <summary>Prepares the evaluation of a data set of movement, with the decoders that its description asks for.</summary>
    /// <exception cref="EvaluationException">The description has no movement in it.</exception>
    public ContinuousEvaluation(DatasetDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        _description = description;
        _task = description.Movement ?? throw new EvaluationException(
            $"The data set '{description.Name}' has no movement to decode.", "Counts and movement are read as its description says.",
            "Choose a data set of movement, such as m1-movement.");
        Candidates = CandidatesOf(_task.Before, _task.HalfWindow, _task.Lead);
    }

    /// <summary>Name of the data set.</summary>
    public string Name => _description.Name;

    /// <summary>The decoders and their names.</summary>
    public ImmutableArray<ContinuousCandidate> Candidates { get; init; }

    /// <summary>The same with these decoders alone.</summary>
    /// <param name="labels">Labels of <see cref="Candidates"/>; none: all.</param>
    /// <exception cref="EvaluationException">One is not known.</exception>
    public ContinuousEvaluation Only(ImmutableArray<string> labels)
    {
        if (labels.FirstOrDefault(l => Candidates.All(c => c.Label != l)) is { } unknown)
            throw new EvaluationException(
                $"There is no decoder '{unknown}' for movement.", "Every name must be known before anything is computed.",
                $"Choose from: {string.Join(", ", Candidates.Select(c => c.Label))}.");
        return labels.IsEmpty ? this : this with { Candidates = [.. labels.Select(l => Candidates.First(c => c.Label == l))] };
    }

    /// <summary>Evaluates.</summary>
    /// <param name="folder">Where the file of the recording lies.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between two decoders.</param>
    /// <exception cref="EvaluationException">The recording is not there, is another than described, or does not hold what it should.</exception>
    /// <exception cref="DecodingException">The recording does not suffice for a decoder.</exception>
    /// <exception cref="Formats.RecordingFormatException">The file is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ContinuousScores Run(DatasetFolder folder, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.RequireFiles(cancellation);
        var file = _description.Files.First(f => !f.IsBeside);
        var movement = MovementRecording.Read(folder.PathOf(file), _task);
        var cut = (int)(LearntShare * movement.BinCount);
        var training = movement.Range(0, cut);
        var results = ImmutableArray.CreateBuilder<ContinuousResult>();
        foreach (var candidate in Candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(Test(candidate, candidate.Decoder.Fit(training), movement, cut));
            progress?.Report((double)results.Count / Candidates.Length);
        }

        return new()
        {
            Dataset = Name,
            Input = new(Path.GetFileName(file.Path), file.Sha256),
            BinCount = movement.BinCount,
            UnitCount = movement.UnitCount,
            BinSeconds = movement.BinSeconds,
            Cut = cut,
            Results = results.ToImmutable(),
        };
    }

    /// <summary>Decodes the bins from the cut on and compares.</summary>
    internal static ContinuousResult Test(ContinuousCandidate candidate, FittedContinuousDecoder fitted, BinnedMovement movement, int cut)
    {
        var ahead = Math.Max(0, fitted.Shift);
        var counts = movement.Range(cut - ahead, movement.BinCount - ahead).Counts;
        var estimate = fitted.Decode(counts);
        var first = cut - ahead + fitted.WarmUp + fitted.Shift;
        var truth = Truth(movement, fitted.OutputNames).Values.Slice(first * estimate.Columns, estimate.Rows * estimate.Columns);
        var blockBins = (int)Math.Ceiling(BlockSeconds / movement.BinSeconds);
        var scoring = new ContinuousScoring(new(estimate.Rows, estimate.Columns, [.. truth]), estimate, fitted.OutputNames, blockBins);
        var (outputs, mean) = scoring.Scores();
        return new(candidate, fitted.Shift, first, estimate.Rows, outputs, mean);
    }

    private static Matrix Truth(BinnedMovement movement, ImmutableArray<string> names) => movement.States(
        Enum.GetValues<MovementState>().First(s => BinnedMovement.OutputNames(s, movement.AxisCount).SequenceEqual(names)));

    private static ImmutableArray<ContinuousCandidate> CandidatesOf(int before, int halfWindow, int lead)
    {
        var list = ImmutableArray.CreateBuilder<ContinuousCandidate>();
        list.Add(new("wiener", new Wiener { Before = before }));
        list.Add(new("wiener-ridge", new Wiener { Before = before, Ridge = 1000 }));
        if (halfWindow > 0)
        {
            list.Add(new("wiener-centred", new Wiener { Before = halfWindow, After = halfWindow }));
            list.Add(new("wiener-centred-ridge", new Wiener { Before = halfWindow, After = halfWindow, Ridge = 1000 }));
        }

        list.Add(new("kalman", new Kalman { Lead = lead }));
        list.Add(new("kalman-steady", new Kalman { Lead = lead, SteadyState = true }));
        list.Add(new("kalman-velocity", new Kalman { Lead = lead, State = MovementState.Velocity }));
        list.Add(new("kalman-acceleration", new Kalman { Lead = lead, State = MovementState.PositionVelocityAcceleration }));
        if (lead > 0) list.Add(new("kalman-no-lead", new Kalman()));
        return list.ToImmutable();
    }
}
