using System.Globalization;
using System.Text;

namespace Pons.Evaluation.Asynchronous;

/// <summary>A table of slid decoders for a terminal.</summary>
internal static class SlidingTableText
{
    private static readonly string[] Heading = ["Subject", "Idle min", "False", "False/min", "Cues", "Hits %", "of idle %", "Wrong", "Further", "Between", "Latency s"];

    public static string Of(SlidingTable table)
    {
        var e = table.Evaluation;
        List<string[]> rows = [Heading, .. table.Rows.Select(r => Cells(e, r.Subject.Name, r.Counts)), Cells(e, "pooled", table.Pooled)];
        var widths = Heading.Select((_, c) => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{e.Paradigm.Name}, {e.Decoder.Name}, windows of {e.Paradigm.FeedbackWindowSeconds} s every {e.StepSeconds} s, dwell {e.DwellCount}, ");
        text.Append(CultureInfo.InvariantCulture, $"refractory {e.RefractorySeconds} s, rest {(e.LearnsIdle ? "learnt" : "rejected by threshold")}, causal, {table.Inputs.Length} recordings\n\n");
        foreach (var row in rows) text.AppendJoin("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).Append('\n');
        if (table.Rows.Length > 1)
            text.Append(CultureInfo.InvariantCulture, $"\nmean of {table.Rows.Length}: {Rate(table.MeanFalsePerMinute)} false per minute, {Percent(table.MeanHitRate)} % hits\n");
        text.Append("\n[] 95 % interval; latency: median [quartiles] from the cue; of idle: hits that activations at the rate of idle would give\n");
        text.Append(CultureInfo.InvariantCulture, $"thresholds were chosen on the other runs for at most {e.MostFalsePerMinute} false activations per minute\n");
        foreach (var (row, fold) in table.Rows.SelectMany(r => r.Folds.Where(f => !f.MetTarget).Select(f => (r, f))))
            text.Append(CultureInfo.InvariantCulture, $"{row.Subject} {fold.Name}: no threshold was that strict; the highest is used\n");
        foreach (var left in table.LeftOut) text.Append(CultureInfo.InvariantCulture, $"left out: {left.Name}: {left.Reason}\n");
        return text.ToString();
    }

    private static string[] Cells(SlidingEvaluation evaluation, string name, SlidingCounts c) =>
    [
        name, Number(c.IdleMinutes, "0.0"), $"{c.Count(ActivationOutcome.False)}", Rate(c.FalsePerMinute), $"{c.CueCount}", Percent(c.HitRate),
        Number(100 * c.HitRateOfIdle(evaluation.Paradigm.Classes.Length), "0.0"), $"{c.Count(ActivationOutcome.Wrong)}",
        $"{c.Count(ActivationOutcome.Further)}", $"{c.Count(ActivationOutcome.Between)}", c.Latency is { } latency ? Rate(latency) : "–",
    ];

    private static string Rate(Estimate e) => string.Create(CultureInfo.InvariantCulture, $"{e.Value:0.00} [{e.Low:0.00}, {e.High:0.00}]");

    private static string Percent(Estimate e) => string.Create(CultureInfo.InvariantCulture, $"{100 * e.Value:0.0} [{100 * e.Low:0.0}, {100 * e.High:0.0}]");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
