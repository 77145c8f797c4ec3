using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Evaluation;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>The record: every value, every file, how it was computed, and the papers.</summary>
internal static class RecordSection
{
    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        Values(page, writer);
        Methods(page, writer);
        writer.Heading("Files", "文件");
        writer.Table(("Recordings that trials came from, with the SHA-256 of their bytes.", "试次所用的记录及其字节的 SHA-256。"), [new("recording", "记录", "keep"), new("SHA-256", "SHA-256")],
            page.Table.Inputs.Select(i => (string[])[Text(i.Name), $"<code class=\"hash\">{Text(i.Sha256)}</code>"]));
    }

    private static void Values(EvaluationPage page, ReportWriter writer)
    {
        var hasArea = page.Table.Rows.Any(r => r.Scores.Auc is not null);
        writer.Heading("All values", "全部数值");
        writer.Table(
            ("Every person and decoder. Accuracy with Wilson's 95 % interval; limit: accuracy that guessing reaches with a probability of at most 5 %; bold: at or above it.",
                "每名被试与解码器。准确率附 Wilson 95% 区间；界限：随机猜测达到的概率不超过 5% 的准确率；粗体：不低于该界限。"),
            [
                new("person", "被试"), new("decoder", "解码器", "keep"), new("right", "正确", "n"), new("accuracy, %", "准确率，%", "n"), new("limit, %", "界限，%", "n"), new("balanced, %", "平衡，%", "n"),
                new("kappa", "Kappa", "n"), .. hasArea ? (ReportWriter.Column[])[new("ROC area", "ROC 面积", "n")] : [], new("bit/min", "比特/分", "n"),
            ],
            page.Table.Rows.Select(r => Cells(page, r, hasArea)));
    }

    private static IReadOnlyList<string> Cells(EvaluationPage page, SubjectResult row, bool hasArea)
    {
        var s = row.Scores;
        var accuracy = ShareAxis.Percent(s.Accuracy);
        return
        [
            Text(row.Subject.Name), page.Named(row.Decoder), string.Create(CultureInfo.InvariantCulture, $"{s.CorrectCount} / {s.TrialCount}"),
            s.Accuracy.Value >= s.ChanceLimit ? $"<b>{accuracy}</b>" : accuracy, Number(100 * s.ChanceLimit, "0.0"), Number(100 * s.BalancedAccuracy.Value, "0.0"), Number(s.Kappa.Value, "0.00;−0.00"),
            .. hasArea ? (string[])[s.Auc is { } area ? Number(area.Value, "0.00") : "–"] : [], Number(s.BitsPerMinute.Value, "0.0"),
        ];
    }

    private static void Methods(EvaluationPage page, ReportWriter writer)
    {
        writer.Heading("Methods", "方法");
        var papers = new List<Paper>();
        string Cite(params Paper[] cited) => $" [{string.Join(", ", cited.Select(p => papers.Contains(p) ? papers.IndexOf(p) + 1 : Added(papers, p)))}]";
        foreach (var (en, zh) in Texts(page, Cite)) writer.Paragraph(en, zh);
        writer.Heading("References", "参考文献");
        writer.Raw("<ol class=\"references\">\n");
        foreach (var paper in papers)
            writer.Raw($"<li>{Text(paper.Text)}{(paper.Link.Length > 0 ? $" <a href=\"{Text(paper.Link)}\">{Text(paper.Address)}</a>" : "")}</li>\n");
        writer.Raw("</ol>\n");
    }

    private static int Added(List<Paper> papers, Paper paper)
    {
        papers.Add(paper);
        return papers.Count;
    }

    private static IEnumerable<(string En, string Zh)> Texts(EvaluationPage page, Func<Paper[], string> cite)
    {
        var decoders = page.Table.Decoders.Select(d => (d.Name, Entry: DecoderPapers.Find(d.Name))).ToList();
        var named = decoders.ConvertAll(d => d.Entry is { } e ? (En: $"{d.Name} ({e.En}){cite(e.Papers)}", Zh: $"{d.Name}（{e.Zh}）{cite(e.Papers)}") : (En: d.Name, Zh: d.Name));
        yield return ($"Decoders: {string.Join("; ", named.Select(n => n.En))}. Hyper-parameters stand in the table above; nothing was tuned on test trials.",
            $"解码器：{string.Join("；", named.Select(n => n.Zh))}。超参数见上表；未用测试试次调参。");
        var (split, across) = (ReportWords.Split(page.Table.Split.Name), page.Table.Alignment);
        if (split.En.Length > 0)
            yield return ($"Split: {split.En}. Before every fit it was checked that training and test share no samples, no cue and no recording.",
                $"划分：{split.Zh}。每次拟合之前均已检查训练与测试不共享样本、提示或记录。");
        if (across is not null && DecoderPapers.Find(across.Name) is { } alignment)
            yield return ($"Alignment: {alignment.En}{cite(alignment.Papers)}.", $"对齐：{alignment.Zh}{cite(alignment.Papers)}。");
        yield return ($"Intervals of one person's accuracy are those of Wilson{cite([Paper.Wilson])}; the limit of guessing follows the binomial distribution{cite([Paper.MuellerPutz])}. "
            + $"Kappa is Cohen's{cite([Paper.Cohen])}, areas have the interval of DeLong{cite([Paper.DeLong])}, the information transfer rate is that of Wolpaw{cite([Paper.Wolpaw])}, reliability is that of Guo{cite([Paper.Guo])}. Means over people have the interval of Student's t.",
            $"单名被试准确率的区间采用 Wilson 法{cite([Paper.Wilson])}；随机界限由二项分布给出{cite([Paper.MuellerPutz])}。Kappa 为 Cohen 系数{cite([Paper.Cohen])}，面积区间采用 DeLong 法{cite([Paper.DeLong])}，信息传输率采用 Wolpaw 公式{cite([Paper.Wolpaw])}，可靠性按 Guo 等{cite([Paper.Guo])}。被试均值的区间采用 Student t。");
        if (page.Comparisons.IsEmpty) yield break;
        yield return ($"Decoders were compared over people, never over trials or folds, by the two-sided sign-flip test{cite([Paper.Fisher])} of their accuracies, with Holm's correction over all pairs{cite([Paper.Holm])}. "
            + $"Average ranks{cite([Paper.Demsar])} were tested by Friedman's test{cite([Paper.Friedman])} and its F{cite([Paper.ImanDavenport])}.",
            $"解码器之间按被试（而非试次或折）比较准确率，采用双侧符号翻转检验{cite([Paper.Fisher])}，并对所有比较作 Holm 校正{cite([Paper.Holm])}。平均秩{cite([Paper.Demsar])}以 Friedman 检验{cite([Paper.Friedman])}及其 F 形式{cite([Paper.ImanDavenport])}检验。");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
