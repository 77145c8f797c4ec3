using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Experiments;
using Pons.Formats;

namespace Pons.Evaluation;

/// <summary>What the recordings of one subject gave.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Runs">Trials, one set a recording.</param>
/// <param name="Inputs">The files that trials came from, with their hashes.</param>
/// <param name="LeftOut">Recordings and trials that were not used.</param>
internal sealed record SubjectTrials(
    SubjectId Subject, List<TrialSet> Runs, ImmutableArray<ModelInput> Inputs, ImmutableArray<LeftOut> LeftOut)
{
    /// <summary>Whether no trial could be cut.</summary>
    public bool IsEmpty => Runs.TrueForAll(r => r.Count == 0);

    /// <summary>All trials as one set.</summary>
    public TrialSet Joined => Join($"subject {Subject}", Runs);

    /// <summary>Cuts the recordings of a subject.</summary>
    public static SubjectTrials Read(IGrouping<SubjectId, DatasetRecording> subject, Paradigm paradigm, CancellationToken cancellation)
    {
        var inputs = ImmutableArray.CreateBuilder<ModelInput>();
        var leftOut = ImmutableArray.CreateBuilder<LeftOut>();
        var runs = new List<TrialSet>();
        foreach (var recording in subject)
        {
            if (TryCut(recording, paradigm, leftOut, cancellation) is not { } trials) continue;
            runs.Add(trials);
            inputs.Add(recording.ToInput());
        }

        RequireDistinct(inputs.ToImmutable());
        return new(subject.Key, runs, inputs.ToImmutable(), leftOut.ToImmutable());
    }

    /// <summary>All trials of several sets, which must be of one shape.</summary>
    public static TrialSet Join(string whose, List<TrialSet> runs)
    {
        try
        {
            return TrialSet.Concat(runs);
        }
        catch (ArgumentException fault)
        {
            throw new EvaluationException(
                $"The recordings of {whose} do not fit together: {fault.Message}", "A decoder learns from trials of one shape.",
                "Evaluate recordings of the same channels and rate.", fault);
        }
    }

    /// <summary>Refuses one recording under two names.</summary>
    public static void RequireDistinct(ImmutableArray<ModelInput> inputs)
    {
        if (inputs.GroupBy(i => i.Sha256).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new EvaluationException(
                $"{string.Join(" and ", same.Select(i => $"'{i.Name}'"))} are the same recording.",
                "It would stand in training and in test, and one person would count as two.", "Leave one of them out.");
    }

    private static TrialSet? TryCut(
        DatasetRecording recording, Paradigm paradigm, ImmutableArray<LeftOut>.Builder leftOut, CancellationToken cancellation)
    {
        var name = Path.GetFileName(recording.Path);
        try
        {
            using var file = Recording.Open(recording.Path);
            var cut = paradigm.Cut(file, recording.Key, cancellation);
            foreach (var loss in cut.Losses)
                leftOut.Add(new($"{name}, trial '{loss.Label}' at sample {loss.FirstSampleIndex}", $"{loss.Reason}", recording.Key.Subject));
            return cut.Trials;
        }
        catch (ParadigmException misfit) when (!recording.MustFit)
        {
            leftOut.Add(new(name, misfit.What));
            return null;
        }
        catch (RecordingFormatException fault) when (!recording.MustFit && IsTable(name))
        {
            // Data sets keep tables of people and events beside their recordings. Any other file that cannot be read ends the evaluation.
            leftOut.Add(new(name, fault.What));
            return null;
        }
    }

    private static bool IsTable(string name) => Path.GetExtension(name).ToUpperInvariant() is ".CSV" or ".TSV" or ".TXT";
}
