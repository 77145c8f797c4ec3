using System.Collections.Immutable;
using Pons.Formats;

namespace Pons.Deidentification;

/// <summary>
/// Removes from recordings and data sets what points to a person, and proves it: the places that formats keep for it are rewritten byte
/// by byte, samples are copied as they are, and what was written is read again and searched. What cannot be parsed is not released.
/// The signal itself stays a biometric.
/// </summary>
public sealed class Deidentifier
{
    private readonly DeidentificationOptions _options;

    /// <summary>Prepares a de-identifier; it can be used again, each time with new shifts unless they are sealed in a map.</summary>
    /// <param name="options">How; default everything removed.</param>
    public Deidentifier(DeidentificationOptions? options = null) => _options = options ?? new();

    /// <summary>De-identifies a file with its companions, or a whole folder.</summary>
    /// <param name="input">Path of a recording, any file of it, or a folder, such as a BIDS data set; not changed.</param>
    /// <param name="output">For a folder a folder that does not exist or is empty; for a file the new file, or a folder that exists.</param>
    /// <param name="progress">Told which part is done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work; files that are whole stay.</param>
    /// <returns>What was found and done.</returns>
    /// <exception cref="DeidentificationException">The output lies in the input, or is not empty.</exception>
    /// <exception cref="SealedShiftMapException">The map of shifts does not open.</exception>
    /// <exception cref="IOException">The input cannot be listed, or the output cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public DeidentificationReport Run(string input, string output, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(input);
        ArgumentException.ThrowIfNullOrEmpty(output);
        var target = new ReleaseTarget(input, output);
        var tree = SourceTree.Of(input);
        var plan = new ScrubPlan(_options);
        var steps = new Steps(progress, tree.Units.Count * 2, cancellation);
        foreach (var unit in tree.Units)
        {
            Survey(tree, unit, plan);
            steps.Next();
        }

        plan.Decide([.. tree.Units.SelectMany(u => u.Paths.Select(p => (p, u.Subject)))], target.NameOf(tree));
        var check = new ReleaseCheck(plan);
        var files = ImmutableArray.CreateBuilder<DeidentifiedFile>();
        // Sealed before the first file is released: a release without its map could not be continued.
        var isSealed = plan.Seal();
        foreach (var unit in tree.Units)
        {
            files.Add(unit.Refusal is null ? Release(tree, unit, plan, check, target, cancellation) : Refused(unit, plan, unit.Refusal));
            steps.Next();
        }

        target.RemoveEmptyFolders();
        files.AddRange(tree.LeftOut.Select(p => new DeidentifiedFile { Path = plan.Text.Replace(p, plan.Text.Find(p), new(null, false)), Verdict = FileVerdict.LeftOut }));
        return Report(plan, files.ToImmutable(), isSealed, tree);
    }

    private static void Survey(SourceTree tree, ScrubUnit unit, ScrubPlan plan)
    {
        var label = PathPlan.LabelIn(unit.Path);
        unit.Subject = label is null ? null : plan.Roster.Of("sub-" + label, label);
        foreach (var part in unit.Path.Split('/')) new Scribe(plan, ScrubPass.Survey, unit.Path, unit.Subject).Text("file name", null, part);
        if (unit.Scrubber is null)
        {
            unit.Refusal = Unknown(unit.Path);
            return;
        }

        var scribe = new Scribe(plan, ScrubPass.Survey, unit.Path, unit.Subject);
        try
        {
            var files = RecordingFiles.At(tree.FullPath(unit.Path));
            unit.IsRecording = unit.Scrubber.OpensAsRecording(files);
            if (unit.IsRecording)
                using (RecordingFormat.Of(files).Open(files)) unit.Scrubber.Scrub(new(files, null), scribe);
            else unit.Scrubber.Scrub(new(files, null), scribe);
        }
        catch (Exception fault) when (fault is PonsException or IOException or UnauthorizedAccessException)
        {
            unit.Refusal = fault as PonsException ?? new DeidentificationException("The file cannot be read.", "What it holds is unknown.", "Check its permissions and the disk.");
        }

        unit.Subject ??= SubjectOf(unit, scribe, plan);
        scribe.Deliver(unit.Subject);
    }

    /// <summary>A recording without a label belongs to whom its header names; when that is nobody, to one subject per folder.</summary>
    private static SubjectRecord? SubjectOf(ScrubUnit unit, Scribe scribe, ScrubPlan plan)
    {
        if (scribe.DeclaredSubject is { } code && ScrubPlan.IsCode(code)) return plan.Roster.Of(code, code[4..]);
        if (scribe.DeclaredSubject is { } declared) return plan.Roster.Of("header:" + TextFolding.Fold(declared).ToUpperInvariant(), null);
        if (!unit.IsRecording) return null;
        return plan.Roster.Of("folder:" + unit.Path[..(unit.Path.LastIndexOf('/') + 1)], null);
    }

    private static DeidentifiedFile Release(
        SourceTree tree, ScrubUnit unit, ScrubPlan plan, ReleaseCheck check, ReleaseTarget target, CancellationToken cancellation)
    {
        var source = RecordingFiles.At(tree.FullPath(unit.Path));
        var scribe = new Scribe(plan, ScrubPass.Write, unit.Path, unit.Subject);
        if (!target.HasChosenName)
            foreach (var part in unit.Path.Split('/')) scribe.Text("file name", null, part);
        var inspect = new Scribe(plan, ScrubPass.Inspect, unit.Path, unit.Subject);
        using var unfinished = new UnfinishedFiles();
        var staged = new Dictionary<string, FileStream>(StringComparer.Ordinal);
        var folder = unit.Path[..(unit.Path.LastIndexOf('/') + 1)];
        var written = new ScrubbedFiles(source, name =>
        {
            var path = plan.NewPath(folder + name);
            return staged[Path.GetFileName(path)] = unfinished.Begin(target.Prepare(path));
        });
        try
        {
            unit.Scrubber!.Scrub(written, scribe);
            foreach (var file in staged.Values) file.Flush();
            var result = new StagedFiles(Path.GetFileName(plan.NewPath(unit.Path)), staged);
            var compared = Inspect(unit, plan, check, source, result, written, inspect, cancellation);
            var released = Describe(unit, plan, scribe) with { SamplesCompared = compared };
            if (inspect.Findings.Count > 0)
                return released with
                {
                    Verdict = FileVerdict.Failed,
                    Reason = "Something that points to a person was found when the result was read again. It must not be released. "
                        + "Look at the places named here, mend the source or add a rule, and try again.",
                    Leftovers = inspect.Findings.ToArray(),
                };
            unfinished.Commit();
            return released;
        }
        catch (RecordingFormatException fault)
        {
            return Refused(unit, plan, fault) with { Findings = scribe.Findings.ToArray() };
        }
    }

    private static long? Inspect(
        ScrubUnit unit, ScrubPlan plan, ReleaseCheck check, RecordingFiles source, StagedFiles result, ScrubbedFiles written, Scribe inspect,
        CancellationToken cancellation)
    {
        var folder = unit.Path[..(unit.Path.LastIndexOf('/') + 1)];
        unit.Scrubber!.Scrub(new(result, null), inspect);
        foreach (var name in result.Names)
        {
            inspect.Text("file name", null, name);
            using var file = result.Open(name, "a released file");
            check.SearchBytes(file, name, [.. written.Samples.Where(s => Path.GetFileName(plan.NewPath(folder + s.File)) == name)], inspect);
        }

        if (!unit.IsRecording) return null;
        using var before = RecordingFormat.Of(source).Open(source);
        using var after = RecordingFormat.Of(result).Open(result);
        ReleaseCheck.SearchTexts(after, inspect);
        return ReleaseCheck.CompareSamples(before, after, cancellation);
    }

    private static DeidentifiedFile Describe(ScrubUnit unit, ScrubPlan plan, Scribe scribe) => new()
    {
        Path = plan.NewPath(unit.Path),
        Companions = [.. unit.Companions.Select(plan.NewPath)],
        Format = unit.Scrubber?.Format ?? "",
        Verdict = FileVerdict.Released,
        Subject = unit.Subject is { Label.Length: > 0 } subject ? "sub-" + subject.Label : null,
        Findings = scribe.Findings.ToArray(),
        Notes = [.. scribe.Notes],
    };

    private static DeidentifiedFile Refused(ScrubUnit unit, ScrubPlan plan, PonsException fault) =>
        Describe(unit, plan, new(plan, ScrubPass.Inspect, unit.Path, unit.Subject)) with
        {
            Verdict = FileVerdict.Refused,
            // The message of a parser may quote the file.
            Reason = Clean(plan, $"{fault.What} {fault.Why} {fault.Remedy}"),
        };

    private static string Clean(ScrubPlan plan, string text) => plan.Text.Replace(text, plan.Text.Find(text), new(null, false));

    private static DeidentificationException Unknown(string path) => new(
        $"No rule knows where a file of the kind '{Path.GetExtension(path)}' keeps what points to a person.", "What is not understood is not released.",
        "Convert it to a format that Pons can de-identify, such as EDF, BrainVision or BIDS, or leave it out.");

    private DeidentificationReport Report(ScrubPlan plan, ImmutableArray<DeidentifiedFile> files, bool isSealed, SourceTree tree)
    {
        var subjects = plan.Roster.All.Where(s => !s.Key.StartsWith("folder:", StringComparison.Ordinal)).ToList();
        return new()
        {
            Time = _options.Clock.GetUtcNow(),
            Rules = plan.Rules.Versions,
            Files = files,
            SubjectCount = subjects.Count,
            RelabelledSubjectCount = subjects.Count(s => s.GivenLabel != s.Label),
            IsSealed = isSealed,
            KeepsTimeOfDay = plan.KeepTimeOfDay,
            NamelessRecordingCount = tree.Units.Count(u => u.Subject?.Key.StartsWith("folder:", StringComparison.Ordinal) == true),
        };
    }

    private sealed class Steps(IProgress<double>? progress, int total, CancellationToken cancellation)
    {
        private int _done;

        public void Next()
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((double)++_done / Math.Max(1, total));
        }
    }
}
