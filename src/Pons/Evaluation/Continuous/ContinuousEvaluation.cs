using System.Collections.Immutable;
using System.Security.Cryptography;
using Pons.Decoding;
using Pons.Decoding.Continuous;
using Pons.Geometry;

namespace Pons.Evaluation.Continuous;

/// <summary>
/// Evaluates continuous decoders on one recording of spikes and movement: the first part is learnt from, the rest is tested.
/// </summary>
public sealed record ContinuousEvaluation
{
    private const double LearntShare = 0.8;
    private const double BlockSeconds = 10;

    /// <summary>Every evaluation that is described: <c>m1-movement</c>, motor cortex, and <c>s1-movement</c>, area 2.</summary>
    public static ImmutableArray<ContinuousEvaluation> All { get; } =
    [
        new("m1-movement", MovementRecording.MotorCortex, CandidatesOf(9, 0, 1)),
        new("s1-movement", MovementRecording.AreaTwo, CandidatesOf(12, 6, 0)),
    ];

    private ContinuousEvaluation(string name, MovementRecording recording, ImmutableArray<ContinuousCandidate> candidates)
    {
        Name = name;
        Recording = recording;
        Candidates = candidates;
    }

    /// <summary>Name of the data set.</summary>
    public string Name { get; }

    /// <summary>The decoders and their names.</summary>
    public ImmutableArray<ContinuousCandidate> Candidates { get; init; }

    internal MovementRecording Recording { get; }

    /// <summary>The evaluation of this name.</summary>
    /// <exception cref="EvaluationException">There is none.</exception>
    public static ContinuousEvaluation Named(string name) =>
        All.FirstOrDefault(e => e.Name == name) ?? throw new EvaluationException(
            $"There is no data set '{name}' of movement.", "Its recordings and decoders are not known.",
            $"Choose one of: {string.Join(", ", All.Select(e => e.Name))}.");

    /// <summary>Evaluates.</summary>
    /// <param name="folder">Folder of the recording, or a folder above it that holds <c>spikes</c>.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops between two decoders.</param>
    /// <exception cref="EvaluationException">The recording is not there, or does not hold what it should.</exception>
    /// <exception cref="DecodingException">The recording does not suffice for a decoder.</exception>
    /// <exception cref="Formats.RecordingFormatException">The file is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ContinuousScores Run(string folder, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var path = Recording.Find(folder);
        var movement = Recording.Read(path);
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
            Input = new(Path.GetFileName(path), HashOf(path)),
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

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

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
