using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Evaluation.Continuous;
using Pons.Evaluation.Datasets;
using Pons.Evaluation.Spelling;
using Pons.Experiments;
using Pons.Experiments.Speller;

namespace Pons.Evaluation.Requests;

/// <summary>Carries out a request. Equal requests over equal files give equal results, whatever the number of threads.</summary>
/// <param name="Request">What is asked for.</param>
public sealed record RequestedEvaluation(EvaluationRequest Request)
{
    private const string DefaultSplit = "leave-one-run-out";

    /// <summary>Threads to use, at least 1; one for each processor by default.</summary>
    public int ThreadCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Evaluates.</summary>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <param name="cancellation">Stops between two folds.</param>
    /// <exception cref="PonsException">The request cannot be carried out; the parts of the error say why.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public EvaluationResult Run(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (Request.Dataset is null) return Evaluate(null, Dataset.FromPaths(Request.Paths), progress, cancellation);
        var description = DatasetCatalog.Find(Request.Dataset);
        var folder = DatasetFolder.Find(description, Request.Data ?? ".");
        return description.Movement is null
            ? Evaluate(TaskOf(description), folder.Recordings(cancellation), progress, cancellation)
            : Movement(description, folder, progress, cancellation);
    }

    private static DatasetTask TaskOf(DatasetDescription description) => description.Task ?? throw new EvaluationException(
        $"The data set '{description.Name}' has no task.", "Nothing says what should be decoded in it.",
        "Give its recordings and a paradigm, or write a description with a task.");

    private ContinuousScores Movement(DatasetDescription description, DatasetFolder folder, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Request.Paradigm is not null || Request.Split is not null || Request.Alignment is not null)
            throw new EvaluationException(
                $"A paradigm, split or alignment was asked for with '{description.Name}'.", "Movement is decoded bin by bin, the first 80 % learnt from and the rest tested.",
                "Leave them out.");
        var evaluation = new ContinuousEvaluation(description).Only(Request.Decoders);
        return evaluation.Run(folder, progress, cancellation) with { Request = Request };
    }

    private ScoreTable Evaluate(DatasetTask? task, Dataset dataset, IProgress<double>? progress, CancellationToken cancellation)
    {
        var paradigm = ParadigmFor(task);
        var evaluation = new OfflineEvaluation(paradigm, DecodersFor(task), Split.Named(Request.Split ?? task?.Split ?? DefaultSplit, Request.Seed))
        {
            ThreadCount = ThreadCount,
            Alignment = Request.Alignment is null ? null : Alignment.Named(Request.Alignment),
        };
        var table = evaluation.Run(dataset, progress is null ? null : new Shares(progress), cancellation) with { Request = Request };
        return paradigm is RowColumnSpeller && new SpellingEvaluation(new()).Of(table, dataset) is { } spelling
            ? table with { Sections = [.. table.Sections, spelling] }
            : table;
    }

    private Paradigm ParadigmFor(DatasetTask? task)
    {
        if (Request.Paradigm is not null || task is null) return Request.Paradigm is null ? Paradigms.All[0] : Paradigms.Named(Request.Paradigm);
        Paradigm paradigm = task.Cues.Count > 0
            ? new CuedTrials(task.Cues.ToImmutableSortedDictionary(c => c.Key, c => new ClassLabel(c.Value), StringComparer.Ordinal))
            : Paradigms.Named(task.Paradigm);
        return task.Parameters.Count == 0 ? paradigm : paradigm.WithParameters(paradigm.Parameters.SetItems(task.Parameters));
    }

    private ImmutableArray<Decoder> DecodersFor(DatasetTask? task)
    {
        if (!Request.Decoders.IsEmpty) return [.. Request.Decoders.Distinct().Select(n => Decoders.Named(n))];
        return task is null ? Decoders.Standard : [.. task.Decoders.Select(n => Decoders.Named(n))];
    }

    private sealed class Shares(IProgress<double> progress) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => progress.Report((double)value.Done / value.Total);
    }
}
