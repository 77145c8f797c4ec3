using System.CommandLine;
using System.Reflection;
using Pons.Cli.Documents;
using Pons.Formats.Bids.Validation;

namespace Pons.Cli;

/// <summary><c>pons bids validate DIR</c>: whether a data set keeps the rules of BIDS, and what to do where it does not.</summary>
internal static class BidsValidateCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "The root folder of a BIDS data set." };
        var language = Settings.Option("--language", "Language of messages: en or zh", "en");
        var errorsOnly = new Option<bool>("--errors-only") { Description = "Leave warnings out of the text." };
        var places = Settings.Option("--places", "Places that the text shows of each rule; 0 for all", 3).Within(0, 1_000_000);
        var threads = Settings.Option("--threads", "Subjects that are looked at at once; changes nothing in the report", Environment.ProcessorCount).Within(1, 1024);
        var sarif = new Option<string?>("--sarif") { Description = "Also write the findings as SARIF 2.1.0, for editors, to this file; - for standard output.", HelpName = "FILE" };
        var hed = new Option<string[]>("--hed-schema") { Description = "XML file of a HED schema that does not come with Pons.", HelpName = "FILE" };
        var json = Inputs.Json();
        var command = new Command(
            "validate",
            """
            Hold a data set against the rules of BIDS: names, side-cars, tables and recordings, one by one and against each other.
            Status 0 when it is valid, 1 when it is not, 3 when it cannot be read.

            Examples:
              pons bids validate data-set
              pons bids validate data-set --language zh --errors-only
              pons bids validate data-set --json
              pons bids validate data-set --sarif findings.sarif
            """)
        {
            folder, language, errorsOnly, places, threads, hed, sarif, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var path = parsed.GetRequiredValue(folder);
                var output = new Output(
                    LanguageOf(parsed.GetRequiredValue(language)), parsed.GetValue(errorsOnly), parsed.GetValue(places), parsed.GetValue(json), parsed.GetValue(sarif));
                if (output is { Json: true, Sarif: "-" })
                    throw new UsageException("--json and --sarif - both want standard output.", "It holds one document.", "Give --sarif a file.");
                var schemas = parsed.GetValue(hed) ?? [];
                foreach (var schema in schemas) Inputs.RequireFile(schema);
                var options = new BidsValidationOptions
                {
                    ThreadCount = parsed.GetValue(threads),
                    KeptPerRule = output.IsText ? output.Kept : 10_000,
                    HedSchemas = [.. schemas],
                };
                var report = Validate(path, options, cancellation);
                output.Write(report, path);
                return report.IsValid ? ExitStatus.Done : ExitStatus.CheckFailed;
            },
            cancellation));
        return command;
    }

    private static BidsValidationReport Validate(string folder, BidsValidationOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException(
                File.Exists(folder) ? $"'{folder}' is a file." : $"There is no folder '{folder}'.", "A data set is a folder.", "Give the root folder of the data set.");
        }

        BidsValidationReport? report = null;
        Progress.Bar("validating", 1, done => report = new BidsValidator().Validate(folder, options with { Progress = done }, cancellation));
        return report!;
    }

    private static BidsLanguage LanguageOf(string name) => name switch
    {
        "en" => BidsLanguage.English,
        "zh" => BidsLanguage.Chinese,
        _ => throw new UsageException($"--language is '{name}'.", "Messages come in two languages.", "Choose en or zh."),
    };

    /// <summary>Where the report goes, and how it looks there.</summary>
    private sealed record Output(BidsLanguage Language, bool ErrorsOnly, int Places, bool Json, string? Sarif)
    {
        public bool IsText => !Json && Sarif is null;

        /// <summary>The text shows few places of a rule; causes are told among the first ones, too.</summary>
        public int Kept => Places == 0 ? int.MaxValue : Math.Max(Places, 100);

        public void Write(BidsValidationReport report, string folder)
        {
            if (Sarif is not null) WriteSarif(SarifDocument.Of(report, BidsRules.Current, Language, folder, Version));
            if (Json) JsonOutput.Write(BidsValidateDocument.Of(report, BidsRules.Current, Language));
            else if (Sarif != "-") new BidsReportText(report, Language, Places).Print(Terminal.Out, ErrorsOnly);
        }

        private void WriteSarif(SarifDocument document)
        {
            if (Sarif == "-")
            {
                JsonOutput.Write(document);
                return;
            }

            using var files = new Formats.UnfinishedFiles();
            JsonOutput.Write(document, files.Begin(Sarif!));
            files.Commit();
        }

        private static string Version => typeof(BidsValidateCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
    }
}
