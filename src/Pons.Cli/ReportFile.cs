using System.CommandLine;
using System.Text;
using Pons.Formats;
using Spectre.Console;

namespace Pons.Cli;

/// <summary>The page that <c>--report</c> writes; what is wrong with its place is said before anything is computed.</summary>
/// <param name="Target">Where it stands when it is whole; an older one is replaced.</param>
/// <param name="Language">The language that it shows first.</param>
internal sealed record ReportFile(string Target, string Language)
{
    public static Option<string?> ReportOption() => new("--report") { Description = "Write the results as one page (.html) with tables and plots, in English and Chinese." };

    public static Option<string> LanguageOption() => Settings.Option("--language", "Language that the page shows first: en or zh", "en");

    /// <summary>The file to write; <see langword="null"/> when none was asked for.</summary>
    /// <exception cref="UsageException">The language is unknown, or the name is not that of a page.</exception>
    /// <exception cref="InputException">There is no folder for it.</exception>
    public static ReportFile? Of(string? path, string language)
    {
        if (language is not ("en" or "zh")) throw new UsageException($"--language is '{language}'.", "The page knows two languages.", "Choose en or zh.");
        if (path is null) return null;
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
            throw new UsageException($"--report is '{path}'.", "The report is a page; under another name a browser would not open it, and a recording might be overwritten.", "Choose a name that ends in .html.");
        Inputs.RequireFolderOf(path);
        return new(path, language);
    }

    /// <summary>Writes the page whole or not at all.</summary>
    public void Write(string page)
    {
        using var files = new UnfinishedFiles();
        files.Begin(Target).Write(Encoding.UTF8.GetBytes(page));
        files.Commit();
        Terminal.Error.MarkupLineInterpolated($"[grey]report: {Target}[/]");
    }
}
