using System.Collections.Immutable;

namespace Pons.Decoding.Tuning;

/// <summary>Divides training trials once more, so that what is tested does not touch what is learnt from.</summary>
internal static class InnerFolds
{
    private const int BlockCount = 5;

    /// <summary>Leaves out one person of several, else one run of several, else one stretch of time.</summary>
    /// <exception cref="DecodingException">A part that is left out takes all trials of a class with it, or there are too few cues.</exception>
    public static ImmutableArray<(ImmutableArray<int> Train, ImmutableArray<int> Test)> Of(TrialSet trials, string decoder)
    {
        int[] labelled = [.. Enumerable.Range(0, trials.Count).Where(i => trials.Trials[i].Label is not null)];
        if (labelled.Length == 0) throw Insufficient(decoder, "no labelled trial");
        var groups = Groups(trials, labelled, decoder);
        return [.. groups.Distinct().Order().Select(group => FoldOf(trials, labelled, groups, group, decoder))];
    }

    private static int[] Groups(TrialSet trials, int[] labelled, string decoder)
    {
        var origins = labelled.Select(i => trials.Trials[i].Origin).ToArray();
        var people = Numbered(origins.Select(o => (object)o.Subject));
        if (people.Max() > 0) return people;
        var runs = Numbered(origins.Select(o => (object)(o.Session, o.Run)));
        if (runs.Max() > 0) return runs;
        var order = labelled.Select((_, at) => at).OrderBy(at => origins[at].FirstSampleIndex).ToArray();
        var cues = new int[labelled.Length];
        var numbered = Numbered(order.Select(at => (object)(origins[at].CueSampleIndex >= 0 ? origins[at].CueSampleIndex : -1 - at)));
        for (var i = 0; i < order.Length; i++) cues[order[i]] = numbered[i];
        var count = cues.Max() + 1;
        if (count < 2 * BlockCount) throw Insufficient(decoder, $"{count} cues in a single run");
        return [.. cues.Select(c => c * BlockCount / count)];
    }

    private static (ImmutableArray<int> Train, ImmutableArray<int> Test) FoldOf(TrialSet trials, int[] labelled, int[] groups, int group, string decoder)
    {
        ImmutableArray<int> test = [.. labelled.Where((_, at) => groups[at] == group)];
        // Windows of neighbouring cues may overlap; what shares samples with the test is not learnt from.
        ImmutableArray<int> train = [.. labelled.Where((i, at) => groups[at] != group && !test.Any(t => Overlap(trials.Trials[i].Origin, trials.Trials[t].Origin)))];
        if (train.Select(i => trials.Trials[i].Label!.Value).Distinct().Count() == trials.Classes.Length) return (train, test);
        throw Insufficient(decoder, $"a class that stands in one part alone, that of {trials.Trials[test[0]].Origin.Subject} {trials.Trials[test[0]].Origin.Run}");
    }

    private static bool Overlap(TrialOrigin a, TrialOrigin b) => a.Subject == b.Subject && a.Session == b.Session && a.Run == b.Run
        && a.FirstSampleIndex < b.EndSampleIndex && b.FirstSampleIndex < a.EndSampleIndex;

    /// <summary>The number of each value in the order of first appearance.</summary>
    private static int[] Numbered(IEnumerable<object> values)
    {
        var known = new Dictionary<object, int>();
        return [.. values.Select(v => known.TryGetValue(v, out var number) ? number : known[v] = known.Count)];
    }

    private static DecodingException Insufficient(string decoder, string what) => new(
        $"{decoder} was given {what}.", "Hyper-parameters are chosen on training trials that are left out in turn, and every class must remain.",
        "Record more trials of every class, or use the decoder without +tuned.");
}
