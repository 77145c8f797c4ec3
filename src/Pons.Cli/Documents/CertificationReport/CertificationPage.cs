using System.Globalization;
using Pons.Certification;
using Pons.Certification.Budgets;
using Pons.Cli.Documents.EvaluationReport;
using Pons.Cli.Documents.Plots;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.CertificationReport;

/// <summary>A certification as one page that needs nothing else: two languages and themes, for the screen and for paper.</summary>
internal sealed class CertificationPage
{
    private const string Style = ReportStyle.Sheet + """

        .good, .numbers dt.good { color: var(--good); } .bad, .numbers dt.bad { color: var(--bad); } .open { color: var(--soft); }
        .verdict { white-space: nowrap; font-weight: 600; } .numbers dd { overflow-wrap: anywhere; } h3 { margin: 1.8rem 0 .2rem; font-size: 1.02rem; } h3 .verdict { margin-left: .6rem; font-size: .92rem; }
        td.n + td:not(.n), th.n + th:not(.n) { padding-left: 1.1rem; } .limits table { table-layout: fixed; min-width: 50rem; }
        .limits th:nth-child(1) { width: 18%; } .limits th:nth-child(2) { width: 9%; } .limits th:nth-child(3) { width: 10%; } .limits th:nth-child(4) { width: 9%; }
        .limits th:nth-child(5) { width: 10%; } .limits th:nth-child(6) { width: 16%; } .limits tbody th { font-weight: 400; }
        @media print { .limits table { min-width: 0; } h3 { break-after: avoid; } .good, .bad { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """;

    private readonly ReportWriter _writer = new();
    private readonly CertificationResult _result;
    private readonly CertifyDocument _document;

    private CertificationPage(CertificationResult result, CertifyDocument document) => (_result, _document) = (result, document);

    /// <summary>The whole page as HTML.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="document">The same with the facts of the computer.</param>
    /// <param name="language">The language shown first: <c>en</c> or <c>zh</c>.</param>
    public static string Of(CertificationResult result, CertifyDocument document, string language)
    {
        var page = new CertificationPage(result, document);
        page._writer.Raw(Opening(("What this computer achieves", "本机时间性能认证"), language, Style));
        page.Head();
        page.Verdicts();
        page.Times();
        page.Loop();
        page.Conditions();
        page._writer.Raw(Closing);
        return page._writer.ToString();
    }

    private void Head()
    {
        var load = CertificationWords.Name(_document.Load);
        _writer.Raw($"""
            <header>
            <h1>{Both("What this computer achieves", "本机时间性能认证")}</h1>
            <p class="meta">{Text(_document.Time.Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal))} · {Both($"load: {load.En}", $"负载：{load.Zh}")} · {Text(_document.Version)}</p>
            </header>

            """);
        Lead();
        _writer.Raw("<dl class=\"numbers\">\n");
        foreach (var verdict in (Verdict[])[Verdict.Pass, Verdict.Undecided, Verdict.NotMeasured, Verdict.Fail])
            Number(_result.Paradigms.Count(p => p.Verdict == verdict), verdict);
        _writer.Raw("</dl>\n");
    }

    private void Lead()
    {
        if (_result.ResultOf("loop")?.Times is not { } loop)
        {
            _writer.Paragraph("The whole loop was not measured.", "未测量整个闭环。", "lead");
            return;
        }

        var shares = ((double Share, string En, string Zh)[])[(0.5, "median", "中位数"), (0.99, "p99", "p99"), (0.999, "p99.9", "p99.9")];
        var known = shares.Where(s => loop.At(s.Share) is not null).ToList();
        var (en, zh) = (string.Join(", ", known.Select(s => $"{s.En} {Shown(loop.At(s.Share))} ms")), string.Join("，", known.Select(s => $"{s.Zh} {Shown(loop.At(s.Share))} ms")));
        _writer.Paragraph(
            $"From an emulated amplifier over TCP, through filter and decoder, to a command over TCP: {en}, longest {Shown(loop.Max)} ms, in {loop.Count} blocks of 4 ms with 64 channels at 1 kHz.",
            $"从模拟放大器经 TCP、滤波与解码，到经 TCP 返回的指令：{zh}，最长 {Shown(loop.Max)} ms，共 {loop.Count} 个 4 ms 数据块，64 通道、1 kHz。",
            "lead");
    }

    private void Number(int count, Verdict verdict) => _writer.Raw(string.Create(
        CultureInfo.InvariantCulture, $"<div><dt class=\"{Kind(verdict)}\">{Both(CertificationWords.Verdict(verdict))}</dt><dd>{count}</dd></div>\n"));

    private void Verdicts()
    {
        _writer.Heading("What it is good enough for", "满足哪些范式");
        _writer.Figure(
            ("How much of each limit is used. A thick bar ends at what was measured; the thin line goes on to what the true percentile does not exceed with 95 % confidence. It must stay left of the dashed line.",
                "各限值的占用比例。粗线止于实测值；细线延伸到真实百分位数的 95% 置信上限，须位于虚线左侧。"),
            name => BudgetPlot.Of(_result.Paradigms, name));
        _writer.Raw("<div class=\"limits\">\n");
        foreach (var paradigm in _result.Paradigms) Write(paradigm);
        _writer.Raw("</div>\n");
    }

    private void Write(ParadigmVerdict paradigm)
    {
        _writer.Raw($"<h3>{Both(CertificationWords.Name(paradigm.Budget.Name))}<span class=\"verdict {Kind(paradigm.Verdict)}\">{Both(CertificationWords.Verdict(paradigm.Verdict))}</span></h3>\n");
        var name = CertificationWords.Name(paradigm.Budget.Name);
        _writer.Table(
            ($"Limits: {name.En}.", $"限值：{name.Zh}。"),
            [
                new("measured on", "测量项"), new("quantity", "指标"), new("wanted", "要求", "n"), new("achieved", "实测", "n"), new("at most (95 %)", "95% 置信上限", "n"),
                new("verdict", "结论", "keep"), new("where the limit comes from", "限值来源"),
            ],
            paradigm.Limits.Select(l => (string[])
            [
                Both(CertificationWords.Name(l.Limit.Measurement)), Both(CertificationWords.Quantity(l.Limit)), Text(CertificationWords.Wanted(l.Limit)), Shown(l.Measured),
                Shown(l.UpperLimit), $"<span class=\"verdict {Kind(l.Verdict)}\">{Both(CertificationWords.Verdict(l.Verdict))}</span>", Origin(l),
            ]));
    }

    private static string Origin(LimitVerdict l)
    {
        var source = l.Limit.Source.IsPublished ? Both(l.Limit.Source.En, l.Limit.Source.Zh) : Both($"our choice: {l.Limit.Source.En}", $"自定：{l.Limit.Source.Zh}");
        return l.Absent is { } absent ? $"{source}<br><span class=\"open\">{Both(CertificationWords.Reason(absent))}</span>" : source;
    }

    private void Times()
    {
        _writer.Heading("What was measured", "测量结果");
        var rows = _result.Results.Where(r => r.Times is not null).ToList();
        if (rows.Count > 0)
            _writer.Figure(
                ("Times of each measurement: circle median, square p99, triangle p99.9, stroke longest. Of the clock the longest step in each thousand readings.", "各测量项的时间：圆为中位数，方为 p99，三角为 p99.9，竖线为最长。时钟取每千次读取中的最长步长。"),
                name => LatencyPlot.Of(rows, name));
        _writer.Table(
            ("All measurements, in milliseconds. A dash stands where too few times were measured for the percentile.", "全部测量项，单位毫秒。次数不足以给出百分位数时以短横表示。"),
            [
                new("measurement", "测量项", "keep"), new("times", "次数", "n"), new("p50", "p50", "n"), new("p90", "p90", "n"), new("p99", "p99", "n"), new("p99.9", "p99.9", "n"),
                new("longest", "最长", "n"), new("besides", "其他"),
            ],
            _result.Results.Select(Row));
    }

    private static string[] Row(MeasurementResult r) =>
    [
        Both(CertificationWords.Name(r.Name)), r.Times?.Count.ToString(CultureInfo.InvariantCulture) ?? "–", Shown(r.Times?.At(0.5)), Shown(r.Times?.At(0.9)),
        Shown(r.Times?.At(0.99)), Shown(r.Times?.At(0.999)), Shown(r.Times?.Max),
        r.Absent is { } absent ? Both(CertificationWords.Reason(absent)) : string.Join("<br>", r.Figures.Where(f => !IsOfStage(f)).Select(FigureText)),
    ];

    private static string FigureText(Figure figure)
    {
        var (name, value) = (CertificationWords.Name(figure.Name), CertificationWords.Value(figure));
        return Both($"{name.En} {value}", $"{name.Zh} {value}");
    }

    private void Loop()
    {
        if (_result.ResultOf("loop") is not { } loop || !loop.Figures.Any(IsOfStage)) return;
        _writer.Heading("Where the time of the loop goes", "闭环时间去向");
        _writer.Table(
            ("Inside the software, from the arrival of a block, in milliseconds; what is left of the loop are both ways of the wire and the wake-ups between.",
                "软件内部，自数据块到达起，单位毫秒；其余时间为双向传输与其间的唤醒。"),
            [new("stage", "处理级"), new("p50", "p50", "n"), new("p99", "p99", "n")],
            loop.Figures.Where(f => f.Name.EndsWith(" p50", StringComparison.Ordinal)).Select(f => f.Name[..^4]).Select(stage => (string[])
                [Both(CertificationWords.Stage(stage)), Shown(loop.FigureOf(stage + " p50")?.Value), Shown(loop.FigureOf(stage + " p99")?.Value)]));
    }

    private void Conditions()
    {
        var (computer, load) = (_document.Computer, CertificationWords.Name(_document.Load));
        _writer.Heading("Conditions and what this does not show", "条件与局限");
        _writer.Raw("<dl class=\"facts\">\n");
        Fact("computer", "计算机", Text(computer.Processor) + Both($", {computer.Cores} cores", $"，{computer.Cores} 核"));
        Fact("system", "系统", Text($"{computer.System} · {computer.Runtime}"));
        Fact("load", "负载", Both(load));
        Fact("time", "时长", string.Create(CultureInfo.InvariantCulture, $"{_document.Seconds:0.#} s"));
        Fact("to measure again", "重新测量", $"<pre>{Text(string.Create(CultureInfo.InvariantCulture, $"pons certify --load {_document.Load} --duration {_document.Seconds:0.###} --folder SESSIONS"))}</pre>");
        _writer.Raw("</dl>\n");
        _writer.Paragraph(
            "This holds for this load and these minutes: other programs, drivers and power settings change it, most of all the longest times. The amplifier's own delay, the delay of filters, the length of the window, a real network and a screen are not in it; what a screen adds must be measured with a photodiode. The browser has no window here.",
            "以上结果只适用于本次负载与这几分钟：其他程序、驱动与电源设置都会改变它，最长时间尤甚。放大器自身延迟、滤波延迟、窗长、真实网络与显示屏均不在内；显示屏的延迟须用光电二极管测量。此处浏览器不显示窗口。");
        _writer.Paragraph(
            "The limit with 95 % confidence takes the times as independent; where one delay causes the next it is too low. Published figures are those of other systems, not proof of what a person needs.",
            "95% 置信上限假定各次时间相互独立；若一次延迟引起下一次，则上限偏低。已发表数值来自其他系统，并非人所必需的证明。");
    }

    private void Fact(string en, string zh, string html) => _writer.Raw($"<dt>{Both(en, zh)}</dt><dd>{html}</dd>\n");

    private static bool IsOfStage(Figure figure) =>
        figure.Name.EndsWith(" p50", StringComparison.Ordinal) || figure.Name.EndsWith(" p99", StringComparison.Ordinal);

    private static string Shown(double? value) => value is { } v ? CertificationWords.Number(v) : "–";

    private static string Kind(Verdict verdict) => verdict switch { Verdict.Pass => "good", Verdict.Fail => "bad", _ => "open" };
}
