using System.Globalization;

namespace Pons.Formats.Bids.Hed;

/// <summary>
/// What annotations mean in time: an Onset begins, an Inset needs it open, an Offset ends it; nothing happens twice at once. HED
/// specification 3.3, "Temporal scope".
/// </summary>
internal sealed class HedTimeline(IReadOnlyList<HedRow> rows, Action<HedIssue, int> add)
{
    public void Check()
    {
        FindTimeless();
        FindRepetitions();
        CheckOrder();
    }

    private static IEnumerable<HedGroup> Temporal(HedRow row) => row.Root.Groups.Where(g => g.Tags.Any(t => HedReserved.Of(t.Node!.Name)?.NeedsTime == true));

    private void FindTimeless()
    {
        foreach (var row in rows.Where(r => r.OnsetSeconds is null))
            foreach (var group in Temporal(row)) add(new("TEMPORAL_TAG_ERROR", group.ToString(), "@time"), row.Line);
    }

    /// <summary>Rows of one time are one event: what one of them says the others do not repeat.</summary>
    private void FindRepetitions()
    {
        foreach (var moment in rows.Where(r => r.OnsetSeconds is not null).GroupBy(r => r.OnsetSeconds).Where(m => m.Skip(1).Any()))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in moment)
            {
                foreach (var tag in row.Root.Tags.Where(t => !seen.Add(t.Canonical))) add(new("TAG_EXPRESSION_REPEATED", tag.Text), row.Line);
                foreach (var group in row.Root.Groups.Where(g => !seen.Add(g.Canonical))) add(new("TAG_EXPRESSION_REPEATED", group.ToString()), row.Line);
            }
        }
    }

    private void CheckOrder()
    {
        var changes = rows.Where(r => r.OnsetSeconds is not null).SelectMany(r => Temporal(r).Select(g => Change.Of(g, r))).OfType<Change>()
            .OrderBy(c => c.Seconds).ToList();
        var open = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var others = changes.Take(i).Reverse().TakeWhile(c => c.Seconds == change.Seconds)
                .Where(c => c.Definition.Equals(change.Definition, StringComparison.OrdinalIgnoreCase)).ToList();
            // The very same group again was told as a repetition.
            if (others.Exists(o => o.Group.Canonical == change.Group.Canonical)) continue;
            if (others.Count > 0)
                add(new("TEMPORAL_TAG_ERROR", change.Group.ToString(), "@twice"), change.Line);
            else if (change.Kind == "Onset") open.Add(change.Definition);
            else if (!open.Contains(change.Definition)) add(new("TEMPORAL_TAG_ERROR", change.Group.ToString(), "@inactive"), change.Line);
            else if (change.Kind == "Offset") open.Remove(change.Definition);
        }
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
