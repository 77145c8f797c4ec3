using System.Globalization;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>How much of the data was used, what was not and why, and how long people sat for training.</summary>
internal static class CoverageSection
{
    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        var people = Coverage.Of(page.Table);
        var (used, dropped) = (people.Sum(p => p.Trials.Values.Sum()), people.Sum(p => p.DroppedCount));
        writer.Heading("Coverage", "数据覆盖");
        var share = (100.0 * used / Math.Max(1, used + dropped)).ToString("0.#", CultureInfo.InvariantCulture);
        writer.Paragraph(
            string.Create(CultureInfo.InvariantCulture, $"{used:N0} of {used + dropped:N0} trials were decided ({share} %); {dropped:N0} could not be cut. Every decided trial counts once in each decoder's scores."),
            string.Create(CultureInfo.InvariantCulture, $"{used + dropped:N0} 个试次中 {used:N0} 个已判决（{share}%），{dropped:N0} 个无法截取。每个已判决试次在各解码器得分中各计一次。"));
        var learnt = page.RowsOf(page.Series[0].Name).ToDictionary(r => r.Subject.Name);
        writer.Table(
            ("What each person gave. Dropped: trials that could not be cut. Calibration: time from the first cue to the end of the last training trial in each run that was learnt from, mean over folds; across people it is theirs.",
                "每名被试的数据。丢弃：无法截取的试次。校准时间：所学习的每个轮次中首个提示至末个训练试次结束的时长，取各折均值；跨被试时为他人的数据。"),
            [
                new("person", "被试"), new("recordings", "记录", "n"), new("trials", "试次", "n"), .. page.Classes.Select(c => new ReportWriter.Column(c.Name, c.Name, "n")), new("dropped", "丢弃", "n"),
                new("trained on", "训练试次", "n"), new("calibration, min", "校准，分钟", "n"),
            ],
            people.Select(p => (IReadOnlyList<string>)
            [
                Text(p.Subject), Whole(p.Recordings), Whole(p.Trials.Values.Sum()), .. page.Classes.Select(c => Whole(p.Trials.GetValueOrDefault(c))), Whole(p.DroppedCount),
                learnt.TryGetValue(p.Subject, out var row) ? row.Folds.Average(f => f.TrainCount).ToString("0.#", CultureInfo.InvariantCulture) : "–",
                row is null ? "–" : row.CalibrationMinutes.ToString("0.0", CultureInfo.InvariantCulture),
            ]));
        Reasons(page, writer, people);
    }

    private static void Reasons(EvaluationPage page, ReportWriter writer, IReadOnlyList<Coverage> people)
    {
        var reasons = people.SelectMany(p => p.Dropped).GroupBy(d => d.Key).ToList();
        if (reasons.Count > 0)
            writer.Table(("Trials that were dropped, by reason.", "按原因统计的丢弃试次。"), [new("reason", "原因"), new("trials", "试次", "n"), new("people", "被试", "n")],
                reasons.Select(r => (string[])[Both(ReportWords.Reason(r.Key)), Whole(r.Sum(d => d.Value)), Whole(r.Count())]));
        var files = Coverage.RecordingsLeftOut(page.Table).ToList();
        if (files.Count > 0)
            writer.Table(("Recordings of the folder that were not used: they do not fit the paradigm.", "文件夹中未使用的记录：与范式不符。"),
                [new("recording", "记录", "keep"), new("reason", "原因（程序原文）")],
                files.Select(f => (string[])[Text(f.Name), Text(f.Reason)]));
    }

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
