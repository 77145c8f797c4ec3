using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Evaluation;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>How often decisions were right: over people, and person by person.</summary>
internal static class AccuracySection
{
    private const int PeopleOfFigure = 20;

    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        writer.Heading("Accuracy", "准确率");
        var limits = page.Table.Rows.Select(r => r.Scores.ChanceLimit).ToList();
        var means = page.Series.Select(s => new MeanPlot.Row(
            s, page.Table.Means.First(m => m.Decoder == s.Name).Accuracy, [.. page.RowsOf(s.Name).Select(r => r.Scores.Accuracy.Value)])).ToList();
        writer.Figure(MeanCaption(page), name => MeanPlot.Of(means, page.Chance, limits.Max(), name));
        if (page.Subjects.Length == 1)
            writer.Paragraph("There is one person: the intervals are those of the trials and say nothing about other people.",
                "仅有一名被试：区间反映试次的不确定性，不能推及他人。", "warn");
        if (page.IsUnequal) Unequal(page, writer);
        Means(page, writer);
        writer.Heading("Person by person", "逐被试结果");
        foreach (var people in page.Subjects.Chunk(PeopleOfFigure)) People(page, writer, people);
    }

    private static void Unequal(EvaluationPage page, ReportWriter writer)
    {
        var (common, share) = page.Commonest;
        var percent = (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
        writer.Paragraph(
            $"The classes are unequal: always saying “{common}” would be right in {percent} %. Accuracy, the limit of guessing and the information transfer rate, which take classes for equally likely, mislead here; read balanced accuracy, kappa and areas.",
            $"类别不均衡：始终回答“{common}”即可达到 {percent}%。准确率、随机界限与信息传输率均假定各类等概率，在此会误导；请看平衡准确率、Kappa 与面积。", "warn");
    }

    private static (string En, string Zh) MeanCaption(EvaluationPage page) => page.Subjects.Length > 1
        ? ("Accuracy of each decoder. Large marks: mean over people, every person counting alike, with the 95 % interval of Student's t. Dots: one person each. "
            + "Shaded: what guessing reaches in one person with a probability of more than 5 %, for the fewest trials of anybody.",
            "各解码器的准确率。大标记：被试均值（每名被试权重相同）及 Student t 95% 区间。圆点：每名被试。阴影：单名被试随机猜测以大于 5% 的概率可达到的范围（按最少试次计）。")
        : ("Accuracy of each decoder with Wilson's 95 % interval over trials. Shaded: what guessing reaches with a probability of more than 5 %.",
            "各解码器的准确率及按试次计算的 Wilson 95% 区间。阴影：随机猜测以大于 5% 的概率可达到的范围。");

    private static void Means(EvaluationPage page, ReportWriter writer)
    {
        var hasArea = page.Table.Means.Any(m => m.Auc is not null);
        ReportWriter.Column[] columns =
        [
            new("decoder", "解码器"), new("accuracy, %", "准确率，%", "n"), new("balanced, %", "平衡准确率，%", "n"), new("kappa", "Kappa", "n"),
            .. hasArea ? (ReportWriter.Column[])[new("ROC area", "ROC 面积", "n")] : [], new("bit/min", "比特/分", "n"), new("above guessing", "高于随机", "n"),
        ];
        writer.Table(
            ("Means over people with their 95 % intervals. Above guessing: people whose accuracy guessing reaches with a probability of at most 5 %.",
                "被试均值及 95% 区间。高于随机：随机猜测达到其准确率的概率不超过 5% 的被试数。"),
            columns,
            page.Table.Means.Select(m => (IReadOnlyList<string>)
            [
                page.Named(m.Decoder), ShareAxis.Percent(m.Accuracy), ShareAxis.Percent(m.BalancedAccuracy), Interval(m.Kappa),
                .. hasArea ? (string[])[m.Auc is { } area ? Interval(area) : "–"] : [], Rate(m.BitsPerMinute),
                string.Create(CultureInfo.InvariantCulture, $"{page.RowsOf(m.Decoder).Count(r => r.Scores.Accuracy.Value >= r.Scores.ChanceLimit)} / {m.SubjectCount}"),
            ]));
        writer.Paragraph(
            "Information transfer rate after Wolpaw: all classes equally likely, errors spread evenly, and the whole time of a decision with its pauses. It is 0 at or below chance.",
            "信息传输率按 Wolpaw 公式：各类等概率、错误均匀分布，并计入一次决策的全部时间（含停顿）；不高于随机水平时为 0。", "meta");
    }

    private static void People(EvaluationPage page, ReportWriter writer, string[] people)
    {
        var rows = page.Table.Rows.ToLookup(r => r.Subject.Name);
        var drawn = people.Select(p => new PersonPlot.Row(p, rows[p].Max(r => r.Scores.ChanceLimit), [.. rows[p].Select(r => r.Scores.Accuracy)])).ToList();
        writer.Figure(
            ("Accuracy of every person with Wilson's 95 % interval. Dashed: mean of guessing. Shaded: what guessing reaches in this person with a probability of more than 5 %.",
                "每名被试的准确率及 Wilson 95% 区间。虚线：随机猜测的平均水平。阴影：该被试随机猜测以大于 5% 的概率可达到的范围。"),
            name => PersonPlot.Of(page.Series, drawn, page.Chance, name));
    }

    private static string Rate(Estimate e) => string.Create(CultureInfo.InvariantCulture, $"{e.Value:0.0} [{e.Low:0.0}, {e.High:0.0}]");

    private static string Interval(Estimate e) => string.Create(CultureInfo.InvariantCulture, $"{e.Value:0.00} [{e.Low:0.00}, {e.High:0.00}]");
}
