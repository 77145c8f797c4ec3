using System.Collections.Immutable;
using System.CommandLine;
using Pons.Decoding;
using Pons.Decoding.Transfer;
using Pons.Evaluation;
using Pons.Evaluation.Datasets;
using Pons.Evaluation.Requests;
using Pons.Experiments;
using Spectre.Console;

namespace Pons.Cli;

/// <summary><c>pons evaluate DIR|FILE…</c>: decoders on recorded data.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly Argument<string[]> _paths = new("paths") { Description = "Recordings, or a folder of them.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _dataset = Settings.Option<string?>("--dataset", "A data set by name (see 'pons datasets'), or the JSON file that describes it", null);
    private readonly Option<string?> _data = Settings.Option<string?>("--data", "Folder of data sets, or of the one that is evaluated", null);
    private readonly Option<string?> _paradigm = Settings.Option<string?>("--paradigm", $"The experiment that was recorded: {string.Join(", ", Paradigms.All.Select(p => p.Name))}; by default that of the data set, or {Paradigms.All[0].Name}", null);
    private readonly Option<string?> _decoders = Settings.Option<string?>("--decoders", $"Decoders to compare, with commas between; by default those of the data set, or {string.Join(',', Decoders.Standard.Select(d => d.Name))}", null);
    private readonly Option<string?> _split = Settings.Option<string?>("--split", $"Which trials are learnt from and which are tested: {string.Join(", ", Split.Names)}; by default that of the data set, or leave-one-run-out", null);
    private readonly Option<int> _seed = Settings.Option("--seed", "Decides the folds of stratified-folds", 0);
    private readonly Option<string> _align = Settings.Option("--align", $"How people are brought together for leave-one-subject-out: none, {string.Join(", ", Alignment.All.Select(a => a.Name))}", "none");
    private readonly Option<string?> _rerun = new("--rerun") { Description = "Compute a result file again and compare, bit for bit; with --data, with the recordings in another place.", HelpName = "results.json" };
    private readonly Option<int> _threads = Settings.Option("--threads", "Threads to use; changes no score", Environment.ProcessorCount).Within(1, 1024);
    private readonly Option<bool> _json = Inputs.Json();
    private readonly Option<bool> _csv = new("--csv") { Description = "Print the score table as CSV." };

    private readonly Option<string?> _report = ReportFile.ReportOption();
    private readonly Option<string> _language = ReportFile.LanguageOption();

    private EvaluateCommand()
        : base(
            "evaluate",
            """
            How well decoders do on recorded data. Every score comes with its 95 % interval and with what guessing reaches.

            Examples:
              pons evaluate --dataset eegmmidb-left-right --data recordings
              pons evaluate --dataset p300-speller-iib --data recordings --json > results.json
              pons evaluate --rerun results.json
              pons evaluate eegmmidb --paradigm left-right-imagery
              pons evaluate eegmmidb --decoders riemann-mdm,tangent-lr --split leave-one-run-out --json
              pons evaluate eegmmidb --split leave-one-subject-out --align riemannian
              pons evaluate S007R04.edf S007R08.edf S007R12.edf --split stratified-folds --seed 3 --csv
              pons evaluate eegmmidb --report report.html
            """)
    {
        Add(_paths);
        Add(SlidingCommand.Create());
        Add(LearningCurveCommand.Create());
        Add(StoppingCommand.Create());
        foreach (var option in new Option[] { _dataset, _data, _paradigm, _decoders, _split, _seed, _align, _rerun, _threads, _json, _csv, _report, _language }) Add(option);
        SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
    }

    public static Command Create() => new EvaluateCommand();

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var page = ReportFile.Of(parsed.GetValue(_report), parsed.GetRequiredValue(_language));
        if (parsed.GetValue(_rerun) is { } stored) return Rerun(stored, page, parsed, cancellation);
        var result = Evaluate(RequestOf(parsed), parsed, cancellation);
        page?.Write(result);
        Print(result, parsed);
        return ExitStatus.Done;
    }

    private EvaluationResult Evaluate(EvaluationRequest request, ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationResult? result = null;
        var evaluation = new RequestedEvaluation(request) { ThreadCount = parsed.GetValue(_threads) };
        Progress.Bar("evaluating", 1, report => result = evaluation.Run(new Told<double>(report), cancellation));
        if (result is ScoreTable table)
            foreach (var left in table.LeftOut) Terminal.Error.MarkupLineInterpolated($"[grey]left out {left.Name}: {left.Reason}[/]");
        return result!;
    }

    private void Print(EvaluationResult result, ParseResult parsed)
    {
        if (parsed.GetValue(_json)) Console.Out.Write(result.ToJson() + "\n");
        else Console.Out.WriteLine(parsed.GetValue(_csv) ? result.ToCsv() : result.ToText());
    }

    private int Rerun(string path, ReportFile? page, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_paths) is { Length: > 0 } || parsed.GetValue(_dataset) is not null)
            throw new UsageException("--rerun was given together with recordings or a data set.", "The result file says itself what was evaluated.", "Give the result file alone.");
        Inputs.RequireFile(path);
        var stored = StoredResult.Read(path);
        var request = parsed.GetValue(_data) is { } data ? stored.Request with { Data = data } : stored.Request;
        var result = Evaluate(request, parsed, cancellation) with { Request = stored.Request };
        page?.Write(result);
        if (parsed.GetValue(_json) || parsed.GetValue(_csv)) Print(result, parsed);
        var differences = stored.DifferencesFrom(result);
        if (differences.IsEmpty)
        {
            Terminal.Error.MarkupLineInterpolated($"{path}: reproduced bit for bit");
            return ExitStatus.Done;
        }

        foreach (var d in differences) Terminal.Error.MarkupLineInterpolated($"{d.Place}: stored {d.Stored}, now {d.Now}");
        Terminal.Error.MarkupLineInterpolated($"{path}: not reproduced");
        return ExitStatus.CheckFailed;
    }

    private EvaluationRequest RequestOf(ParseResult parsed)
    {
        var (paths, dataset, align) = (parsed.GetValue(_paths) ?? [], parsed.GetValue(_dataset), parsed.GetRequiredValue(_align));
        if (paths.Length > 0 == dataset is not null)
            throw new UsageException(
                dataset is null ? "No recording and no data set was named." : "Both recordings and a data set were named.", "One of them says what is evaluated.",
                $"Name recordings, or one of the data sets with --dataset: {string.Join(", ", DatasetCatalog.All.Where(d => d.Task is not null || d.Movement is not null).Select(d => d.Name))}.");
        foreach (var path in paths) Inputs.RequireRecording(path);
        var decoders = NamesIn(parsed.GetValue(_decoders));
        if (dataset is null) RequireDecoders(decoders);
        return new()
        {
            Dataset = dataset,
            Data = dataset is null ? null : parsed.GetValue(_data) ?? ".",
            Paths = [.. paths],
            Paradigm = parsed.GetValue(_paradigm),
            Decoders = decoders,
            Split = parsed.GetValue(_split),
            Seed = parsed.GetValue(_seed),
            Alignment = align == "none" ? null : Alignment.Named(align).Name,
        };
    }

    /// <summary>The decoders of a list with commas; all must be known.</summary>
    internal static ImmutableArray<Decoder> DecodersNamed(string list)
    {
        var names = NamesIn(list);
        RequireDecoders(names);
        return [.. names.Select(n => Decoders.Named(n))];
    }

    private static ImmutableArray<string> NamesIn(string? list)
    {
        if (list is null) return [];
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 ? [.. names.Distinct()] : throw new UsageException("--decoders names none.", "There would be nothing to compare.", "Name one, or leave it out.");
    }

    private static void RequireDecoders(ImmutableArray<string> names)
    {
        if (names.FirstOrDefault(n => Decoders.Find(n) is null) is not { } unknown) return;
        throw new UsageException(
            $"There is no decoder '{unknown}'.", "Every name must be known before anything is computed.",
            $"Choose from: {string.Join(", ", Decoders.All.Select(d => d.Name))}; +temperature behind a name calibrates its probabilities, +tuned chooses its parameters.");
    }
}
