using System.Globalization;
using System.Security.Cryptography;

namespace Pons.Deidentification;

/// <summary>The subjects of a data set: one label and one shift of dates for each, over all its files.</summary>
internal sealed class SubjectRoster
{
    /// <summary>The latest date of a subject lands in these years, drawn evenly: it says nothing of the true year, later sessions have room, and
    /// FIF, which breaks for dates before 1902, can hold the earlier ones.</summary>
    private static readonly DateOnly FirstLanding = new(1907, 1, 1), LastLanding = new(1915, 12, 31), EarliestOfFif = new(1902, 1, 1);

    private readonly Dictionary<string, SubjectRecord> _subjects = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SubjectRecord> All => _subjects.Values;

    /// <summary>The subject of a key; the label counts when it is seen first.</summary>
    public SubjectRecord Of(string key, string? givenLabel)
    {
        if (!_subjects.TryGetValue(key, out var subject)) _subjects.Add(key, subject = new(key, givenLabel));
        return subject;
    }

    public SubjectRecord? Find(string key) => _subjects.GetValueOrDefault(key);

    /// <summary>Decides labels and shifts; what a map knows already stays.</summary>
    /// <param name="sealedBefore">Subjects of earlier runs.</param>
    /// <param name="labels">Which subjects get a new label.</param>
    public void Decide(IReadOnlyList<ShiftEntry> sealedBefore, SubjectLabels labels)
    {
        var known = sealedBefore.ToDictionary(e => e.Subject, StringComparer.Ordinal);
        var taken = new HashSet<string>(sealedBefore.Select(e => e.Label), StringComparer.OrdinalIgnoreCase);
        foreach (var subject in _subjects.Values)
        {
            if (known.TryGetValue(subject.Key, out var entry)) (subject.Label, subject.ShiftDays) = (entry.Label, entry.ShiftDays);
            else if (subject.GivenLabel is { } given && Keeps(given, labels) && taken.Add(given)) subject.Label = given;
        }

        var nameless = _subjects.Values.Where(s => s.Label.Length == 0).ToArray();
        RandomNumberGenerator.Shuffle(nameless.AsSpan());
        // A new label that another subject had would look like that subject.
        taken.UnionWith(_subjects.Values.Select(s => s.GivenLabel ?? ""));
        var next = 1;
        foreach (var subject in nameless) subject.Label = Next(taken, ref next);
        foreach (var subject in _subjects.Values) subject.ShiftDays ??= DrawShift(subject);
    }

    private static bool Keeps(string label, SubjectLabels labels) =>
        label.All(char.IsAsciiLetterOrDigit) && labels switch
        {
            SubjectLabels.Keep => true,
            SubjectLabels.Doubtful => NameLists.IsPlainCode(label),
            _ => false,
        };

    private static string Next(HashSet<string> taken, ref int next)
    {
        string label;
        do label = (next++).ToString("000", CultureInfo.InvariantCulture);
        while (!taken.Add(label));
        return label;
    }

    private static int? DrawShift(SubjectRecord subject)
    {
        if (subject.Latest is not { } latest || subject.Earliest is not { } earliest) return null;
        var span = latest.DayNumber - earliest.DayNumber;
        var from = Math.Min(Math.Max(FirstLanding.DayNumber, EarliestOfFif.DayNumber + span), DateSpelling.LastReleased.DayNumber);
        var to = Math.Max(from, LastLanding.DayNumber);
        return latest.DayNumber - RandomNumberGenerator.GetInt32(from, Math.Min(to, DateSpelling.LastReleased.DayNumber) + 1);
    }
}
