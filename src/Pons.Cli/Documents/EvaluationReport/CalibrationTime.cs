using Pons.Decoding;
using Pons.Evaluation;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>How long people sat for what a decoder learnt from: the recordings between the first and the last training trial.</summary>
/// <param name="Subject">The person who was tested.</param>
/// <param name="OwnMinutes">Minutes of that person, mean over folds.</param>
/// <param name="OtherMinutes">Minutes of other people, mean over folds.</param>
/// <param name="TrainCount">Trials that were learnt from, mean over folds.</param>
internal sealed record CalibrationTime(string Subject, double OwnMinutes, double OtherMinutes, double TrainCount)
{
    /// <summary>The times of each person; empty where the folds do not say which trials were learnt from.</summary>
    /// <param name="table">A table whose folds test every trial once.</param>
    public static IReadOnlyList<CalibrationTime> Of(ScoreTable table)
    {
        var rows = table.Rows.Where(r => r.Decoder == table.Decoders[0].Name).ToList();
        var all = rows.ToDictionary(r => r.Subject, r => r.Folds.SelectMany(f => f.Trials).Select(t => t.Origin).ToList());
        var everybody = all.Values.SelectMany(o => o).ToList();
        var times = new List<CalibrationTime>();
        foreach (var row in rows)
        {
            var known = table.Split.IsAcrossSubjects ? everybody.FindAll(o => o.Subject != row.Subject) : all[row.Subject];
            double own = 0, others = 0;
            foreach (var fold in row.Folds)
            {
                var tested = fold.Trials.Select(t => t.Origin).ToHashSet();
                var learnt = known.FindAll(o => !tested.Contains(o));
                // A split with gaps or embargoes learns from fewer; which ones, the table does not say.
                if (learnt.Count != fold.TrainCount) return [];
                own += Minutes(learnt.FindAll(o => o.Subject == row.Subject), all[row.Subject]);
                others += Minutes(learnt.FindAll(o => o.Subject != row.Subject), everybody);
            }

            times.Add(new(row.Subject.Name, own / row.Folds.Length, others / row.Folds.Length, row.Folds.Average(f => f.TrainCount)));
        }

        return times;
    }

    /// <summary>Each run counts by the share of its trials that was learnt from.</summary>
    private static double Minutes(List<TrialOrigin> learnt, List<TrialOrigin> known)
    {
        var runs = known.ToLookup(o => (o.Subject, o.Session, o.Run));
        return learnt.GroupBy(o => (o.Subject, o.Session, o.Run)).Sum(run => Span([.. runs[run.Key]]) * run.Count() / runs[run.Key].Count()) / 60;
    }

    /// <summary>Seconds from the first sample of the first trial to the last of the last; the rate follows from two trials.</summary>
    private static double Span(TrialOrigin[] run)
    {
        var (first, last) = (run.MinBy(o => o.EndSampleIndex)!, run.MaxBy(o => o.EndSampleIndex)!);
        var seconds = (last.Time - first.Time).Seconds;
        var samples = last.EndSampleIndex - first.EndSampleIndex;
        return samples == 0 ? 0 : seconds * (samples + first.EndSampleIndex - first.FirstSampleIndex) / samples;
    }
}
