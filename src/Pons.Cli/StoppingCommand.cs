using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Evaluation;
using Pons.Evaluation.Stopping;
using Pons.Experiments;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons evaluate stopping DIR|FILE…</c>: how soon decisions can be made.</summary>
internal static class StoppingCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Recordings, or a folder of them.", Arity = ArgumentArity.OneOrMore };
        var paradigm = Settings.Option("--paradigm", "The experiment that was recorded", "ssvep-exoskeleton");
        var decoders = Settings.Option("--decoders", "Decoders to compare, with commas between", "cca,fbcca");
        var split = Settings.Option("--split", $"Which trials are learnt from and which are tested: {string.Join(", ", Split.Names)}", "occurrence-folds");
        var start = Settings.Option("--start", "From the cue to the start of the window, in seconds", 0.3).Within(-10, 100);
        var longest = Settings.Option("--longest", "The longest window, in seconds", 4.5).Within(0.1, 1000);
        var step = Settings.Option("--step", "The shortest window, and by how much it grows, in seconds", 0.5).Within(0.01, 100);
        var target = Settings.Option("--target", "Share of decisions that should be right when a window stops", 0.9).Within(0.01, 0.999);
        var threads = Settings.Option("--threads", "Threads to use; changes no number", Environment.ProcessorCount).Within(1, 1024);
        var json = Inputs.Json();
        var command = new Command(
            "stopping",
            """
            How soon decisions can be made: a window that grows until it is sure enough, against windows of fixed length, by accuracy, time and
            information transfer rate. When to stop is learnt inside each training part.

            Examples:
              pons evaluate stopping exoskeleton
              pons evaluate stopping exoskeleton --decoders fbcca --target 0.8 --step 0.25 --json
              pons evaluate stopping eegmmidb --paradigm left-right-imagery --decoders tangent-lr --split leave-one-run-out --start 0.5 --longest 3
            """)
        {
            paths, paradigm, decoders, split, start, longest, step, target, threads, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var known = Paradigms.Named(parsed.GetRequiredValue(paradigm));
                var evaluation = new StoppingEvaluation(
                    known.WithParameters(known.Parameters.SetItem("startSeconds", parsed.GetValue(start)).SetItem("lengthSeconds", parsed.GetValue(longest))),
                    EvaluateCommand.DecodersNamed(parsed.GetRequiredValue(decoders)), Split.Named(parsed.GetRequiredValue(split)))
                {
                    StepSeconds = parsed.GetValue(step),
                    Target = parsed.GetValue(target),
                    ThreadCount = parsed.GetValue(threads),
                };
                return Run(evaluation, parsed.GetRequiredValue(paths), parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command;
    }

    private static int Run(StoppingEvaluation evaluation, string[] paths, bool asJson, CancellationToken cancellation)
    {
        var dataset = Dataset.FromPaths(paths);
        StoppingTable? table = null;
        Progress.Bar("evaluating", 1, report => table = evaluation.Run(dataset, new Told<double>(report), cancellation));
        foreach (var left in table!.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {left.Name}: {left.Reason}[/]");
        if (asJson) JsonOutput.Write(table.WriteTo);
        else Console.Out.WriteLine(table.ToText());
        return ExitStatus.Done;
    }
}
