using System.Globalization;
using System.Text;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents;

/// <summary>The report on a de-identification as one page that needs nothing else: two languages, for the screen and for paper.</summary>
internal sealed class DeidentificationPage
{
    private readonly DeidentificationDocument _document;
    private readonly StringBuilder _html = new();

    private DeidentificationPage(DeidentificationDocument document) => _document = document;

    /// <summary>The whole page as HTML.</summary>
    /// <param name="document">What to show.</param>
    /// <param name="language">The language shown first: <c>en</c> or <c>zh</c>.</param>
    public static string Of(DeidentificationDocument document, string language)
    {
        var page = new DeidentificationPage(document);
        page.Write(language);
        return page._html.ToString();
    }

    private void Write(string language)
    {
        _html.Append(BilingualHtml.Opening(("De-identification report", "去标识化报告"), language, Style));
        Head();
        Outcome();
        Kinds();
        NotReleased();
        ToLookAt();
        Files();
        Decisions();
        Risks();
        Limits();
        _html.Append(BilingualHtml.Closing);
    }

    private void Head() => _html.Append($"""
        <header>
        <h1>{Both("De-identification report", "去标识化报告")}</h1>
        <p class="meta">Pons {Text(_document.Version)} · {Text(_document.Time.Replace('T', ' ').Replace("Z", " UTC", StringComparison.Ordinal))} · {Both("rules", "规则")} {Text(_document.Rules)}</p>
        </header>

        """);

    private void Outcome()
    {
        var s = _document.Summary;
        var verdict = _document.IsComplete
            ? Both("Every file was rewritten, read again and searched; nothing that points to a person was found in what is released.",
                "全部文件均已改写、重新读取并复查；放行内容中未再发现指向个人的信息。")
            : Both($"{s.Refused + s.Failed} of {s.Refused + s.Failed + s.Released} recordings and files are not released; see below why.",
                $"{s.Refused + s.Failed + s.Released} 项中有 {s.Refused + s.Failed} 项未放行，原因见下文。");
        _html.Append($"<p class=\"verdict {(_document.IsComplete ? "good" : "bad")}\">{verdict}</p>\n<dl class=\"numbers\">\n");
        Number(s.Released, "released", "已放行");
        Number(s.Refused, "refused", "拒绝");
        Number(s.Failed, "failed the second look", "未通过复查");
        Number(s.Findings, "things found", "处发现");
        Number(_document.Subjects, "subjects", "名受试者");
        Number(s.SamplesCompared, "samples equal bit by bit", "个样本逐位相同");
        _html.Append("</dl>\n");
        if (_document.NamelessRecordings is > 0 and var n)
            _html.Append($"<p class=\"note\">{Both($"{n} recordings name no subject: those of one folder are taken for one person and share one shift of dates.",
                $"{n} 个记录未写明受试者：同一文件夹内的记录视为同一人，共用一个日期平移量。")}</p>\n");
    }

    private void Number(long number, string en, string zh) =>
        _html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Both(en, zh)}</dt><dd>{number:N0}</dd></div>\n");

    private void Kinds()
    {
        Heading("What was found", "发现了什么");
        if (_document.Summary.FindingsByKind.Count == 0)
        {
            _html.Append($"<p>{Both("Nothing that points to a person.", "未发现指向个人的信息。")}</p>\n");
            return;
        }

        var most = _document.Summary.FindingsByKind.Values.Max();
        _html.Append("<table class=\"kinds\"><tbody>\n");
        foreach (var (kind, count) in _document.Summary.FindingsByKind.OrderByDescending(k => k.Value))
        {
            var files = _document.Files.Count(f => f.Findings.Any(x => x.Kind == kind));
            _html.Append(CultureInfo.InvariantCulture,
                $"<tr><th>{Both(DeidentificationWords.Kinds[kind])}</th><td class=\"n\">{count:N0}</td><td class=\"bar\"><i style=\"width:{100.0 * count / most:0.#}%\"></i></td><td>{Both($"in {files} files", $"{files} 个文件")}</td></tr>\n");
        }

        _html.Append("</tbody></table>\n");
    }

    private void NotReleased()
    {
        var files = _document.Files.Where(f => f.Verdict is "refused" or "failed").ToList();
        if (files.Count == 0) return;
        Heading("Not released", "未放行");
        _html.Append($"<p>{Both("What is not understood is not released.", "无法解析的内容一律不放行。")}</p>\n<ul class=\"refused\">\n");
        foreach (var group in files.GroupBy(f => f.Format.Length == 0 ? "" : f.Path))
        {
            var names = string.Join(", ", group.Select(f => $"<b>{Text(f.Path)}</b>"));
            var reason = group.Key.Length > 0 ? Text(group.First().Reason ?? "") : Both(
                "No rule knows where files of these kinds keep what points to a person. Convert them to a format that Pons can de-identify, such as EDF, BrainVision or BIDS, or leave them out.",
                "没有规则说明这类文件在何处存放指向个人的信息。请先转换为 Pons 可去标识化的格式（如 EDF、BrainVision、BIDS），或不予发布。");
            _html.Append($"<li>{names} <span class=\"tag bad\">{Both(DeidentificationWords.Verdicts[group.First().Verdict])}</span><br>{reason}</li>\n");
        }

        _html.Append("</ul>\n");
    }

    private void ToLookAt()
    {
        var places = _document.Files.SelectMany(f => f.Findings.Where(x => x.Certainty == "possible" || x.Action == "report").Select(x => (File: f.Path, Finding: x))).ToList();
        if (places.Count == 0) return;
        Heading("A person must look here", "须人工查看");
        _html.Append($"<p>{Both("These places may or may not point to a person. Add what is a name to the list of names, and run again.",
            "以下位置可能指向个人，也可能并非如此。若确为姓名，请加入姓名名单后重新运行。")}</p>\n");
        Findings(places, withFile: true);
    }

    private void Files()
    {
        Heading("File by file", "逐文件");
        foreach (var file in _document.Files)
        {
            var found = file.Findings.Sum(f => f.Count);
            var compared = file.SamplesCompared is { } samples
                ? Both(Invariant($"{samples:N0} samples equal"), Invariant($"{samples:N0} 个样本相同")) : "";
            _html.Append($"<details{(file.Verdict == "failed" ? " open" : "")}><summary><b>{Text(file.Path)}</b> <span class=\"tag {(file.Verdict == "released" ? "good" : file.Verdict == "leftOut" ? "" : "bad")}\">{Both(DeidentificationWords.Verdicts[file.Verdict])}</span> <small>{Text(file.Format)} · {Both($"{found} found", $"{found} 处")}{(compared.Length > 0 ? " · " : "")}{compared}</small></summary>\n");
            if (file.Companions is { } others) _html.Append($"<p class=\"meta\">{Both("with", "连同")} {Text(string.Join(", ", others))}</p>\n");
            foreach (var note in file.Notes ?? []) _html.Append($"<p class=\"note\">{Text(note)}</p>\n");
            if (file.Findings.Count > 0) Findings([.. file.Findings.Select(f => (file.Path, f))], withFile: false);
            if (file.Leftovers is { } left)
            {
                _html.Append($"<h3>{Both("Found when the result was read again", "复查时发现")}</h3>\n");
                Findings([.. left.Select(f => (file.Path, f))], withFile: false);
            }

            _html.Append("</details>\n");
        }
    }

    private void Findings(IReadOnlyList<(string File, DeidentificationDocument.FoundEntry Finding)> findings, bool withFile)
    {
        _html.Append("<div class=\"wide\"><table class=\"findings\"><thead><tr>")
            .Append(withFile ? $"<th>{Both("file", "文件")}</th>" : "")
            .Append($"<th>{Both("where", "位置")}</th><th class=\"n\">{Both("byte", "字节")}</th><th>{Both("what", "内容")}</th><th>{Both("done", "处理")}</th>")
            .Append($"<th>{Both("certainty", "确定程度")}</th><th>{Both("rule", "规则")}</th><th class=\"n\">{Both("length", "长度")}</th><th class=\"n\">{Both("times", "次数")}</th><th>{Both("hash", "密钥哈希")}</th></tr></thead><tbody>\n");
        foreach (var (file, f) in findings)
            _html.Append("<tr>").Append(withFile ? $"<td>{Text(file)}</td>" : "")
                .Append($"<td>{Both(Text(f.Where), Text(DeidentificationWords.Place(f.Where)), isHtml: true)}</td><td class=\"n\">{f.Byte?.ToString(CultureInfo.InvariantCulture)}</td>")
                .Append($"<td>{Both(DeidentificationWords.Kinds[f.Kind])}</td><td>{Both(DeidentificationWords.Actions[f.Action])}</td><td>{Both(DeidentificationWords.Certainties[f.Certainty])}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Text(f.Rule)}</td><td class=\"n\">{f.Length}</td><td class=\"n\">{f.Count}</td><td><code>{Text(f.Hash)}</code></td></tr>\n");
        _html.Append("</tbody></table></div>\n");
    }

    private void Decisions()
    {
        Heading("Labels, dates, times", "标签、日期与时刻");
        _html.Append("<ul>\n");
        Item($"{_document.RelabelledSubjects} of {_document.Subjects} subjects have a label that differs from the source.", $"{_document.Subjects} 名受试者中有 {_document.RelabelledSubjects} 名更换了标签。");
        Item("Dates of a subject move together, by a number of days drawn at random, to the years before 1926; EDF and BDF, which cannot hold these, say 1 January 1985.",
            "同一受试者的日期按随机抽取的天数一起平移至 1926 年以前；EDF 与 BDF 无法表示这些年份，写为 1985 年 1 月 1 日。");
        if (_document.KeepsTimeOfDay) Item("Times of day were kept, as the steward asked.", "按管理员要求保留了时刻。");
        else Item("Times of day are midnight.", "时刻一律写为零点。");
        if (_document.IsSealed) Item("Labels and shifts are sealed in an encrypted map: whoever holds its key can undo the process.", "标签与平移天数已封存于加密映射文件：持有密钥者可以还原。");
        else Item("Labels and shifts were forgotten: nobody can undo the process, and later recordings of the same people cannot be joined to these.",
            "标签与平移天数未保存：任何人都无法还原，同一人以后的记录也无法与之衔接。");
        Item("The hashes in this report are keyed; equal hashes mean equal values, and without the key they say nothing else. The report quotes nothing that was found.",
            "本报告中的哈希带密钥：哈希相同即内容相同，没有密钥则别无含义。报告不引用任何被发现的内容。");
        _html.Append("</ul>\n");
    }

    private void Risks()
    {
        if (_document.TableRisk is { } table) OfTable(table);
        Heading("Identity in the signal", "信号身份风险");
        if (_document.SignalRisk is not { } signal)
        {
            Paragraph("Not measured, so unknown, which counts as high. With --signal-risk it is measured.", "未测量，故未知，按高风险处理。加 --signal-risk 即可测量。");
            return;
        }

        if (signal.UnknownBecause is { } why) _html.Append($"<p>{Both("Unknown, which counts as high.", "未知，按高风险处理。")} {Text(why)}</p>\n");
        foreach (var attack in signal.Attacks) OfAttack(attack, signal);
    }

    private void OfTable(RiskDocument.TableSection table)
    {
        Heading("Risk of the table", "表格风险");
        Paragraph(
            Invariant($"{table.Records} people; the smallest class that looks alike has {table.SmallestClass}, needed are {table.NeededClass}; overall risk {table.OverallRisk:0.###}, limit {table.OverallLimit:0.###} (public sharing; provisional, maps to GB/T 42460-2023)."),
            Invariant($"{table.Records} 人；最小等价类 {table.SmallestClass} 人，需要 {table.NeededClass} 人；总体风险 {table.OverallRisk:0.###}，限值 {table.OverallLimit:0.###}（完全公开共享；暂定，对应 GB/T 42460-2023）。"));
        foreach (var step in table.Suggestion ?? [])
            if (step.BinWidth is { } width) Paragraph(Invariant($"Suggestion: {step.Column} in ranges of {width}."), Invariant($"建议：{step.Column} 按宽度 {width} 分段。"));
            else Paragraph($"Suggestion: leave {step.Column} out.", $"建议：删去 {step.Column}。");
    }

    private void OfAttack(RiskDocument.Attack attack, RiskDocument.SignalSection signal)
    {
        var (rate, error) = (attack.IdentificationRate, attack.EqualErrorRate);
        Paragraph(
            Invariant($"An attacker that compares {attack.Name}: {rate.Value:P0} [{rate.Low:P0}, {rate.High:P0}] of {signal.TestedSessions} sessions identified among {signal.Subjects} people (guessing {signal.Chance:P0}); equal error rate {error.Value:P1} [{error.Low:P1}, {error.High:P1}]."),
            Invariant($"比较{InChinese(attack.Name)}的攻击者：{signal.Subjects} 人、{signal.TestedSessions} 次记录中识别率 {rate.Value:P0} [{rate.Low:P0}, {rate.High:P0}]（随机 {signal.Chance:P0}）；等错误率 {error.Value:P1} [{error.Low:P1}, {error.High:P1}]。"));
    }

    private static string InChinese(string attack) => attack switch { "power spectra" => "功率谱", "covariances" => "协方差", _ => $" {attack} " };

    private void Limits()
    {
        Heading("What cannot be excluded", "无法排除的风险");
        _html.Append("<ul class=\"limits\">\n");
        foreach (var limit in _document.CannotBeExcluded) Item(limit.En, limit.Zh);
        _html.Append("</ul>\n");
    }

    private void Heading(string en, string zh) => _html.Append($"<h2>{Both(en, zh)}</h2>\n");

    private void Paragraph(string en, string zh) => _html.Append($"<p>{Both(en, zh)}</p>\n");

    private void Item(string en, string zh) => _html.Append($"<li>{Both(en, zh)}</li>\n");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private const string Style = BilingualHtml.SwitchStyle + """

        :root { --ink: #1d2430; --soft: #5b6675; --line: #d9dee6; --paper: #fff; --good: #1c6b48; --bad: #a32a2a; --bar: #9db4cf; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #f3f5f8; color: var(--ink); font: 16px/1.6 "Segoe UI", "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
        main { max-width: 66rem; margin: 0 auto 4rem; padding: 2.5rem 3rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; }
        nav { max-width: 66rem; margin: 1.5rem auto .5rem; text-align: right; font-size: .9rem; }
        h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .25rem; letter-spacing: -.01em; }
        h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 1rem 0 .5rem; }
        .meta, small { color: var(--soft); font-size: .88rem; }
        .meta { margin: 0; }
        .verdict { margin: 1.5rem 0; padding: .8rem 1rem; border-left: 4px solid; background: #f6f8fa; }
        .verdict.good { border-color: var(--good); } .verdict.bad { border-color: var(--bad); }
        .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0; }
        .numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
        .numbers dd { margin: 0; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .numbers dt { color: var(--soft); font-size: .88rem; line-height: 1.35; }
        .note { margin: .5rem 0; color: var(--soft); }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th { text-align: left; font-weight: 600; }
        th, td { padding: .35rem .75rem .35rem 0; vertical-align: top; border-bottom: 1px solid #edf0f4; }
        .n { text-align: right; font-variant-numeric: tabular-nums; }
        .kinds th { font-weight: 400; width: 16rem; } .kinds .bar { width: 40%; padding-top: .75rem; }
        .bar i { display: block; height: .6rem; min-width: 2px; background: var(--bar); border-radius: 2px; }
        .findings thead th { color: var(--soft); font-weight: 400; font-size: .82rem; }
        .wide { overflow-x: auto; }
        code { font: .8rem ui-monospace, "Cascadia Mono", Consolas, monospace; color: var(--soft); }
        details { border-bottom: 1px solid var(--line); padding: .5rem 0; }
        summary { cursor: pointer; overflow-wrap: anywhere; }
        details > :not(summary) { margin-left: 1rem; }
        .tag { font-size: .78rem; padding: .1rem .45rem; border: 1px solid currentColor; border-radius: 1rem; white-space: nowrap; color: var(--soft); }
        .tag.good { color: var(--good); } .tag.bad { color: var(--bad); }
        .refused { padding-left: 1.1rem; } .refused li { margin-bottom: .75rem; }
        li { margin-bottom: .35rem; }
        @media (max-width: 46rem) { main { padding: 1.25rem; border: 0; border-radius: 0; } .kinds .bar { display: none; } }
        @media print {
          body { background: none; font-size: 10.5pt; } nav { display: none; } main { border: 0; padding: 0; max-width: none; }
          details { break-inside: avoid-page; } details::details-content { content-visibility: visible; display: block; height: auto; }
          .wide { overflow: visible; } table { font-size: 8.5pt; } h2 { break-after: avoid; } tr { break-inside: avoid; }
        }
        """;
}
