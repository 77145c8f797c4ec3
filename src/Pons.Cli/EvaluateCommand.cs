using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Evaluation;
using Pons.Experiments;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons evaluate DIR|FILE…</c>: decoders on recorded data.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Recordings, or a folder of them.", Arity = ArgumentArity.OneOrMore };
        var paradigm = Inputs.Paradigm();
        var decoders = Settings.Option("--decoders", "Decoders to compare, with commas between", string.Join(',', Decoders.Standard.Select(d => d.Name)));
        var split = Settings.Option("--split", $"Which trials are learnt from and which are tested: {string.Join(", ", Split.Names)}", "leave-one-run-out");
        var seed = Settings.Option("--seed", "Decides the folds of stratified-folds", 0);
        var align = Settings.Option("--align", $"How people are brought together for leave-one-subject-out: none, {string.Join(", ", Alignment.All.Select(a => a.Name))}", "none");
        var threads = Settings.Option("--threads", "Subjects that are evaluated at once; changes no score", Environment.ProcessorCount).Within(1, 1024);
        var json = Inputs.Json();
        var csv = new Option<bool>("--csv") { Description = "Print the score table as CSV." };
        var command = new Command(
            "evaluate",
            """
            How well decoders do on recorded data. Every score comes with its 95 % interval and with what guessing reaches.

            Examples:
              pons evaluate eegmmidb --paradigm left-right-imagery
              pons evaluate eegmmidb --decoders riemann-mdm,tangent-lr --split leave-one-run-out --json
              pons evaluate eegmmidb --split leave-one-subject-out --align riemannian
              pons evaluate S007R04.edf S007R08.edf S007R12.edf --split stratified-folds --seed 3 --csv
            """)
        {
            paths, paradigm, decoders, split, seed, align, threads, json, csv,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var evaluation = new OfflineEvaluation(
                    Paradigms.Named(parsed.GetRequiredValue(paradigm)), Named(parsed.GetRequiredValue(decoders)),
                    Split.Named(parsed.GetRequiredValue(split), parsed.GetValue(seed)))
                {
                    ThreadCount = parsed.GetValue(threads),
                    Alignment = AlignmentNamed(parsed.GetRequiredValue(align)),
                };
                var table = Run(evaluation, parsed.GetRequiredValue(paths), cancellation);
                if (parsed.GetValue(json)) WriteJson(table);
                else Console.Out.WriteLine(parsed.GetValue(csv) ? table.ToCsv() : table.ToText());
                return ExitStatus.Done;
            },
            cancellation));
        return command;
    }

    private static ImmutableArray<Decoder> Named(string names)
    {
        var list = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = list.Where(n => Decoders.Find(n) is null).ToList();
        if (unknown.Count == 0 && list.Length > 0) return [.. list.Distinct().Select(Decoders.Named)];
        throw new UsageException(
            unknown.Count > 0 ? $"There is no decoder '{unknown[0]}'." : "--decoders names none.",
            "Every name must be known before anything is computed.",
            $"Choose from: {string.Join(", ", Decoders.All.Select(d => d.Name))}; +temperature behind a name calibrates its probabilities.");
    }

    private static Alignment? AlignmentNamed(string name) => name == "none" ? null
        : Alignment.All.FirstOrDefault(a => a.Name == name) ?? throw new UsageException(
            $"There is no alignment '{name}'.", "It decides how people are brought together.", $"Choose none, {string.Join(", ", Alignment.All.Select(a => a.Name))}.");

    private static ScoreTable Run(OfflineEvaluation evaluation, string[] paths, CancellationToken cancellation)
    {
        var dataset = Dataset.FromPaths(paths);
        ScoreTable? table = null;
        Progress.Bar("evaluating", 1, report =>
            table = evaluation.Run(dataset, new Reported(report), cancellation));
        foreach (var left in table!.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {left.Name}: {left.Reason}[/]");
        return table;
    }

    private static void WriteJson(ScoreTable table)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true })) table.WriteTo(json);
        output.WriteByte((byte)'\n');
    }

    private sealed class Reported(Action<double> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report((double)value.Done / value.Total);
    }
}
