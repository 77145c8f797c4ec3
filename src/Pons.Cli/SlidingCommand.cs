using System.CommandLine;
using Pons.Cli.Documents;
using Pons.Decoding;
using Pons.Evaluation;
using Pons.Evaluation.Asynchronous;
using Pons.Experiments.MotorImagery;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons evaluate sliding DIR|FILE…</c>: imagery decoded all the time, with false activations per minute of idle.</summary>
internal static class SlidingCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Description = "Recordings of left and right imagery, or a folder of them.", Arity = ArgumentArity.OneOrMore };
        var decoder = Inputs.Decoder();
        var step = Settings.Option("--step", "From one window to the next, in seconds", 0.25).Within(0.01, 10);
        var window = Settings.Option("--window", "Length of a window, in seconds", new LeftRightImagery().FeedbackWindowSeconds).Within(0.1, 3);
        var dwell = Settings.Option("--dwell", "Windows on end that must agree", 3).Within(1, 1000);
        var refractory = Settings.Option("--refractory", "Seconds without a further activation", 2.0).Within(0, 1000);
        var most = Settings.Option("--most-false", "False activations per minute that are borne while the threshold is chosen", 2.0).Within(0, 1000);
        var threshold = new Option<bool>("--threshold-only") { Description = "Reject rest by the threshold alone instead of learning it as a class." };
        var threads = Settings.Option("--threads", "Subjects that are evaluated at once; changes no number", Environment.ProcessorCount).Within(1, 1024);
        var json = Inputs.Json();
        var command = new Command(
            "sliding",
            """
            How imagery does that is decoded all the time: false activations per minute of idle, hits and their latency, with intervals. Each
            run is slid over by a decoder that learnt from the subject's other runs, on which the threshold is chosen too.

            Examples:
              pons evaluate sliding eegmmidb
              pons evaluate sliding eegmmidb --decoder riemann-mdm --step 0.1 --dwell 5 --most-false 1
              pons evaluate sliding S007R04.edf S007R08.edf S007R12.edf --json
            """)
        {
            paths, decoder, step, window, dwell, refractory, most, threshold, threads, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var paradigm = new LeftRightImagery { FeedbackWindowSeconds = parsed.GetValue(window) };
                var evaluation = new SlidingEvaluation(paradigm, Decoders.Named(parsed.GetRequiredValue(decoder)))
                {
                    StepSeconds = parsed.GetValue(step),
                    DwellCount = parsed.GetValue(dwell),
                    RefractorySeconds = parsed.GetValue(refractory),
                    MostFalsePerMinute = parsed.GetValue(most),
                    LearnsIdle = !parsed.GetValue(threshold),
                    ThreadCount = parsed.GetValue(threads),
                };
                return Run(evaluation, parsed.GetRequiredValue(paths), parsed.GetValue(json), cancellation);
            },
            cancellation));
        return command;
    }

    private static int Run(SlidingEvaluation evaluation, string[] paths, bool asJson, CancellationToken cancellation)
    {
        var dataset = Dataset.FromPaths(paths);
        SlidingTable? table = null;
        Progress.Bar("sliding", 1, report => table = evaluation.Run(dataset, new Told<EvaluationProgress>(p => report((double)p.Done / p.Total)), cancellation));
        foreach (var left in table!.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {left.Name}: {left.Reason}[/]");
        if (asJson) JsonOutput.Write(table.WriteTo);
        else Console.Out.WriteLine(table.ToText());
        return ExitStatus.Done;
    }
}
