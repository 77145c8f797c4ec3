using System.Collections.Immutable;
using System.Globalization;
using Pons.Decoding;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>What was evaluated, and how: everything that decides the numbers.</summary>
internal static class SetupSection
{
    private static readonly string[] BandPassed = ["lowHz", "highHz", "order", "startSeconds", "lengthSeconds"];

    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        var table = page.Table;
        writer.Heading("What was evaluated", "评估内容");
        writer.Raw("<dl class=\"facts\">\n");
        Fact(writer, "paradigm", "范式", Described(table.Paradigm.Name, ReportWords.Paradigm(table.Paradigm.Name)) + Parameters(table.Paradigm.Parameters));
        Fact(writer, "classes", "类别", Text(string.Join(", ", page.Classes)));
        Fact(writer, "preparation", "预处理", Preparation(page));
        Fact(writer, "split", "划分", Described(table.Split.Name, ReportWords.Split(table.Split.Name)) + Parameters(table.Split.Parameters));
        if (table.Alignment is { } alignment)
            Fact(writer, "alignment", "对齐", Described(alignment.Name, DecoderPapers.Find(alignment.Name) is { } known ? (known.En, known.Zh) : ("", "")));
        Fact(writer, "causal", "因果性", Causality(page));
        Fact(writer, "time of a decision", "单次决策用时", string.Create(CultureInfo.InvariantCulture, $"{table.SecondsPerDecision:0.###} s"));
        Fact(writer, "seeds", "随机种子", Seeds(page));
        Fact(writer, "version", "版本", Text(ModelLineage.ThisProgram));
        Fact(writer, "to compute it again", "重新计算", $"<pre>{Text(page.Command)}</pre>");
        writer.Raw("</dl>\n");
        writer.Table(("Decoders and their parameters.", "解码器及其参数。"), [new("decoder", "解码器"), new("method", "方法"), new("parameters", "参数")],
            table.Decoders.Select(d => (string[])[page.Named(d.Name), DecoderPapers.Find(d.Name) is { } e ? Both(e.En, e.Zh) : "–", Code(d.Parameters)]));
    }

    private static void Fact(ReportWriter writer, string en, string zh, string html) => writer.Raw($"<dt>{Both(en, zh)}</dt><dd>{html}</dd>\n");

    private static string Described(string name, (string En, string Zh) words) =>
        words.En.Length > 0 ? $"<b>{Text(name)}</b>{Both(": " + words.En, "：" + words.Zh)}" : $"<b>{Text(name)}</b>";

    private static string Parameters(ImmutableSortedDictionary<string, double> parameters) => parameters.IsEmpty ? "" : $"<br>{Code(parameters)}";

    private static string Code(ImmutableSortedDictionary<string, double> parameters) => parameters.IsEmpty ? "–"
        : $"<code>{Text(string.Join(", ", parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} = {p.Value:G6}"))))}</code>";

    /// <summary>Stages that the parameters of known paradigms describe; cut differently for some decoders, they are listed once each.</summary>
    private static string Preparation(EvaluationPage page)
    {
        var cuts = page.Table.Decoders.GroupBy(d => page.Table.Paradigm.For(d)).ToList();
        if (cuts.Count > 1)
            return string.Join("<br>", cuts.Select(c => $"{Text(string.Join(", ", c.Select(d => d.Name)))}: {Code(c.Key.Parameters)}"));
        var p = page.Table.Paradigm.Parameters;
        if (!BandPassed.All(p.ContainsKey)) return Code(cuts[0].Key.Parameters);
        var (from, to) = (p["startSeconds"], p["startSeconds"] + p["lengthSeconds"]);
        return Both(
            string.Create(CultureInfo.InvariantCulture, $"EEG channels, causal Butterworth band-pass {p["lowHz"]:0.##}–{p["highHz"]:0.##} Hz of order {p["order"]:0} over the whole run, trials from {from:0.##} s to {to:0.##} s after the cue"),
            string.Create(CultureInfo.InvariantCulture, $"EEG 通道，对整个轮次施加 {p["lowHz"]:0.##}–{p["highHz"]:0.##} Hz、{p["order"]:0} 阶因果巴特沃斯带通滤波，试次取提示后 {from:0.##} s 至 {to:0.##} s"));
    }

    private static string Causality(EvaluationPage page) => page.Table.Alignment is { IsTransductive: true }
        ? $"<b>{Both("Transductive.", "直推式。")}</b> " + Both(
            "The alignment of a person uses all their trials, without labels, before the first is decided: a live session cannot reach these scores.",
            "对齐在判决第一个试次之前已使用该被试的全部试次（不含标签）：实时使用无法达到这些得分。")
        : Both("Filters are causal, and no decision uses a sample after the end of its trial; a live session can do the same.",
            "滤波器为因果滤波，任何决策都不使用试次结束之后的样本；实时使用可以做到同样的处理。");

    private static string Seeds(EvaluationPage page)
    {
        var seeds = page.Table.Decoders.Select(d => (d.Name, d.Parameters)).Prepend((page.Table.Split.Name, page.Table.Split.Parameters))
            .Where(p => p.Item2.ContainsKey("seed")).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Item1}: {p.Item2["seed"]:0}")).ToList();
        return seeds.Count > 0 ? Text(string.Join(", ", seeds)) : Both("none: nothing here is drawn at random", "无：未使用任何随机过程");
    }
}
