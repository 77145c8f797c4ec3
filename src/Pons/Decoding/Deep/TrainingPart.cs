namespace Pons.Decoding.Deep;

/// <summary>
/// Which trials are learnt from and which decide when to stop. One subject is held out when there are several; else one run, when there are
/// several; else the last fifth of each class. A subject or run whose absence would leave a class without trials is never held out.
/// </summary>
/// <param name="Learnt">Places of the trials that are learnt from.</param>
/// <param name="Validation">Places of those that decide when to stop.</param>
internal sealed record TrainingPart(int[] Learnt, int[] Validation)
{
    public static TrainingPart Of(IReadOnlyList<Trial> trials, int[] classes, int seed)
    {
        object[][] groupings =
        [
            [.. trials.Select(t => (object)t.Origin.Subject)],
            [.. trials.Select(t => (object)new RunKey(t.Origin.Subject, t.Origin.Session, t.Origin.Run))],
        ];
        foreach (var groups in groupings)
            if (HoldOut(groups, classes, seed) is { } part) return part;
        return LastFifth(classes);
    }

    private static TrainingPart? HoldOut(object[] groups, int[] classes, int seed)
    {
        var all = groups.Distinct().ToArray();
        for (var k = 0; k < all.Length && all.Length > 1; k++)
        {
            var held = all[(int)(((uint)seed + (uint)(all.Length - 1 - k)) % (uint)all.Length)];
            var part = Split(groups.Length, i => groups[i].Equals(held));
            if (part.Learnt.Select(i => classes[i]).Distinct().Count() == classes.Distinct().Count()) return part;
        }

        return null;
    }

    private static TrainingPart LastFifth(int[] classes)
    {
        var held = new HashSet<int>();
        foreach (var group in Enumerable.Range(0, classes.Length).GroupBy(i => classes[i]))
            held.UnionWith(group.TakeLast((group.Count() + 4) / 5));
        return Split(classes.Length, held.Contains);
    }

    private static TrainingPart Split(int count, Func<int, bool> isHeld) =>
        new([.. Enumerable.Range(0, count).Where(i => !isHeld(i))], [.. Enumerable.Range(0, count).Where(isHeld)]);
}
