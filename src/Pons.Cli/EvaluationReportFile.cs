using System.Globalization;
using System.Text;
using Pons.Cli.Documents.EvaluationReport;
using Pons.Evaluation;
using Pons.Evaluation.Continuous;

namespace Pons.Cli;

/// <summary>The page that <c>pons evaluate --report</c> writes.</summary>
internal static class EvaluationReportFile
{
    /// <summary>Writes the page of a result.</summary>
    public static void Write(this ReportFile file, EvaluationResult result)
    {
        var command = result.Request is { } request ? CommandOf(request) : "";
        file.Write(result is ContinuousScores scores ? ContinuousPage.Of(scores, command, file.Language) : EvaluationPage.Of((ScoreTable)result, command, file.Language));
    }

    /// <summary>The command that gives this result again; of absolute paths only the last part, which says nothing of the computer.</summary>
    private static string CommandOf(EvaluationRequest request)
    {
        var command = new StringBuilder("pons evaluate");
        foreach (var path in request.Paths) command.Append(' ').Append(Shown(path));
        Append("dataset", request.Dataset is { } name ? Shown(name) : null);
        Append("data", request.Data is { } data ? Shown(data) : null);
        Append("paradigm", request.Paradigm);
        Append("decoders", request.Decoders.IsEmpty ? null : string.Join(',', request.Decoders));
        Append("split", request.Split);
        Append("seed", request.Seed == 0 ? null : request.Seed.ToString(CultureInfo.InvariantCulture));
        Append("align", request.Alignment);
        return command.ToString();

        void Append(string option, string? value)
        {
            if (value is not null) command.Append(CultureInfo.InvariantCulture, $" \\\n  --{option} {value}");
        }
    }

    private static string Shown(string path)
    {
        var shown = Path.IsPathRooted(path) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : path;
        return shown.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '/' or '-' or '_' or '\\')) ? $"\"{shown}\"" : shown;
    }
}
