using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Evaluation;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>Whether decoders differ over the same people: pair by pair, by rank, and what an alignment gained.</summary>
internal static class ComparisonSection
{
    private const int MostPairs = 45, MostSlopes = 15;

    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        if (page.Series.Length > 1)
        {
            writer.Heading("Do the decoders differ?", "解码器之间是否有差异？");
            if (page.Comparisons.IsEmpty)
                writer.Paragraph("With one person decoders cannot be compared: trials of one person do not stand for others.",
                    "仅有一名被试时无法比较解码器：一人的试次不能代表他人。", "warn");
            else Pairs(page, writer);
            Ranks(page, writer);
        }

        if (page.Table.Alignment is not null) Gains(page, writer);
    }

    private static void Pairs(EvaluationPage page, ReportWriter writer)
    {
        var scores = page.Series.ToDictionary(s => s.Name, s => page.RowsOf(s.Name).Select(r => r.Scores.Accuracy.Value).ToArray());
        var pairs = MostTelling(page.Comparisons, MostPairs);
        if (page.SmallestP is > 0.05 and var least)
            writer.Paragraph(
                string.Create(CultureInfo.InvariantCulture, $"Too few people: with {page.Subjects.Length} of them and {page.Comparisons.Length} pairs no difference, however large, can reach p ≤ 0.05 after Holm's correction; the least p is {least:0.###}. “No difference was shown” then says nothing."),
                string.Create(CultureInfo.InvariantCulture, $"被试过少：{page.Subjects.Length} 名被试、{page.Comparisons.Length} 对比较，经 Holm 校正后无论差异多大都不可能达到 p ≤ 0.05（最小 p 为 {least:0.###}）。此时“未见差异”不说明任何问题。"),
                "warn");
        writer.Figure(
            ("Differences of accuracy, first minus second. Large dots: mean over people with the 95 % interval of Student's t. Small dots: one person each. d: mean over standard deviation of the differences. "
                + "p: sign-flip test, two-sided, after Holm's correction for all pairs." + OnlySome(page.Comparisons.Length, pairs.Count).En,
                "准确率之差（前者减后者）。大圆点：被试均值及 Student t 95% 区间。小圆点：每名被试。d：差值均值除以其标准差。p：双侧符号翻转检验，经 Holm 校正。"
                + OnlySome(page.Comparisons.Length, pairs.Count).Zh),
            name => DifferencePlot.Of([.. pairs.Select(c => new DifferencePlot.Row(PairOf(c), c, [.. scores[c.First].Zip(scores[c.Second], (a, b) => a - b)]))], name));
        var lowest = scores.Values.Min(s => s.Min());
        var drawn = MostTelling(page.Comparisons, MostSlopes);
        writer.Figure(
            ("One line a person, from one decoder to the other; accuracy in per cent. Blue rises, orange falls, grey stays; the thick line is the mean." + OnlySome(page.Comparisons.Length, drawn.Count).En,
                "每条线为一名被试由一个解码器到另一个的变化；准确率，%。蓝色上升，橙色下降，灰色不变；粗线为均值。" + OnlySome(page.Comparisons.Length, drawn.Count).Zh),
            drawn.Select(c => (Func<string, string>)(name => SlopePlot.Of(
                page.Series.First(s => s.Name == c.Second), page.Series.First(s => s.Name == c.First), scores[c.Second], scores[c.First], lowest, name))));
        PairTable(writer, ("Every pair of decoders.", "解码器两两比较。"), new("first − second", "前者 − 后者"), page.Comparisons, c => Text(PairOf(c)));
    }

    /// <summary>All comparisons in their order, or those of the smallest p when there are too many to draw.</summary>
    private static List<PairedComparison> MostTelling(IReadOnlyList<PairedComparison> all, int most) =>
        all.Count <= most ? [.. all] : [.. all.OrderBy(c => c.PValue).Take(most)];

    private static (string En, string Zh) OnlySome(int all, int drawn) => drawn == all ? ("", "")
        : ($" Drawn are the {drawn} of {all} pairs with the smallest p.", $"图中为 {all} 对中 p 最小的 {drawn} 对。");

    private static string PairOf(PairedComparison c) => $"{c.First} − {c.Second}";

    private static void PairTable(
        ReportWriter writer, (string En, string Zh) caption, ReportWriter.Column first, IEnumerable<PairedComparison> pairs, Func<PairedComparison, string> nameOf) => writer.Table(
        caption,
        [
            first, new("people", "被试", "n"), new("points [95 % interval]", "百分点 [95% 区间]", "n"), new("d", "d", "n"), new("p", "p", "n"),
            new("p (Holm)", "p（Holm）", "n"),
        ],
        pairs.Select(c => (string[])
        [
            nameOf(c), c.SubjectCount.ToString(CultureInfo.InvariantCulture), DifferencePlot.Points(c.Difference),
            c.EffectSize.ToString("0.00;−0.00;0.00", CultureInfo.InvariantCulture), Text(DifferencePlot.Probability(c.PValue)), Text(DifferencePlot.Probability(c.AdjustedPValue)),
        ]));

    private static void Ranks(EvaluationPage page, ReportWriter writer)
    {
        if (page.Ranks is not { } ranks)
        {
            if (!page.Comparisons.IsEmpty)
                writer.Paragraph("Ranks and a critical-difference diagram need three decoders or more.", "秩与临界差图至少需要三个解码器。", "meta");
            return;
        }

        var caution = ranks.SubjectCount > 10 && ranks.Names.Length > 5 ? ("", "")
            : (" χ² is rough with so few people or decoders.", "被试或解码器较少时 χ² 近似粗略。");
        var numbers = string.Create(CultureInfo.InvariantCulture,
            $"χ² = {ranks.Friedman.Statistic:0.00}, p = {DifferencePlot.Probability(ranks.Friedman.P)}; Iman–Davenport F = {ranks.ImanDavenport.Statistic:0.00}, p = {DifferencePlot.Probability(ranks.ImanDavenport.P)}")
            .Replace("= <", "<", StringComparison.Ordinal);
        var difference = ranks.CriticalDifference.ToString("0.00", CultureInfo.InvariantCulture);
        writer.Figure(
            ($"Critical-difference diagram: average ranks over {ranks.SubjectCount} people, 1 is best. A bar joins decoders that no pairwise test (sign flips, Holm, 5 %) tells apart; dots are its members. "
                + $"Friedman's test: {numbers}.{caution.Item1} Nemenyi's critical difference at 5 % is {difference} ranks.",
                $"临界差图：{ranks.SubjectCount} 名被试的平均秩，1 为最优。横杠连接两两检验（符号翻转、Holm、5%）无法区分的解码器，圆点为其成员。"
                + $"Friedman 检验：{numbers}。{caution.Item2}5% 水平的 Nemenyi 临界差为 {difference} 个秩。"),
            name => RankDiagram.Of(ranks, page.Series.ToDictionary(s => s.Name), name));
    }

    private static void Gains(EvaluationPage page, ReportWriter writer)
    {
        writer.Heading("What the alignment gained", "对齐的增益");
        if (page.Table.AlignmentGains.IsEmpty)
        {
            writer.Paragraph("Not measured: it needs two people or more.", "未测量：至少需要两名被试。");
            return;
        }

        var shown = page.Table.AlignmentGains.Count(g => g.AdjustedPValue <= 0.05 && g.Difference.Value > 0);
        writer.Paragraph(
            $"With alignment against without, over the same people: a gain is shown for {shown} of {page.Table.AlignmentGains.Length} decoders.",
            $"同一批被试对齐与不对齐相比：{page.Table.AlignmentGains.Length} 个解码器中有 {shown} 个显示出增益。");
        var gains = page.Table.AlignmentGains.Select(g => (Gain: g, Decoder: DecoderOf(page, g))).ToList();
        writer.Figure(
            ("Accuracy with alignment minus without: mean over people with the 95 % interval of Student's t; p: sign-flip test, two-sided, after Holm's correction over the decoders.",
                "对齐减不对齐的准确率：被试均值及 Student t 95% 区间；p：双侧符号翻转检验，经各解码器间的 Holm 校正。"),
            name => DifferencePlot.Of([.. gains.Select(g => new DifferencePlot.Row(g.Decoder, g.Gain, []))], name));
        PairTable(writer, ("Accuracy with alignment minus without.", "对齐减不对齐的准确率。"), new("decoder", "解码器"), page.Table.AlignmentGains, g => page.Named(DecoderOf(page, g)));
    }

    /// <summary>The decoder that a gain is of; its name stands first in that of the comparison.</summary>
    private static string DecoderOf(EvaluationPage page, PairedComparison gain) =>
        page.Series.Select(s => s.Name).FirstOrDefault(n => gain.First.StartsWith(n + " ", StringComparison.Ordinal)) ?? gain.First;
}
