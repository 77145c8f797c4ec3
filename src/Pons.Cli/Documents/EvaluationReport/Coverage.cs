using Pons.Decoding;
using Pons.Evaluation;
using Pons.Experiments;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>What one person gave to an evaluation, and what was not used.</summary>
/// <param name="Subject">The person.</param>
/// <param name="Recordings">Files whose trials were used.</param>
/// <param name="Trials">Trials that were decided, by class.</param>
/// <param name="Dropped">Trials that could not be cut, by reason.</param>
internal sealed record Coverage(
    string Subject, int Recordings, IReadOnlyDictionary<ClassLabel, int> Trials, IReadOnlyDictionary<string, int> Dropped)
{
    /// <summary>Trials that could not be cut.</summary>
    public int DroppedCount => Dropped.Values.Sum();

    /// <summary>Counts what a table used, person by person; people of whom nothing could be used stand in it too.</summary>
    public static IReadOnlyList<Coverage> Of(ScoreTable table)
    {
        var inputs = table.Inputs.ToLookup(i => SubjectOf(i.Name));
        var dropped = table.LeftOut.Where(l => l.IsTrial).ToLookup(l => SubjectOf(FileOf(table, l)));
        var first = table.Decoders[0].Name;
        var decided = table.Rows.Where(r => r.Decoder == first).ToDictionary(r => r.Subject.Name, r => r.Folds.SelectMany(f => f.Trials));
        return [.. inputs.Select(g => g.Key).Union(decided.Keys).Order(StringComparer.Ordinal).Select(subject => new Coverage(
            subject, inputs[subject].Count(),
            decided.TryGetValue(subject, out var trials) ? trials.CountBy(t => t.Truth).ToDictionary() : [],
            dropped[subject].CountBy(l => l.Reason).ToDictionary()))];
    }

    /// <summary>Whole recordings that were not used.</summary>
    public static IEnumerable<LeftOut> RecordingsLeftOut(ScoreTable table) => table.LeftOut.Where(l => !l.IsTrial);

    /// <summary>The recording of a trial that was left out, which stands at the start of its name.</summary>
    private static string FileOf(ScoreTable table, LeftOut left) =>
        table.Inputs.FirstOrDefault(i => left.Name.StartsWith(i.Name + ", trial ", StringComparison.Ordinal))?.Name ?? "";

    private static string SubjectOf(string file) => RunNames.KeyOf(file).Subject.Name;
}
