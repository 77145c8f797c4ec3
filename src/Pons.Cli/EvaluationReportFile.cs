using System.CommandLine;
using System.Globalization;
using System.Text;
using Pons.Cli.Documents.EvaluationReport;
using Pons.Evaluation;
using Pons.Evaluation.Continuous;
using Pons.Formats;
using Spectre.Console;

namespace Pons.Cli;

/// <summary>The page that <c>pons evaluate --report</c> writes; what is wrong with its place is said before anything is computed.</summary>
/// <param name="Target">Where it stands when it is whole; an older one is replaced.</param>
/// <param name="Language">The language that it shows first.</param>
internal sealed record EvaluationReportFile(string Target, string Language)
{
    public static Option<string?> ReportOption() => new("--report") { Description = "Write the results as one page (.html) with tables and plots, in English and Chinese." };

    public static Option<string> LanguageOption() => Settings.Option("--language", "Language that the page shows first: en or zh", "en");

    /// <summary>The file to write; <see langword="null"/> when none was asked for.</summary>
    /// <exception cref="UsageException">The language is unknown, or the name is not that of a page.</exception>
    /// <exception cref="InputException">There is no folder for it.</exception>
    public static EvaluationReportFile? Of(string? path, string language)
    {
        if (language is not ("en" or "zh")) throw new UsageException($"--language is '{language}'.", "The page knows two languages.", "Choose en or zh.");
        if (path is null) return null;
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
            throw new UsageException($"--report is '{path}'.", "The report is a page; under another name a browser would not open it, and a recording might be overwritten.", "Choose a name that ends in .html.");
        Inputs.RequireFolderOf(path);
        return new(path, language);
    }

    /// <summary>Writes the page of a result whole or not at all.</summary>
    public void Write(EvaluationResult result)
    {
        var command = result.Request is { } request ? CommandOf(request) : "";
        var page = result is ContinuousScores scores ? ContinuousPage.Of(scores, command, Language) : EvaluationPage.Of((ScoreTable)result, command, Language);
        using var files = new UnfinishedFiles();
        files.Begin(Target).Write(Encoding.UTF8.GetBytes(page));
        files.Commit();
        Terminal.Error.MarkupLineInterpolated($"[grey]report: {Target}[/]");
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
