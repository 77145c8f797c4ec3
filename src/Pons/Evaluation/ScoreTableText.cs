using System.Globalization;
using System.Text;

namespace Pons.Evaluation;

/// <summary>
/// A score table for a terminal: fixed columns, accuracy in per cent with its interval, * where it passes the limit of chance.
/// </summary>
internal static class ScoreTableText
{
    private static readonly string[] Heading = ["Subject", "Decoder", "Right", "Accuracy %", "Balanced", "Kappa", "AUC", "bit/min"];

    public static string Of(ScoreTable table)
    {
        var rows = new List<string[]> { Heading };
        rows.AddRange(table.Rows.Select(Cells));
        rows.AddRange(table.Means.Select(Cells));
        var widths = Heading.Select((_, c) => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{table.Paradigm.Name}, {table.Split.Name}{(table.Alignment is { } a ? $", aligned {a.Name}{(a.IsTransductive ? " (transductive)" : "")}" : "")}, {table.Inputs.Length} recordings\n\n");
        foreach (var row in rows)
            text.AppendJoin("  ", row.Select((cell, c) => c < 2 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).Append('\n');
        text.Append("\n[] 95 % interval; * above what guessing reaches with a probability of 5 %\n");
        foreach (var confound in table.Confounds) text.Append(CultureInfo.InvariantCulture, $"CONFOUNDED: {confound.What}\n");
        text.Append(CultureInfo.InvariantCulture, $"{(table.IsCausal ? "causal" : "not causal (transductive alignment)")}; calibration {table.Rows.Min(r => r.CalibrationMinutes):0.0} to {table.Rows.Max(r => r.CalibrationMinutes):0.0} min; {table.TestedTrials} trials decided, {table.LeftOut.Count(l => l.IsTrial)} dropped\n");
        foreach (var c in table.Comparisons.Concat(table.AlignmentGains)) text.Append(Line(c));
        foreach (var left in table.LeftOut) text.Append(CultureInfo.InvariantCulture, $"left out: {left.Name}: {left.Reason}\n");
        foreach (var section in table.Sections) text.Append('\n').Append(section.ToText());
        return text.ToString();
    }

    private static string[] Cells(SubjectResult row)
    {
        var s = row.Scores;
        var mark = s.Accuracy.Value >= s.ChanceLimit ? "*" : " ";
        return
        [
            row.Subject.Name, row.Decoder, $"{s.CorrectCount}/{s.TrialCount}", Percent(s.Accuracy) + mark, Share(s.BalancedAccuracy),
            Share(s.Kappa), Share(s.Auc), Rate(s.BitsPerMinute),
        ];
    }

    private static string[] Cells(DecoderMeans means) =>
    [
        $"mean of {means.SubjectCount}", means.Decoder, "", Percent(means.Accuracy) + " ", Share(means.BalancedAccuracy),
        Share(means.Kappa), Share(means.Auc), Rate(means.BitsPerMinute),
    ];

    private static string Line(PairedComparison c) => string.Create(CultureInfo.InvariantCulture,
        $"{c.First} − {c.Second}: {100 * c.Difference.Value:+0.0;−0.0;0.0} [{100 * c.Difference.Low:0.0}, {100 * c.Difference.High:0.0}] points, d = {c.EffectSize:0.00}, p = {c.PValue:0.000}, adjusted {c.AdjustedPValue:0.000}\n");

    private static string Percent(Estimate e) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * e.Value:0.0} [{100 * e.Low:0.0}, {100 * e.High:0.0}]");

    private static string Share(Estimate? e) => e is { } known ? known.Value.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private static string Rate(Estimate e) => e.Value.ToString("0.0", CultureInfo.InvariantCulture);
}
