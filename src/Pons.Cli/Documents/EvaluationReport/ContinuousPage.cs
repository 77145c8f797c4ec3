using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Decoding;
using Pons.Evaluation.Continuous;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>An evaluation of continuous decoders as one page, as <see cref="EvaluationPage"/> is for decisions.</summary>
internal sealed class ContinuousPage
{
    private static readonly Paper Kunsch = new("Künsch HR (1989). The jackknife and the bootstrap for general stationary observations. Ann Stat 17:1217–1241.", "10.1214/aos/1176347265");
    private static readonly Paper WuKalman = new("Wu W, Gao Y, Bienenstock E, Donoghue JP, Black MJ (2006). Bayesian population decoding of motor cortical activity using a Kalman filter. Neural Comput 18:80–118.", "10.1162/089976606774841585");
    private static readonly Paper Glaser = new("Glaser JI, Benjamin AS, Chowdhury RH, Perich MG, Miller LE, Kording KP (2020). Machine learning for neural decoding. eNeuro 7:ENEURO.0506-19.2020.", "10.1523/ENEURO.0506-19.2020");

    private readonly ReportWriter _writer = new();
    private readonly ContinuousScores _scores;
    private readonly List<Series> _series;

    private ContinuousPage(ContinuousScores scores)
    {
        _scores = scores;
        _series = [.. scores.Results.Select((r, i) => new Series(r.Candidate.Label, i))];
    }

    /// <summary>The whole page as HTML.</summary>
    /// <param name="scores">What to show.</param>
    /// <param name="command">The command that computes it again.</param>
    /// <param name="language">The language shown first: <c>en</c> or <c>zh</c>.</param>
    public static string Of(ContinuousScores scores, string command, string language)
    {
        var page = new ContinuousPage(scores);
        page._writer.Raw(Opening(("Evaluation report", "评估报告"), language, ReportStyle.Sheet));
        page.Head();
        page.Setup(command);
        page.Plots();
        page.Values();
        page.Methods();
        page._writer.Raw(Closing);
        return page._writer.ToString();
    }

    private void Head()
    {
        var best = _scores.Results.MaxBy(r => r.Mean.Correlation.Value)!;
        _writer.Raw($"<header>\n<h1>{Both("Evaluation report", "评估报告")}</h1>\n<p class=\"meta\">{Both("Movement from spikes", "由神经元放电解码运动")} · {Text(_scores.Dataset)} · {Text(ModelLineage.ThisProgram)}</p>\n</header>\n");
        var figures = IntervalPlot.Figures(best.Mean.Correlation);
        _writer.Paragraph(
            $"The highest mean correlation with the true movement is that of {best.Candidate.Label}: {figures}, on {Number(Minutes(_scores.BinCount - _scores.Cut), "0.0")} min that were not learnt from.{(best.IsCausal ? "" : " It is not causal.")}",
            $"与真实运动平均相关最高的解码器为 {best.Candidate.Label}：{figures}，测试部分为未参与学习的 {Number(Minutes(_scores.BinCount - _scores.Cut), "0.0")} 分钟。{(best.IsCausal ? "" : "该解码器非因果。")}", "lead");
        _writer.Paragraph("One recording of one animal: the intervals are those of time within it and say nothing about other recordings.", "仅为一只动物的一个记录：区间反映记录内时间上的不确定性，不能推及其他记录。", "warn");
    }

    private void Setup(string command)
    {
        _writer.Heading("What was evaluated", "评估内容");
        _writer.Raw("<dl class=\"facts\">\n");
        Fact("data set", "数据集", $"<b>{Text(_scores.Dataset)}</b>");
        Fact("recording", "记录", Both(
            Invariant($"{_scores.UnitCount} units, {_scores.BinCount:N0} bins of {1000 * _scores.BinSeconds:0.#} ms, {Minutes(_scores.BinCount):0.0} min"),
            Invariant($"{_scores.UnitCount} 个单元，{_scores.BinCount:N0} 个 {1000 * _scores.BinSeconds:0.#} ms 时间仓，{Minutes(_scores.BinCount):0.0} 分钟")));
        Fact("split", "划分", Both(
            Invariant($"by time: the first {_scores.Cut:N0} bins are learnt from, the rest is decoded"), Invariant($"按时间：前 {_scores.Cut:N0} 个时间仓用于学习，其余用于解码")));
        Fact("calibration", "校准", Both(Invariant($"{Minutes(_scores.Cut):0.0} min of the same recording"), Invariant($"同一记录的 {Minutes(_scores.Cut):0.0} 分钟")));
        Fact("version", "版本", Text(ModelLineage.ThisProgram));
        if (command.Length > 0) Fact("to compute it again", "重新计算", $"<pre>{Text(command)}</pre>");
        _writer.Raw("</dl>\n");
        _writer.Table(
            ("Decoders. Causal: no bin after the one that is described was used. Coverage: bins of the test part that were decoded.", "解码器。因果：未使用被描述时间仓之后的数据。覆盖：测试部分中被解码的时间仓。"),
            [new("decoder", "解码器"), new("method", "方法"), new("parameters", "参数"), new("causal", "因果", "keep"), new("coverage", "覆盖", "n")],
            _scores.Results.Select(r => (string[])
            [
                Named(r), Text(r.Candidate.Decoder.Name),
                $"<code>{Text(string.Join(", ", r.Candidate.Decoder.Parameters.Select(p => Invariant($"{p.Key} = {p.Value:G6}"))))}</code>",
                r.IsCausal ? Both("yes", "是") : $"<b>{Both(Invariant($"no, {-r.Shift} bins late"), Invariant($"否，迟 {-r.Shift} 仓"))}</b>",
                Invariant($"{r.TestedBins:N0} / {_scores.BinCount - _scores.Cut:N0}"),
            ]));
    }

    private void Plots()
    {
        _writer.Heading("How well movement was decoded", "运动解码效果");
        Plot(s => s.Correlation, ("correlation", "相关系数"), "Pearson's correlation of the decoded with the true movement. ", "解码运动与真实运动的 Pearson 相关。");
        Plot(s => s.R2, ("R²", "R²"), "Explained variance over the test part; below 0 the mean would have been better. ", "测试部分的解释方差；低于 0 表示不如取均值。");
        Plot(s => s.NormalisedError, ("error, standard deviations of the truth", "误差（真实值标准差）"), "Root mean square error over the standard deviation of the truth; smaller is better. ", "均方根误差除以真实值标准差；越小越好。");
    }

    private void Plot(Func<OutputScore, Evaluation.Estimate> scoreOf, (string En, string Zh) meaning, string en, string zh) => _writer.Figure(
        (en + "Marks: mean over outputs with its 95 % interval; dots: one output each.", zh + "标记：各输出的均值及 95% 区间；圆点：各输出。"),
        name => IntervalPlot.Of(
            [.. _scores.Results.Zip(_series, (r, s) => new IntervalPlot.Row(s, scoreOf(r.Mean), [.. r.Outputs.Select(o => scoreOf(o).Value)]))], meaning, name));

    private void Values()
    {
        _writer.Heading("All values", "全部数值");
        _writer.Table(
            ("Every decoder and output, with 95 % intervals.", "每个解码器与输出及 95% 区间。"),
            [new("decoder", "解码器"), new("output", "输出"), new("correlation", "相关系数", "n"), new("R²", "R²", "n"), new("error", "误差", "n")],
            _scores.Results.SelectMany(r => r.Outputs.Append(r.Mean).Select(s => (string[])
            [
                Named(r), s == r.Mean ? Both("mean", "均值") : Text(s.Output), IntervalPlot.Figures(s.Correlation), IntervalPlot.Figures(s.R2), IntervalPlot.Figures(s.NormalisedError),
            ])));
    }

    private void Methods()
    {
        _writer.Heading("Methods", "方法");
        _writer.Paragraph(
            "Wiener filters [1] and Kalman filters [2] were fitted to the first part of the recording and decoded the rest; no window reaches across the cut. Intervals are those of a bootstrap over blocks of 10 s of the test part [3], because neighbouring bins are not independent.",
            "维纳滤波器 [1] 与卡尔曼滤波器 [2] 在记录前段拟合，解码其余部分；任何窗都不跨越分界。区间由对测试部分 10 s 分块的自助法得到 [3]，因为相邻时间仓并不独立。");
        _writer.Raw("<ol class=\"references\">\n");
        foreach (var paper in (Paper[])[Glaser, WuKalman, Kunsch]) _writer.Raw($"<li>{Text(paper.Text)} <a href=\"{paper.Link}\">{Text(paper.Address)}</a></li>\n");
        _writer.Raw("</ol>\n");
        _writer.Heading("Files", "文件");
        _writer.Table(("The recording, with the SHA-256 of its bytes.", "记录及其字节的 SHA-256。"), [new("recording", "记录"), new("SHA-256", "SHA-256")],
            [[Text(_scores.Input.Name), $"<code class=\"hash\">{Text(_scores.Input.Sha256)}</code>"]]);
    }

    private string Named(ContinuousResult result) =>
        $"<span class=\"name\"><span class=\"{_series.First(s => s.Name == result.Candidate.Label).Colour} mark-dot\"></span>{Text(result.Candidate.Label)}</span>";

    private void Fact(string en, string zh, string html) => _writer.Raw($"<dt>{Both(en, zh)}</dt><dd>{html}</dd>\n");

    private double Minutes(int bins) => bins * _scores.BinSeconds / 60;

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
