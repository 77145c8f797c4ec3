using System.Collections.Immutable;
using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Deidentification.Risk;
using Pons.Formats.Bids;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons bids risk DIR</c>: how easily people are found, by the table and by their signals.</summary>
internal static class BidsRiskCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "A BIDS data set." };
        var sharing = Settings.Option("--sharing", $"How the data are to be shared: {string.Join(", ", SharingModel.All.Select(s => s.Name))}", SharingModel.Public.Name);
        var context = Settings.Option("--context-risk", "Risk that anybody tries to find a person, 0 to 1; 1 where it was not assessed", 1.0).Within(0.0, 1.0);
        var columns = new Option<string?>("--quasi") { Description = "Columns of participants.tsv that others may know, with commas between; by itself all." };
        var sessions = Settings.Option("--sessions", "What counts as a session of its own: sessions, or runs where there is one session only", "sessions");
        var tableOnly = new Option<bool>("--table-only") { Description = "Leave the signals out." };
        var json = Inputs.Json();
        var command = new Command(
            "risk",
            """
            Measure how easily people are found: by the table of participants, and by their signals across sessions.
            A measurement, no verdict: the limits are provisional, and a stronger attacker may come.

            Examples:
              pons bids risk data-set --sharing controlled --context-risk 0.2
              pons bids risk data-set --sessions runs --json
            """)
        {
            folder, sharing, context, columns, sessions, tableOnly, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var path = parsed.GetRequiredValue(folder);
                if (!Directory.Exists(path)) throw new InputException($"There is no folder '{path}'.", "Risk is measured for a data set.", "Check the path.");
                var table = Table(path, Named(parsed.GetRequiredValue(sharing)), parsed.GetValue(context), parsed.GetValue(columns));
                var signal = parsed.GetValue(tableOnly) ? null : SignalRiskOfFolder.Measure(path, SignalRiskOfFolder.UsesRuns(parsed.GetRequiredValue(sessions)), cancellation);
                var document = RiskDocument.Of(table, signal);
                if (parsed.GetValue(json)) JsonOutput.Write(document);
                else Print(document);
                return ExitStatus.Done;
            },
            cancellation));
        return command;
    }

    private static SharingModel Named(string name) => SharingModel.All.FirstOrDefault(s => s.Name == name) ?? throw new UsageException(
        $"'{name}' is no sharing model.", "It decides the limits.", $"Choose from: {string.Join(", ", SharingModel.All.Select(s => s.Name))}.");

    private static TableRisk? Table(string folder, SharingModel sharing, double contextRisk, string? columns)
    {
        var path = Path.Combine(folder, "participants.tsv");
        if (!File.Exists(path)) return null;
        var table = BidsTable.Read(path);
        var chosen = columns?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        if (chosen?.FirstOrDefault(c => !table.Columns.Contains(c)) is { } absent)
            throw new UsageException($"participants.tsv has no column '{absent}'.", "--quasi names its columns.", $"It has {string.Join(", ", table.Columns)}.");
        return new TableRiskAssessment(sharing, contextRisk).Assess(table, chosen ?? default);
    }

    private static void Print(RiskDocument document)
    {
        if (document.Table is { } t)
        {
            Terminal.Out.MarkupLineInterpolated($"[bold]Table[/] ({t.Sharing}): {t.Records} people by {string.Join(", ", t.QuasiIdentifiers)}");
            Terminal.Out.MarkupLineInterpolated($"  smallest class {t.SmallestClass} of {t.NeededClass} needed; {t.RecordsTooRare} people are too rare");
            Terminal.Out.MarkupLineInterpolated($"  risk of a record {t.LargestRecordRisk:0.###} at most, {t.AverageRecordRisk:0.###} on average; overall {t.OverallRisk:0.###}, limit {t.OverallLimit}");
            Terminal.Out.MarkupLineInterpolated($"  {(t.IsWithinLimits ? "within" : "above")} the provisional limits");
            foreach (var step in t.Suggestion ?? []) Terminal.Out.MarkupLineInterpolated($"  suggestion: {step.Column} {(step.BinWidth is { } w ? $"in ranges of {w}" : "left out")}");
        }

        if (document.Signal is not { } s) return;
        Terminal.Out.MarkupLineInterpolated($"[bold]Signal[/]: {(s.UnknownBecause is { } why ? $"unknown. {why} Unknown counts as high." : "")}");
        foreach (var a in s.Attacks)
            Terminal.Out.MarkupLineInterpolated(
                $"  by {a.Name}: {a.IdentificationRate.Value:P0} [[{a.IdentificationRate.Low:P0}, {a.IdentificationRate.High:P0}]] of {s.TestedSessions} sessions identified among {s.Subjects} people (guessing {s.Chance:P0}); equal error rate {a.EqualErrorRate.Value:P1} [[{a.EqualErrorRate.Low:P1}, {a.EqualErrorRate.High:P1}]]");
        foreach (var limit in s.Limits) Terminal.Out.MarkupLineInterpolated($"  [grey]{limit}[/]");
    }
}
