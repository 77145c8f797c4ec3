using Pons.Decoding;
using Pons.Evaluation;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>What one person gave to an evaluation, and what was not used.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Recordings">Recordings whose trials were used.</param>
/// <param name="Trials">Trials that were decided, by class.</param>
/// <param name="Dropped">Trials that could not be cut, by reason.</param>
internal sealed record Coverage(
    string Subject, int Recordings, IReadOnlyDictionary<ClassLabel, int> Trials, IReadOnlyDictionary<string, int> Dropped)
{
    /// <summary>Trials that could not be cut.</summary>
    public int DroppedCount => Dropped.Values.Sum();

    /// <summary>Counts what a table used, person by person; people of whom every trial was dropped stand in it too.</summary>
    public static IReadOnlyList<Coverage> Of(ScoreTable table)
    {
        var dropped = table.LeftOut.Where(l => l.IsTrial).ToLookup(l => l.TrialOf!.Value.Name);
        var first = table.Decoders[0].Name;
        var decided = table.Rows.Where(r => r.Decoder == first).ToDictionary(r => r.Subject.Name, r => r.Folds.SelectMany(f => f.Trials).ToList());
        return [.. decided.Keys.Union(dropped.Select(d => d.Key)).Order(StringComparer.Ordinal).Select(subject =>
        {
            var trials = decided.GetValueOrDefault(subject, []);
            return new Coverage(
                subject, trials.DistinctBy(t => (t.Origin.Session, t.Origin.Run)).Count(), trials.CountBy(t => t.Truth).ToDictionary(),
                dropped[subject].CountBy(l => l.Reason).ToDictionary());
        })];
    }

    /// <summary>Whole recordings that were not used.</summary>
    public static IEnumerable<LeftOut> RecordingsLeftOut(ScoreTable table) => table.LeftOut.Where(l => !l.IsTrial);
}
