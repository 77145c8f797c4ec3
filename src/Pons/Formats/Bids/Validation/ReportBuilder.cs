using System.Collections.Immutable;

namespace Pons.Formats.Bids.Validation;

/// <summary>Puts the faults of the parts of a data set together, in their order, and keeps no more of a rule than was asked for.</summary>
internal sealed class ReportBuilder(BidsRules rules, int keptPerRule)
{
    private readonly List<Fault> _kept = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal), _keptCounts = new(StringComparer.Ordinal);

    /// <summary>Many subjects blame the same side-car of the root for the same thing.</summary>
    private readonly Dictionary<(string Rule, string File, string Name), Fault> _ofRoot = [];

    public void Add(FaultList part)
    {
        foreach (var fault in part.Faults)
        {
            if (!fault.File.Contains('/', StringComparison.Ordinal) && rules[fault.Rule].Applies != "sub-*/")
            {
                if (_ofRoot.TryGetValue((fault.Rule, fault.File, fault.Name), out var known) && known.Line == fault.Line)
                {
                    if (known.IsAtPlaceOf(fault)) continue;
                    known.Count += fault.Count;
                    _counts[fault.Rule] += fault.Count;
                    continue;
                }

                _ofRoot.TryAdd((fault.Rule, fault.File, fault.Name), fault);
            }

            _counts[fault.Rule] = _counts.GetValueOrDefault(fault.Rule) + fault.Count;
            var kept = _keptCounts.GetValueOrDefault(fault.Rule);
            if (kept >= keptPerRule) continue;
            _keptCounts[fault.Rule] = kept + 1;
            _kept.Add(fault);
        }
    }

    public BidsValidationReport Build(string dataset, IReadOnlyCollection<SubjectResult> subjects, int rootFiles, long rootBytes)
    {
        var ordered = InOrder();
        var numbers = ordered.Select((fault, i) => (fault, i)).ToDictionary(f => f.fault, f => f.i + 1);
        var notLooked = subjects.SelectMany(s => s.NotLookedInto).GroupBy(n => n.Key).ToImmutableSortedDictionary(g => g.Key, g => g.Sum(n => n.Value));
        return new()
        {
            Dataset = dataset,
            SpecificationVersion = rules.SpecificationVersion,
            Findings = [.. ordered.Select(f => Finding(f, numbers))],
            Counts = _counts.ToImmutableSortedDictionary(StringComparer.Ordinal),
            ErrorCount = Sum(BidsSeverity.Error),
            WarningCount = Sum(BidsSeverity.Warning),
            SubjectCount = subjects.Count,
            RecordingCount = subjects.Sum(s => s.RecordingCount),
            FileCount = rootFiles + subjects.Sum(s => s.FileCount),
            ByteCount = rootBytes + subjects.Sum(s => s.ByteCount),
            NotLookedInto = notLooked,
        };
    }

    /// <summary>Errors before warnings, and what follows from a fault right behind it.</summary>
    private List<Fault> InOrder()
    {
        var followers = _kept.Where(f => f.Because is not null).ToLookup(f => f.Because!);
        var kept = _kept.ToHashSet();
        var ordered = new List<Fault>(_kept.Count);
        foreach (var fault in _kept.Where(f => f.Because is null || !kept.Contains(f.Because)).OrderByDescending(f => rules[f.Rule].Severity))
            Append(fault, followers, ordered, depth: 0);
        return ordered;
    }

    private static void Append(Fault fault, ILookup<Fault, Fault> followers, List<Fault> ordered, int depth)
    {
        ordered.Add(fault);
        // A cause is always found before what follows from it, so that there are no circles; the depth is a second guard.
        if (depth > 8) return;
        foreach (var follower in followers[fault]) Append(follower, followers, ordered, depth + 1);
    }

    private int Sum(BidsSeverity severity) => _counts.Where(c => rules[c.Key].Severity == severity).Sum(c => c.Value);

    private BidsFinding Finding(Fault fault, Dictionary<Fault, int> numbers) => new()
    {
        Rule = rules[fault.Rule],
        Section = fault.Section is null ? rules[fault.Rule].Section : rules.Section(fault.Section),
        File = fault.File.Length == 0 ? "." : fault.File,
        Line = fault.Line,
        Column = fault.Column,
        Byte = fault.Byte,
        Name = fault.Name,
        Found = fault.Found,
        Expected = fault.Expected,
        Other = fault.Other,
        Count = fault.Count,
        Number = numbers[fault],
        Because = fault.Because is { } cause && numbers.TryGetValue(cause, out var number) ? number : null,
        Unchecked = [.. fault.Unchecked],
    };
}
