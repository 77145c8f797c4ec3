using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Pipelines;
using Pons.Sessions.Ledger;

namespace Pons.Sessions.Replay;

/// <summary>Holds decisions against those of a ledger, in order. One thread.</summary>
internal sealed class DecisionComparison : IDisposable
{
    private const int MostDifferences = 20;
    private readonly ImmutableArray<LedgerDecision> _recorded;
    private readonly DecisionHash _replayedHash = new();
    private readonly List<ReplayDifference> _differences = [];

    public DecisionComparison(IEnumerable<LedgerDecision> recorded)
    {
        _recorded = [.. recorded];
        using var hash = new DecisionHash();
        foreach (var decision in _recorded) hash.Add(ToDecision(decision));
        RecordedHash = hash.Value;
    }

    public string RecordedHash { get; }

    public string ReplayedHash => _replayedHash.Value;

    public int Recorded => _recorded.Length;

    public int Replayed => _replayedHash.Count;

    public int DifferenceCount { get; private set; }

    public IReadOnlyList<ReplayDifference> Differences => _differences;

    public void Add(Decision decision)
    {
        var number = _replayedHash.Count;
        _replayedHash.Add(decision);
        if (number >= _recorded.Length) Differ(number + 1, decision.EndSampleIndex, "the replay decides once more than the session did.");
        else if (Difference(_recorded[number], decision) is { } what) Differ(number + 1, decision.EndSampleIndex, what);
    }

    /// <summary>No more decisions come.</summary>
    public void Complete()
    {
        for (var i = Replayed; i < _recorded.Length; i++)
            Differ(i + 1, _recorded[i].EndSampleIndex, "the session decided here, the replay does not.");
    }

    public void Dispose() => _replayedHash.Dispose();

    private static string? Difference(LedgerDecision then, Decision now)
    {
        var prediction = now.Prediction;
        if (then.FirstSampleIndex != now.FirstSampleIndex || then.EndSampleIndex != now.EndSampleIndex)
            return $"it rested on samples {then.FirstSampleIndex} to {then.EndSampleIndex - 1}, "
                + $"and now on {now.FirstSampleIndex} to {now.EndSampleIndex - 1}.";
        if (then.ModelHash != now.ModelHash) return $"it was taken by model {then.ModelHash}, and now by {now.ModelHash}.";
        if (then.Label != prediction.Label.Name) return $"it was '{then.Label}', and is now '{prediction.Label.Name}'.";
        for (var c = 0; c < then.Probabilities.Length; c++)
            if (BitConverter.DoubleToInt64Bits(then.Probabilities[c]) != BitConverter.DoubleToInt64Bits(prediction.Probabilities[c]))
                return FormattableString.Invariant(
                    $"the probability of '{then.Classes[c]}' was {then.Probabilities[c]:R}, and is now {prediction.Probabilities[c]:R}.");
        return null;
    }

    private static Decision ToDecision(LedgerDecision entry) => new(
        default, entry.FirstSampleIndex, entry.EndSampleIndex,
        new Prediction([.. entry.Classes.Select(c => new ClassLabel(c))], [.. entry.Probabilities]), entry.ModelHash, null, []);

    private void Differ(int number, long end, string what)
    {
        DifferenceCount++;
        if (_differences.Count < MostDifferences) _differences.Add(new(number, end, what));
    }
}
