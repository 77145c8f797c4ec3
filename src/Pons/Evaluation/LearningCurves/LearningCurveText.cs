using System.Globalization;
using System.Text;

namespace Pons.Evaluation.LearningCurves;

/// <summary>A learning curve for a terminal.</summary>
internal static class LearningCurveText
{
    private static readonly string[] Heading = ["Per class", "Minutes", "Decoder", "Subjects", "Accuracy %", "Balanced %"];

    public static string Of(LearningCurve curve)
    {
        List<string[]> rows = [Heading, .. curve.Points.SelectMany(p => p.Table.Means.Select(m => Cells(p, m)))];
        var widths = Heading.Select((_, c) => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        var table = curve.Points[0].Table;
        text.Append(CultureInfo.InvariantCulture, $"{table.Paradigm.Name}, {table.Split.Name}, {table.Inputs.Length} recordings\n\n");
        foreach (var row in rows)
            text.AppendJoin("  ", row.Select((cell, c) => c == 2 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).Append('\n');
        text.Append("\n[] 95 % interval over subjects; the first trials of each training part are learnt from, the tested trials stay the same\n");
        foreach (var left in table.LeftOut) text.Append(CultureInfo.InvariantCulture, $"left out: {left.Name}: {left.Reason}\n");
        return text.ToString();
    }

    private static string[] Cells(LearningCurvePoint point, DecoderMeans means) =>
    [
        $"{point.CountPerClass}", point.CalibrationMinutes.ToString("0.0", CultureInfo.InvariantCulture), means.Decoder, $"{means.SubjectCount}",
        Percent(means.Accuracy), Percent(means.BalancedAccuracy),
    ];

    private static string Percent(Estimate e) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * e.Value:0.0} [{100 * e.Low:0.0}, {100 * e.High:0.0}]");
}
