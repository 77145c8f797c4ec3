using System.CommandLine;
using System.Runtime.InteropServices;
using Pons.Cli.Benchmarks;
using Pons.Cli.Documents;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons bench</c>: how fast the kernels are, alone or beside their peers.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var kernels = new Option<string>("--kernels") { Description = "Only these, with commas between.", DefaultValueFactory = _ => string.Join(',', Kernels.All.Select(k => k.Name)) };
        var repeats = new Option<int>("--repeats") { Description = "Timed calls of each kernel.", DefaultValueFactory = _ => 7 }.Within(1, 1000);
        var peers = new Option<bool>("--peers") { Description = "Let SciPy, pyRiemann, MNE and pyxdf do the same work in turn, and print the ratio." };
        var python = Settings.Option("--python", "Python of the peers", "python3");
        var evaluation = new Option<string?>("--evaluation") { Description = "Also time the whole reference evaluation of this folder of EEGMMIDB recordings, as a process.", HelpName = "DIR" };
        var threads = new Option<int>("--threads") { Description = "Threads of that evaluation; the peer has one.", DefaultValueFactory = _ => Environment.ProcessorCount }.Within(1, 1024);
        var live = new Option<double>("--live-minutes") { Description = "Also run the closed loop in real time for so long.", DefaultValueFactory = _ => 0 }.Within(0, 1440);
        var streams = new Option<double>("--stream-seconds") { Description = "Also measure live streams, each for so long: latency of LSL, receiving and recording of emulated devices.", DefaultValueFactory = _ => 0 }.Within(0, 3600);
        var only = new Option<string>("--streams") { Description = "Only these live streams, with commas between.", DefaultValueFactory = _ => string.Join(',', StreamBenchmark.Names) };
        var markdown = new Option<bool>("--markdown") { Description = "Print the tables of docs/reference/benchmarks.md." };
        var json = Inputs.Json();
        var command = new Command(
            "bench",
            """
            How fast the kernels are: medians of several calls on one thread.

            Examples:
              pons bench
              pons bench --peers --python /usr/bin/python3
              pons bench --kernels causal-filter,welch --repeats 21 --json
              pons bench --peers --evaluation eegmmidb --live-minutes 10 --markdown
              PONS_LIBLSL=/usr/lib/liblsl.so pons bench --kernels welch --stream-seconds 60
              pons bench --kernels "" --stream-seconds 1800 --streams record-16x64ch-1khz
            """)
        {
            kernels, repeats, peers, python, evaluation, threads, live, streams, only, markdown, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(
            async () =>
            {
                var plan = new BenchmarkPlan(
                    [.. Named(parsed.GetRequiredValue(kernels), Kernels.All, k => k.Name, "kernel")], parsed.GetValue(repeats), parsed.GetValue(peers) ? parsed.GetRequiredValue(python) : null,
                    parsed.GetValue(evaluation), parsed.GetValue(threads), parsed.GetValue(live), parsed.GetValue(streams),
                    [.. Named(parsed.GetRequiredValue(only), StreamBenchmark.Names, n => n, "stream")]);
                var document = await plan.RunAsync(cancellation).ConfigureAwait(false);
                if (parsed.GetValue(json)) JsonOutput.Write(document);
                else if (parsed.GetValue(markdown)) Console.Out.Write(BenchMarkdown.Of(document));
                else Print(document);
                return ExitStatus.Done;
            },
            cancellation));
        return command;
    }

    private static IEnumerable<T> Named<T>(string names, IReadOnlyCollection<T> all, Func<T, string> nameOf, string what)
    {
        var list = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = list.FirstOrDefault(n => all.All(k => nameOf(k) != n));
        if (unknown is null) return all.Where(k => list.Contains(nameOf(k)));
        throw new UsageException(
            $"There is no {what} '{unknown}'.", "Every name must be known before anything is measured.", $"Choose from: {string.Join(", ", all.Select(nameOf))}.");
    }

    private static void Print(BenchDocument document)
    {
        Terminal.Out.MarkupLineInterpolated($"{document.Processor}, {document.Cores} cores, vectors of {document.Vectors}, {document.Runtime}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("kernel", "work", "Pons, ms", "peer, ms", "ratio", "wanted", "plain, ms");
        foreach (var m in document.Kernels.Concat(document.Evaluation is { } e ? [e] : []))
            table.AddRow(m.Name, Markup.Escape(m.Work), BenchMarkdown.Milliseconds(m.OursMs), BenchMarkdown.Milliseconds(m.PeerMs), BenchMarkdown.Ratio(m), BenchMarkdown.Target(m), BenchMarkdown.Milliseconds(m.PlainMs));
        Terminal.Out.Write(table);
        if (document.Live is { } live) Terminal.Out.WriteLine(BenchMarkdown.Of(live));
        if (document.Streams is { } streams) Terminal.Out.WriteLine(BenchMarkdown.Of(streams));
    }

    /// <summary>What is to be measured.</summary>
    private sealed record BenchmarkPlan(
        List<Kernel> Kernels, int Repeats, string? Python, string? EvaluationFolder, int Threads, double LiveMinutes, double StreamSeconds, List<string> Streams)
    {
        public async Task<BenchDocument> RunAsync(CancellationToken cancellation)
        {
            using var peer = Python is null ? null : Peer.Start(Python, PeerScripts.Kernels);
            var kernels = Progress.Over("kernels", Kernels, k => Describe(k.Name, k.Work, k.Peer, k.TargetRatio, KernelBenchmark.Measure(k, peer, Repeats, cancellation)), cancellation);
            var evaluation = EvaluationFolder is null ? null : Progress.Of("reference evaluation", () => Evaluate(EvaluationFolder, cancellation));
            BenchDocument.LiveLoop? live = null;
            if (LiveMinutes > 0)
                await Progress.BarAsync("live loop", LiveMinutes * 60, async report =>
                    live = await LiveBenchmark.MeasureAsync(LiveMinutes, report, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            var streams = StreamSeconds > 0 ? await StreamBenchmark.MeasureAsync(Streams, StreamSeconds, cancellation).ConfigureAwait(false) : null;
            return new(
                Computer.Processor, Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, Computer.Vectors, peer?.Versions, kernels, evaluation,
                live, streams);
        }

        private BenchDocument.Measured Evaluate(string folder, CancellationToken cancellation)
        {
            const int processRepeats = 5;
            var times = EvaluationBenchmark.Measure(folder, Threads, Python, processRepeats, cancellation);
            var work = FormattableString.Invariant($"the reference evaluation, whole process, {Threads} thread{(Threads == 1 ? "" : "s")}");
            return Describe("evaluation", work, "MNE, SciPy, scikit-learn, pyRiemann", 8, times);
        }

        private static BenchDocument.Measured Describe(string name, string work, string peer, double targetRatio, PairedTimes times) => new(
            name, work, peer, times.OursSeconds.Length, times.OursMedianSeconds * 1000, times.PeerMedianSeconds * 1000,
            times.Ratio?.Median, times.Ratio?.Low, times.Ratio?.High, targetRatio, times.PlainMedianSeconds * 1000);
    }
}
