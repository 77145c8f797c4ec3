using System.Collections.Immutable;
using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Decoding;
using Pons.Evaluation;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>An evaluation as one page that needs nothing else: two languages and themes, for the screen and for paper.</summary>
internal sealed class EvaluationPage
{
    private readonly ReportWriter _writer = new();

    private EvaluationPage(ScoreTable table, string command)
    {
        Table = table;
        Command = command;
        Series = [.. table.Decoders.Select((d, i) => new Series(d.Name, i))];
        Subjects = [.. table.Rows.Select(r => r.Subject.Name).Distinct()];
        Classes = [.. table.Rows.SelectMany(r => r.Folds).SelectMany(f => f.Trials).SelectMany(t => t.Prediction.Classes.Append(t.Truth)).Distinct().Order()];
        Comparisons = table.Comparisons;
        Ranks = RankComparison.Of(table);
    }

    /// <summary>What is shown.</summary>
    public ScoreTable Table { get; }

    /// <summary>The command that computes it again.</summary>
    public string Command { get; }

    /// <summary>Colour and shape of each decoder.</summary>
    public ImmutableArray<Series> Series { get; }

    /// <summary>The people, in the order of the table.</summary>
    public ImmutableArray<string> Subjects { get; }

    /// <summary>The classes that could be decided.</summary>
    public ImmutableArray<ClassLabel> Classes { get; }

    /// <summary>Each pair of decoders, computed once for all sections.</summary>
    public ImmutableArray<PairedComparison> Comparisons { get; }

    /// <summary>The decoders by rank; <see langword="null"/> for fewer than three, or one person.</summary>
    public RankComparison? Ranks { get; }

    /// <summary>Share that guessing reaches on average.</summary>
    public double Chance => 1.0 / Classes.Length;

    /// <summary>The most frequent class and its share of all trials: what saying it always would reach.</summary>
    public (ClassLabel Class, double Share) Commonest
    {
        get
        {
            var trials = TrialsOf(Series[0].Name);
            var most = trials.CountBy(t => t.Truth).MaxBy(c => c.Value);
            return (most.Key, (double)most.Value / trials.Count);
        }
    }

    /// <summary>Whether classes are so unequal that accuracy misleads.</summary>
    public bool IsUnequal => Commonest.Share > 1.5 * Chance;

    /// <summary>The least p that any pair of decoders can reach after correction, with so many people and pairs.</summary>
    public double SmallestP => Math.Min(1, Comparisons.Length * Math.ScaleB(2, -Subjects.Length));

    /// <summary>The whole page as HTML.</summary>
    /// <param name="table">What to show.</param>
    /// <param name="command">The command that computes it again.</param>
    /// <param name="language">The language shown first: <c>en</c> or <c>zh</c>.</param>
    public static string Of(ScoreTable table, string command, string language)
    {
        var page = new EvaluationPage(table, command);
        page._writer.Raw(Opening(("Evaluation report", "评估报告"), language, ReportStyle.Sheet));
        page.Head();
        ConfoundSection.Write(page, page._writer);
        SetupSection.Write(page, page._writer);
        AccuracySection.Write(page, page._writer);
        ComparisonSection.Write(page, page._writer);
        SpellingPageSection.Write(page, page._writer);
        DecisionSection.Write(page, page._writer);
        CoverageSection.Write(page, page._writer);
        RecordSection.Write(page, page._writer);
        page._writer.Raw(Closing);
        return page._writer.ToString();
    }

    /// <summary>Everybody's result with one decoder, in the order of the people.</summary>
    public IEnumerable<SubjectResult> RowsOf(string decoder) => Table.Rows.Where(r => r.Decoder == decoder);

    /// <summary>All decided trials of one decoder.</summary>
    public List<TestedTrial> TrialsOf(string decoder) => [.. RowsOf(decoder).SelectMany(r => r.Folds).SelectMany(f => f.Trials)];

    /// <summary>A decoder's name with its colour, as HTML.</summary>
    public string Named(string decoder) =>
        Series.FirstOrDefault(s => s.Name == decoder) is { } series ? $"<span class=\"name\"><span class=\"{series.Colour} mark-dot\"></span>{Text(decoder)}</span>" : Text(decoder);

    private void Head()
    {
        var paradigm = ReportWords.Paradigm(Table.Paradigm.Name);
        var alignment = Table.Alignment is { } a ? $" · {Both($"aligned {a.Name}", $"对齐 {a.Name}")}" : "";
        _writer.Raw($"""
            <header>
            <h1>{Both("Evaluation report", "评估报告")}</h1>
            <p class="meta">{(paradigm.En.Length > 0 ? Both(Capital(paradigm.En), paradigm.Zh) : Text(Table.Paradigm.Name))} · {Text(Table.Split.Name)}{alignment} · {Text(ModelLineage.ThisProgram)}</p>
            </header>

            """);
        Lead();
        if (!Table.Confounds.IsEmpty)
            _writer.Paragraph("But the classes are confounded: see below before believing any score.", "但类别存在混淆：采信任何得分之前请见下文。", "warn");
        _writer.Raw("<dl class=\"numbers\">\n");
        Number(Subjects.Length, "people", "名被试");
        Number(Table.Inputs.Length, "recordings", "个记录");
        Number(TrialsOf(Series[0].Name).Count, "trials decided", "个已判决试次");
        Number(Classes.Length, "classes", "个类别");
        Number(Series.Length, "decoders", "个解码器");
        _writer.Raw("</dl>\n");
    }

    private void Lead()
    {
        if (IsUnequal)
        {
            UnequalLead();
            return;
        }

        var best = Table.Means.MaxBy(m => m.Accuracy.Value)!;
        var above = RowsOf(best.Decoder).Count(r => r.Scores.Accuracy.Value >= r.Scores.ChanceLimit);
        var percent = ShareAxis.Percent(best.Accuracy);
        var chance = (100 * Chance).ToString("0.#", CultureInfo.InvariantCulture);
        var alike = Comparisons.IsEmpty || Comparisons.Any(c => c.AdjustedPValue <= 0.05) ? ("", "")
            : SmallestP > 0.05 ? (" People are too few to tell decoders apart.", "被试过少，无法区分各解码器。")
            : (" No pairwise test tells any two decoders apart.", "两两检验均未能区分任何两个解码器。");
        _writer.Paragraph(
            $"The highest mean accuracy is that of {best.Decoder}: {percent} %, where guessing reaches {chance} %. "
            + $"{above} of {Subjects.Length} people are above what guessing may reach.{alike.Item1}",
            $"平均准确率最高的解码器为 {best.Decoder}：{percent}%，随机水平为 {chance}%。{Subjects.Length} 名被试中有 {above} 名高于随机猜测可能达到的水平。{alike.Item2}",
            "lead");
    }

    /// <summary>With unequal classes accuracy would flatter; the balanced one does not.</summary>
    private void UnequalLead()
    {
        var best = Table.Means.MaxBy(m => m.BalancedAccuracy.Value)!;
        var (percent, chance) = (ShareAxis.Percent(best.BalancedAccuracy), (100 * Chance).ToString("0.#", CultureInfo.InvariantCulture));
        _writer.Paragraph(
            $"The highest mean balanced accuracy is that of {best.Decoder}: {percent} %, where guessing reaches {chance} %. The classes are unequal, so that plain accuracy misleads.",
            $"平均平衡准确率最高的解码器为 {best.Decoder}：{percent}%，随机水平为 {chance}%。类别不均衡，普通准确率会误导。", "lead");
    }

    private void Number(int number, string en, string zh) =>
        _writer.Raw(string.Create(CultureInfo.InvariantCulture, $"<div><dt>{Both(en, zh)}</dt><dd>{number:N0}</dd></div>\n"));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
