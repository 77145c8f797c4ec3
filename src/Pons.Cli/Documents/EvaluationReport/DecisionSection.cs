using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Decoding.Calibration;
using Pons.Evaluation;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>What was decided for what, how far confidence can be believed, and thresholds.</summary>
internal static class DecisionSection
{
    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        var trials = page.Series.ToDictionary(s => s, s => page.TrialsOf(s.Name));
        writer.Heading("What was decided for what", "判决与真实类别");
        writer.Figure(
            ("Trials of all people together, by what was asked for (rows) and decided (columns); shares are those of the row.", "全部被试的试次，行为真实类别，列为判决类别；百分比按行计算。"),
            page.Series.Select(s => (Func<string, string>)(name => ConfusionPlot.Of(
                s, [.. page.Classes.Select(c => c.Name)],
                new(page.Classes.Length, trials[s].Select(t => (page.Classes.IndexOf(t.Truth), page.Classes.IndexOf(t.Prediction.Label)))), name))));
        Confidence(page, writer, trials);
        if (page.Classes.Length == 2 && page.Table.Means.All(m => m.Auc is not null)) Thresholds(page, writer, trials);
    }

    private static void Confidence(EvaluationPage page, ReportWriter writer, Dictionary<Series, List<TestedTrial>> trials)
    {
        var reliable = page.Series.ToDictionary(s => s, s => Reliability.Of([.. trials[s].Select(t => t.Prediction)], [.. trials[s].Select(t => t.Truth)]));
        writer.Heading("Can confidence be believed?", "置信度是否可信？");
        writer.Figure(
            ("Confidence of the decided class against the share that was right, in ten bins; areas of dots show how many decisions. On the dashed line confidence is what it says; below it is too sure. ECE: expected calibration error.",
                "判决类别的置信度与实际正确率，分十组；圆点面积表示决策数量。落在虚线上表示置信度可信，低于虚线表示过于自信。ECE：期望校准误差。"),
            page.Series.Select(s => (Func<string, string>)(name => ReliabilityPlot.Of(s, reliable[s], name))));
        writer.Table(
            ("Calibration of all decisions together.", "全部决策的校准情况。"),
            [new("decoder", "解码器"), new("mean confidence, %", "平均置信度，%", "n"), new("right, %", "正确率，%", "n"), new("ECE, %", "ECE，%", "n"), new("Brier score", "Brier 分数", "n")],
            page.Series.Select(s => (string[])
            [
                page.Named(s.Name), Percent(trials[s].Average(t => t.Prediction.Confidence)), Percent(trials[s].Average(t => t.Prediction.Label == t.Truth ? 1.0 : 0)),
                Percent(reliable[s].ExpectedError), Brier(trials[s]),
            ]));
    }

    private static string Brier(List<TestedTrial> trials) => trials.TrueForAll(t => t.Prediction.Classes.Contains(t.Truth))
        ? ProbabilityScores.Brier([.. trials.Select(t => t.Prediction)], [.. trials.Select(t => t.Truth)]).ToString("0.000", CultureInfo.InvariantCulture)
        : "–";

    private static void Thresholds(EvaluationPage page, ReportWriter writer, Dictionary<Series, List<TestedTrial>> trials)
    {
        var positive = page.Classes[1];
        double ScoreOf(TestedTrial t) => t.Prediction.Classes.IndexOf(positive) is >= 0 and var place ? t.Prediction.Probabilities[place] : 0;
        writer.Heading("Thresholds", "阈值");
        writer.Figure(
            ("Receiver operating characteristic of all trials together. The areas at the right are means over people with the 95 % interval of Student's t; trials of different people and folds share one curve although their models differ, so that the area of the curve may be smaller.",
                "全部试次的受试者工作特征曲线。右侧面积为被试均值及 Student t 95% 区间；不同被试与各折的模型不同却共用一条曲线，故曲线下面积可能偏小。"),
            name => RocPlot.Of(
                [.. page.Series.Select(s => new RocPlot.Row(
                    s, RocArea.Curve([.. trials[s].Select(ScoreOf)], [.. trials[s].Select(t => t.Truth == positive)]), page.Table.Means.First(m => m.Decoder == s.Name).Auc!.Value))],
                positive.Name, name));
        if (page.IsUnequal) RareClass(page, writer);
    }

    /// <summary>For a rare class the share of right alarms says more than the area.</summary>
    private static void RareClass(EvaluationPage page, ReportWriter writer)
    {
        var rare = page.Classes.First(c => c != page.Commonest.Class);
        double ScoreOf(TestedTrial t) => t.Prediction.Classes.IndexOf(rare) is >= 0 and var place ? t.Prediction.Probabilities[place] : 0;
        writer.Table(
            ($"Finding “{rare}”, the rare class: average precision, mean over people. Guessing reaches {Percent(1 - page.Commonest.Share)} %.",
                $"检出少数类“{rare}”：平均精确率，被试均值。随机水平为 {Percent(1 - page.Commonest.Share)}%。"),
            [new("decoder", "解码器"), new("average precision, %", "平均精确率，%", "n")],
            page.Series.Select(s => (string[])
            [
                page.Named(s.Name),
                page.RowsOf(s.Name).Select(r => r.Folds.SelectMany(f => f.Trials).ToList())
                    .Select(t => PrecisionRecall.AveragePrecision([.. t.Select(ScoreOf)], [.. t.Select(x => x.Truth == rare)])).Average() is { } mean ? Percent(mean) : "–",
            ]));
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
