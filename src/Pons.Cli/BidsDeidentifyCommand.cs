using System.CommandLine;
using System.Reflection;
using System.Text;
using Pons.Cli.Documents;
using Pons.Deidentification;
using Pons.Deidentification.Risk;
using Pons.Formats;
using Pons.Formats.Bids;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons bids deidentify IN OUT</c>: remove what points to a person from recordings and data sets, and prove it.</summary>
internal static class BidsDeidentifyCommand
{
    private const string KeyVariable = "PONS_SHIFT_KEY";

    public static Command Create()
    {
        var source = new Argument<string>("in") { Description = "A recording, a folder of files, or a BIDS data set; it is not changed." };
        var target = new Argument<string>("out") { Description = "A new folder; for one recording a new file, or a folder that exists." };
        var report = new Option<string?>("--report") { Description = "File for the report as JSON; the same report as a page is written beside it (.html)." };
        var language = Settings.Option("--language", "Language that the page shows first: en or zh", "en");
        var rules = new Option<string[]>("--rules") { Description = "JSON file of further rules, in the form of identity-rules.json; may be given more than once." };
        var names = new Option<string?>("--names") { Description = "Text file with the names of people to look for, one a line." };
        var keepTime = new Option<bool>("--keep-time-of-day") { Description = "Keep times of day, where the ethics committee allows it; by itself they become midnight." };
        var labels = new Option<SubjectLabels>("--labels")
        {
            Description = "Which subjects get a new label: doubtful (more than a usual word and four digits), all, or keep.",
        };
        var map = new Option<string?>("--shift-map") { Description = "Encrypted file that keeps label and shift of each subject, and gives them again in later runs." };
        var key = new Option<string?>("--key") { Description = $"File with the passphrase or key of the map, at least 12 bytes; else the passphrase in {KeyVariable}." };
        var signalRisk = new Option<string?>("--signal-risk")
        {
            Description = "Measure in what is released how well people are recognised by their signals, across sessions or runs; takes longer.",
        };
        var json = Inputs.Json();
        var command = new Command(
            "deidentify",
            """
            Remove what points to a person: header fields, names, numbers, dates, serial numbers, texts, labels, file names, unused space.
            What is written is read again and searched, and every sample is compared; what cannot be parsed is not released (exit status 4).
            The signal itself stays a biometric.

            Examples:
              pons bids deidentify data-set clean --report report.json
              pons bids deidentify recording.edf clean.edf --names staff.txt
              pons bids deidentify data-set clean --shift-map shifts.map --key shifts.key --language zh --report report.json
              pons bids deidentify data-set clean --signal-risk runs --report report.json
            """)
        {
            source, target, report, language, rules, names, keepTime, labels, map, key, signalRisk, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var shown = parsed.GetRequiredValue(language);
                if (shown is not ("en" or "zh")) throw new UsageException($"--language is '{shown}'.", "The page knows two languages.", "Choose en or zh.");
                var (input, output, reportPath) = (parsed.GetRequiredValue(source), parsed.GetRequiredValue(target), parsed.GetValue(report));
                if (!Path.Exists(input)) throw new InputException($"There is no file or folder '{input}'.", "It is what would be de-identified.", "Check the path.");
                if (reportPath is not null) Inputs.RequireFolderOf(reportPath);
                bool? usesRuns = parsed.GetValue(signalRisk) is { } sessions ? SignalRiskOfFolder.UsesRuns(sessions) : null;
                var options = new DeidentificationOptions
                {
                    Rules = (parsed.GetValue(rules) ?? []).Aggregate(IdentityRules.Default, (all, file) => all.With(Existing(file))),
                    Names = parsed.GetValue(names) is { } list ? [.. File.ReadLines(Existing(list)).Select(l => l.Trim()).Where(l => l.Length > 0)] : [],
                    KeepTimeOfDay = parsed.GetValue(keepTime),
                    Labels = parsed.GetValue(labels),
                    ShiftMap = Map(parsed.GetValue(map), parsed.GetValue(key)),
                };
                var deidentified = Run(input, output, options, cancellation);
                var document = DeidentificationDocument.Of(deidentified, Version, TableRiskOf(output));
                if (reportPath is not null) WriteReport(document, reportPath, shown);
                if (usesRuns is { } byRun && Directory.Exists(output))
                {
                    // The report stands already: measuring takes long, and may be stopped.
                    document = document with { SignalRisk = RiskDocument.Of(null, SignalRiskOfFolder.Measure(output, byRun, cancellation)).Signal };
                    if (reportPath is not null) WriteReport(document, reportPath, shown);
                }

                if (parsed.GetValue(json)) JsonOutput.Write(document);
                else Print(document, reportPath);
                return document.IsComplete ? ExitStatus.Done : ExitStatus.Refused;
            },
            cancellation));
        return command;
    }

    private static string Version =>
        typeof(BidsDeidentifyCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static DeidentificationReport Run(string input, string output, DeidentificationOptions options, CancellationToken cancellation)
    {
        DeidentificationReport? report = null;
        Progress.Bar("de-identifying", 1, show => report = new Deidentifier(options).Run(input, output, new Told<double>(show), cancellation));
        return report!;
    }

    /// <summary>The risk that is left in the table of what was released, if there is one.</summary>
    private static TableRisk? TableRiskOf(string output)
    {
        var participants = Path.Combine(output, "participants.tsv");
        return File.Exists(participants) ? new TableRiskAssessment(SharingModel.Public, contextRisk: 1).Assess(BidsTable.Read(participants), default) : null;
    }

    private static SealedShiftMap? Map(string? map, string? key)
    {
        if (map is null)
            return key is null ? null : throw new UsageException("--key is given without --shift-map.", "There is nothing that it could open.", "Name the map too.");
        if (key is not null) return new(map, File.ReadAllBytes(Existing(key)).AsSpan().TrimEnd("\r\n"u8));
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } passphrase) return new(map, Encoding.UTF8.GetBytes(passphrase));
        throw new UsageException("--shift-map is given without a key.", "The map would lie open.", $"Name a file with --key, or set {KeyVariable}.");
    }

    private static string Existing(string path)
    {
        Inputs.RequireFile(path);
        return path;
    }

    private static void WriteReport(DeidentificationDocument document, string path, string language)
    {
        using var files = new UnfinishedFiles();
        files.Begin(Path.ChangeExtension(path, ".html")).Write(Encoding.UTF8.GetBytes(DeidentificationPage.Of(document, language)));
        JsonOutput.Write(document, files.Begin(path));
        files.Commit();
    }

    private static void Print(DeidentificationDocument document, string? reportPath)
    {
        var s = document.Summary;
        Terminal.Out.MarkupLineInterpolated(
            $"[bold]{s.Released} released[/], {s.Refused} refused, {s.Failed} failed, {s.LeftOut} left out; {s.Findings} things found; {s.SamplesCompared:N0} samples equal bit by bit");
        foreach (var (kind, count) in s.FindingsByKind.OrderByDescending(k => k.Value))
            Terminal.Out.MarkupLineInterpolated($"  {count,6}  {DeidentificationWords.Kinds[kind].En}");
        foreach (var file in document.Files.Where(f => f.Verdict is "refused" or "failed"))
            Terminal.Error.MarkupLineInterpolated($"[red]{file.Verdict}:[/] {file.Path}: {file.Reason}");
        if (document.NamelessRecordings > 0)
            Terminal.Error.MarkupLineInterpolated($"[grey]{document.NamelessRecordings} recordings name no subject: those of one folder share one shift of dates.[/]");
        if (!document.IsSealed) Terminal.Error.MarkupLine("[grey]Labels and shifts were forgotten; with --shift-map they are sealed for later runs.[/]");
        Terminal.Out.MarkupLine("[grey]The signal itself is a biometric; see 'what cannot be excluded' in the report.[/]");
        if (reportPath is not null) Terminal.Out.MarkupLineInterpolated($"{reportPath}, {Path.ChangeExtension(reportPath, ".html")}");
    }
}
