using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Decoding;
using Pons.Evaluation;
using Pons.Evaluation.LearningCurves;
using Pons.Experiments;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons evaluate learning-curve DIR|FILE…</c>: score against the number of training trials.</summary>
internal static class LearningCurveCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Recordings, or a folder of them.", Arity = ArgumentArity.OneOrMore };
        var paradigm = Inputs.Paradigm();
        var counts = Settings.Option("--counts", "Training trials of each class, with commas between", "4,8,14");
        var decoders = Settings.Option("--decoders", "Decoders to compare, with commas between", string.Join(',', Decoders.Standard.Select(d => d.Name)));
        var split = Settings.Option("--split", $"Which trials are learnt from and which are tested: {string.Join(", ", Split.Names)}", "leave-one-run-out");
        var seed = Settings.Option("--seed", "Decides the folds of stratified-folds", 0);
        var threads = Settings.Option("--threads", "Subjects that are evaluated at once; changes no score", Environment.ProcessorCount).Within(1, 1024);
        var json = Inputs.Json();
        var command = new Command(
            "learning-curve",
            """
            Score against the number of training trials: the first of each training part are learnt from, the tested trials stay the same.

            Examples:
              pons evaluate learning-curve eegmmidb
              pons evaluate learning-curve eegmmidb --counts 2,4,8,14 --decoders csp-lda,riemann-mdm --json
            """)
        {
            paths, paradigm, counts, decoders, split, seed, threads, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var evaluation = new OfflineEvaluation(
                    Paradigms.Named(parsed.GetRequiredValue(paradigm)), EvaluateCommand.DecodersNamed(parsed.GetRequiredValue(decoders)),
                    Split.Named(parsed.GetRequiredValue(split), parsed.GetValue(seed)))
                { ThreadCount = parsed.GetValue(threads) };
                var dataset = Dataset.FromPaths(parsed.GetRequiredValue(paths));
                var numbers = CountsOf(parsed.GetRequiredValue(counts));
                LearningCurve? curve = null;
                Progress.Bar("evaluating", 1, report => curve = LearningCurve.Run(evaluation, numbers, dataset, new Told<double>(report), cancellation));
                foreach (var left in curve!.Points[0].Table.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {left.Name}: {left.Reason}[/]");
                if (parsed.GetValue(json)) JsonOutput.Write(curve.WriteTo);
                else Console.Out.WriteLine(curve.ToText());
                return ExitStatus.Done;
            },
            cancellation));
        return command;
    }

    private static List<int> CountsOf(string list)
    {
        var parts = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var counts = parts.Select(p => int.TryParse(p, out var count) ? count : 0).ToList();
        if (counts.Count > 0 && counts.TrueForAll(c => c >= 1)) return counts;
        throw new UsageException($"--counts is '{list}'.", "Each number is how many trials of a class are learnt from.", "Give whole numbers from 1 on, such as 2,4,8.");
    }
}
