using System.Collections.Concurrent;
using Pons.Formats.Bids.Hed;

namespace Pons.Formats.Bids.Validation;

/// <summary>One validation of one data set: the root first, then the subjects side by side, then what needs all of them.</summary>
internal sealed class DatasetValidation
{
    private readonly BidsRules _rules;
    private readonly BidsValidationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly string _root;
    private readonly IgnorePatterns _ignored;
    private readonly FaultList _rootFaults = new();
    private readonly FaultList _lastFaults = new();
    private readonly ReportBuilder _report;

    public DatasetValidation(BidsRules rules, string root, BidsValidationOptions options, CancellationToken cancellation)
    {
        (_rules, _root, _options, _cancellation) = (rules, root, options, cancellation);
        _ignored = IgnorePatterns.Read(root);
        _report = new(rules, options.KeptPerRule);
    }

    public BidsValidationReport Run()
    {
        var vocabularies = _options.HedSchemas.Select(HedVocabularyXml.Read).ToList();
        var level = new DatasetLister(_root, _ignored, _rootFaults).List("");
        var context = new RootValidation(_rules, _root, _ignored, level, _rootFaults, vocabularies, _cancellation).Run(out var subjects);
        _report.Add(_rootFaults);
        var results = RunSubjects(context, subjects);
        FindMissingSessions(results);
        TellMissingVocabularies(context);
        FindUnusedSidecars(level);
        _report.Add(_lastFaults);
        return _report.Build(Path.GetFileName(_root), results, level.Files.Count, level.Files.Sum(f => f.Length));
    }

    /// <summary>Subjects end in any order; their faults go into the report in the order of their folders.</summary>
    private SubjectResult[] RunSubjects(DatasetContext context, IReadOnlyList<string> subjects)
    {
        var results = new SubjectResult[subjects.Count];
        var (next, done) = (0, 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.ThreadCount, CancellationToken = _cancellation };
        var inOrder = Partitioner.Create(Enumerable.Range(0, subjects.Count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(inOrder, parallel, i =>
        {
            var result = new SubjectValidation(context, subjects[i]).Run();
            lock (_report)
            {
                results[i] = result;
                for (; next < results.Length && results[next] is { } ready; next++) _report.Add(ready.TakeFaults());
                _options.Progress?.Invoke((double)++done / subjects.Count);
            }
        });
        return results;
    }

    private void FindMissingSessions(SubjectResult[] subjects)
    {
        var all = subjects.SelectMany(s => s.Sessions).GroupBy(s => s).Where(g => g.Count() > 1).Select(g => g.Key).Order(StringComparer.Ordinal).ToList();
        foreach (var subject in subjects)
            foreach (var session in all.Except(subject.Sessions))
                _lastFaults.Add(subject.Folder, "session-missing", session, expected: session);
    }

    private void TellMissingVocabularies(DatasetContext context)
    {
        if (!context.Hed.IsUsed || context.Hed.Vocabularies.IsComplete || context.Description is null) return;
        if (context.Hed.Vocabularies.Missing.Count == 0)
            _lastFaults.Add("dataset_description.json", "hed-version", "HEDVersion", expected: HedVocabulary.ShippedVersions.Where(v => char.IsAsciiDigit(v[0])).Max()!);
        else
            _lastFaults.Add("dataset_description.json", "hed-schema", "HEDVersion", string.Join(", ", context.Hed.Vocabularies.Missing)).Hides("HED");
    }

    private void FindUnusedSidecars(FolderLevel level)
    {
        foreach (var file in level.Files.Where(f => !f.IsUsed && Orphanage.IsAskedOf(f, _rules)))
            _lastFaults.Add(file, "sidecar-orphan", expected: Orphanage.Needs(file));
    }
}
