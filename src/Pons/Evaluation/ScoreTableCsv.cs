using System.Globalization;
using System.Text;

namespace Pons.Evaluation;

/// <summary>A score table as comma-separated values.</summary>
internal static class ScoreTableCsv
{
    private static readonly string[] Scores = ["accuracy", "balanced_accuracy", "kappa", "auc", "itr_bits_per_minute"];

    public static string Of(ScoreTable table)
    {
        var text = new StringBuilder("subject,decoder,trials,correct,chance_limit");
        foreach (var score in Scores) text.Append(CultureInfo.InvariantCulture, $",{score},{score}_low,{score}_high");
        text.Append('\n');
        foreach (var row in table.Rows)
        {
            var s = row.Scores;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Quoted(row.Subject.Name)},{Quoted(row.Decoder)},{s.TrialCount},{s.CorrectCount},{s.ChanceLimit:0.####}");
            foreach (var estimate in (Estimate?[])[s.Accuracy, s.BalancedAccuracy, s.Kappa, s.Auc, s.BitsPerMinute])
                text.Append(CultureInfo.InvariantCulture, $",{estimate?.Value:0.####},{estimate?.Low:0.####},{estimate?.High:0.####}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(",\"\n\r") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
