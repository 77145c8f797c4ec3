using Pons.Evaluation;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>What besides the class tells the trials apart; stands before any score, and only where something was found.</summary>
internal static class ConfoundSection
{
    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        if (page.Table.Confounds.IsEmpty) return;
        writer.Heading("Confounded", "存在混淆");
        writer.Paragraph(
            "Something besides the class tells the trials apart, so the scores below may measure it instead of what was asked for, however high they are.",
            "除类别之外另有因素可区分这些试次；以下得分无论多高，反映的都可能是该因素而非所研究的内容。", "warn");
        writer.Table(
            ("What goes with the class. Order in time: runs test of Wald and Wolfowitz, p < 0.0001.", "与类别相伴的因素。时间顺序：Wald–Wolfowitz 游程检验，p < 0.0001。"),
            [new("person", "被试"), new("goes with the class", "相伴因素", "keep"), new("found", "依据")],
            page.Table.Confounds.Select(c => (string[])[Text(c.Subject.Name), c.Kind == ConfoundKind.Recording ? Both("the recording", "记录") : Both("time", "时间"), Both(Found(c))]));
    }

    private static (string En, string Zh) Found(Confound confound) => confound.Kind == ConfoundKind.Recording
        ? ("each recording holds one class only", "每个记录只含一个类别")
        : ($"the trials of “{confound.Label}” lie together in run {confound.Run}", $"轮次 {confound.Run} 中“{confound.Label}”的试次集中出现");
}
