using System.Collections.Immutable;

namespace Pons.Deidentification;

/// <summary>Findings of one recording; equal ones are counted, so that the list stays short.</summary>
internal sealed class FindingList
{
    private readonly Dictionary<(string Where, string Rule, IdentityAction Action, string Hash), int> _index = [];
    private readonly List<IdentityFinding> _findings = [];

    public int Count => _findings.Count;

    public void Add(IdentityFinding finding)
    {
        var key = (finding.Where, finding.Rule, finding.Action, finding.Hash);
        if (_index.TryGetValue(key, out var at))
        {
            _findings[at] = _findings[at] with { Count = _findings[at].Count + 1 };
            return;
        }

        _index.Add(key, _findings.Count);
        _findings.Add(finding);
    }

    public ImmutableArray<IdentityFinding> ToArray() => [.. _findings];
}
