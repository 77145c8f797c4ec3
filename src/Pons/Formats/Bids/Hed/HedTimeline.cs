using System.Globalization;

namespace Pons.Formats.Bids.Hed;

/// <summary>
/// What annotations mean in time: an Onset begins, an Inset needs it open, an Offset ends it; nothing happens twice at once. HED
/// specification 3.3, "Temporal scope".
/// </summary>
internal sealed class HedTimeline(Action<HedIssue, int> tell)
{
    private readonly List<Change> _changes = [];
    private readonly HashSet<string> _moment = new(StringComparer.Ordinal);
    private double? _seconds;

    /// <summary>Takes the next row; only what happens in time is kept of it.</summary>
    public void Add(HedRow row)
    {
        FindRepetitions(row);
        foreach (var group in Temporal(row))
        {
            if (row.OnsetSeconds is null) tell(new("TEMPORAL_TAG_ERROR", group.ToString(), "@time"), row.Line);
            else if (Change.Of(group, row) is { } change) _changes.Add(change);
        }
    }

    /// <summary>Checks the order of what begins and ends, when all rows are there.</summary>
    public void Finish()
    {
        var open = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var moment in _changes.OrderBy(c => c.Seconds).GroupBy(c => c.Seconds))
        {
            var seen = new List<Change>();
            foreach (var change in moment)
            {
                var others = seen.FindAll(c => c.Definition.Equals(change.Definition, StringComparison.OrdinalIgnoreCase));
                seen.Add(change);
                // The very same group again was told as a repetition.
                if (others.Exists(o => o.Group.Canonical == change.Group.Canonical)) continue;
                if (others.Count > 0) tell(new("TEMPORAL_TAG_ERROR", change.Group.ToString(), "@twice"), change.Line);
                else Follow(change, open);
            }
        }
    }

    private void Follow(Change change, HashSet<string> open)
    {
        if (change.Kind == "Onset") open.Add(change.Definition);
        else if (!open.Contains(change.Definition)) tell(new("TEMPORAL_TAG_ERROR", change.Group.ToString(), "@inactive"), change.Line);
        else if (change.Kind == "Offset") open.Remove(change.Definition);
    }

    private static IEnumerable<HedGroup> Temporal(HedRow row) => row.Root.Groups.Where(g => g.Tags.Any(t => HedReserved.Of(t.Node!.Name)?.NeedsTime == true));

    /// <summary>Rows of one time, one behind the other, are one event: what one of them says the others do not repeat.</summary>
    private void FindRepetitions(HedRow row)
    {
        if (row.OnsetSeconds is null || row.OnsetSeconds != _seconds) _moment.Clear();
        _seconds = row.OnsetSeconds;
        foreach (var tag in row.Root.Tags.Where(t => !_moment.Add(t.Canonical))) tell(new("TAG_EXPRESSION_REPEATED", tag.Text), row.Line);
        foreach (var group in row.Root.Groups.Where(g => !_moment.Add(g.Canonical))) tell(new("TAG_EXPRESSION_REPEATED", group.ToString()), row.Line);
    }

    private sealed record Change(string Kind, string Definition, double Seconds, HedGroup Group, int Line)
    {
        public static Change? Of(HedGroup group, HedRow row)
        {
            if (group.Tags.FirstOrDefault(t => t.Is("Onset") || t.Is("Inset") || t.Is("Offset")) is not { } kind) return null;
            var definition = group.Tags.Concat(group.Groups.SelectMany(g => g.Tags)).FirstOrDefault(t => t.Is("Def") || t.Is("Def-expand"));
            return definition is null ? null : new(kind.Node!.Name, definition.Rest, row.OnsetSeconds!.Value + DelayOf(group), group, row.Line);
        }

        private static double DelayOf(HedGroup group)
        {
            if (group.Tags.FirstOrDefault(t => t.Is("Delay")) is not { } delay) return 0;
            var number = delay.Rest.Split(' ');
            if (!double.TryParse(number[0], CultureInfo.InvariantCulture, out var value)) return 0;
            return number.Length > 1 && number[1] is "ms" or "millisecond" or "milliseconds" ? value / 1000 : value;
        }
    }
}
