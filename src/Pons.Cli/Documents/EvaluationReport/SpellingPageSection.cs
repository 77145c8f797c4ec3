using System.Collections.Immutable;
using System.Globalization;
using Pons.Cli.Documents.Plots;
using Pons.Evaluation.Spelling;
using static Pons.Cli.Documents.BilingualHtml;

namespace Pons.Cli.Documents.EvaluationReport;

/// <summary>Letters of a speller against repetitions, and with dynamic stopping; only where letters were spelled.</summary>
internal static class SpellingPageSection
{
    public static void Write(EvaluationPage page, ReportWriter writer)
    {
        if (page.Table.Sections.OfType<SpellingSection>().FirstOrDefault() is not { } spelling) return;
        writer.Heading("Letters", "字母");
        writer.Figure(
            ("Share of letters that are right against repetitions of all flashes, all people and runs together. Crosses at the repetitions that dynamic stopping took in the mean.",
                "正确字母比例随重复次数的变化，合并全部被试与轮次。十字：动态停止的平均重复次数及其正确率。"),
            name => LetterPlot.Of([.. page.Series.Select(s => RowOf(s, [.. spelling.Results.Where(r => r.Decoder == s.Name)]))], name));
        var threshold = spelling.Speller.Threshold.ToString("0.##", CultureInfo.InvariantCulture);
        writer.Table(
            ($"Dynamic stopping at a probability of {threshold}; letters a minute of flashes, pauses between letters not counted.", $"动态停止（概率阈值 {threshold}）；每分钟字母数仅计闪烁时间，不含字母间停顿。"),
            [
                new("person", "被试"), new("decoder", "解码器"), new("asked for", "目标"), new("all repetitions", "全部重复"), new("stopped", "动态停止"),
                new("right [95 %], %", "正确 [95%]，%", "n"), new("repetitions", "重复次数", "n"), new("letters/min", "字母/分钟", "n"),
            ],
            spelling.Results.Select(r => (string[])
            [
                Text(r.Subject.Name), page.Named(r.Decoder), Words(r.Runs, u => u.Truth), Words(r.Runs, u => u.ByRepetitions[^1]), Words(r.Runs, u => u.Stopped),
                ShareAxis.Percent(r.Stopped), r.MeanRepetitions.ToString("0.0", CultureInfo.InvariantCulture), r.LettersPerMinute.ToString("0.0", CultureInfo.InvariantCulture),
            ]));
    }

    private static LetterPlot.Row RowOf(Series series, ImmutableArray<SpellingScores> results)
    {
        double letters = results.Sum(r => r.LetterCount);
        var most = results.Max(r => r.RepetitionCount);
        return new(
            series, [.. Enumerable.Range(1, most).Select(n => results.Sum(r => r.CorrectAfter(n)) / letters)],
            results.Sum(r => r.MeanRepetitions * r.LetterCount) / letters, results.Sum(r => r.Stopped.Value * r.LetterCount) / letters);
    }

    private static string Words(ImmutableArray<SpelledRun> runs, Func<SpelledRun, string> word) => Text(string.Join(' ', runs.Select(word)));
}
