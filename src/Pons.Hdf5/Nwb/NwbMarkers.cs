using System.Collections.Immutable;
using System.Globalization;
using Pons.Formats;
using Pons.Hdf5.Library;
using Pons.Streams;

namespace Pons.Hdf5.Nwb;

/// <summary>Everything that marks the time axis: annotations, interval series, and tables of intervals such as trials.</summary>
internal static class NwbMarkers
{
    public static ImmutableArray<RecordedMarker> Read(Hdf5Group root, List<Hdf5Group> series, double origin, List<string> warnings)
    {
        var markers = new List<RecordedMarker>();
        foreach (var marks in series.Where(NwbSeries.IsMarks))
            if (marks.Text("neurodata_type") == "AnnotationSeries") AddAnnotations(marks, origin, markers, warnings);
            else AddIntervals(marks, origin, markers, warnings);
        if (root.Group("intervals") is { } tables)
            foreach (var name in tables.Names())
                if (tables.Group(name) is { } table) AddTable(table, origin, markers);
        return [.. markers.OrderBy(m => m.Onset)];
    }

    private static void AddAnnotations(Hdf5Group series, double origin, List<RecordedMarker> markers, List<string> warnings)
    {
        var (texts, times) = (series.Dataset("data")?.Texts() ?? [], series.Dataset("timestamps")?.Numbers() ?? []);
        if (texts.Length != times.Length) warnings.Add($"{series.Path}: {texts.Length} annotations have {times.Length} times; those without one are left out.");
        foreach (var (text, time) in texts.Zip(times))
            if (double.IsFinite(time)) markers.Add(new(At(time, origin), text) { Kind = series.Name });
    }

    /// <summary>A value above zero begins an interval of its kind, the same value below zero ends it (nwb.misc, IntervalSeries).</summary>
    private static void AddIntervals(Hdf5Group series, double origin, List<RecordedMarker> markers, List<string> warnings)
    {
        var (kinds, times) = (series.Dataset("data")?.Numbers() ?? [], series.Dataset("timestamps")?.Numbers() ?? []);
        var open = new Dictionary<double, double>();
        foreach (var (kind, time) in kinds.Zip(times).Where(p => double.IsFinite(p.Second)))
            if (kind > 0) open[kind] = time;
            else if (open.Remove(-kind, out var start)) markers.Add(Interval(series.Name, kind == -1 ? "" : Word(-kind), start, time, origin));
        foreach (var (kind, start) in open) markers.Add(Interval(series.Name, kind == 1 ? "" : Word(kind), start, null, origin));
        if (open.Count > 0) warnings.Add($"{series.Path}: {open.Count} intervals begin and do not end.");
    }

    /// <summary>A row of a table becomes a marker that says what the row's texts say, or else the name of the table.</summary>
    private static void AddTable(Hdf5Group table, double origin, List<RecordedMarker> markers)
    {
        var (starts, stops) = (table.Dataset("start_time")?.Numbers() ?? [], table.Dataset("stop_time")?.Numbers() ?? []);
        var texts = table.Names().Select(table.Dataset).OfType<Hdf5Dataset>()
            .Select(d => (d.Name, Values: d.Shape.Count == starts.Length ? d.Texts() : null)).Where(c => c.Values is not null && starts.Length > 0).ToList();
        for (var i = 0; i < starts.Length; i++)
        {
            if (!double.IsFinite(starts[i])) continue;
            var words = string.Join(", ", texts.Select(c => c.Values![i]).Where(t => t.Length > 0));
            markers.Add(Interval(table.Name, words, starts[i], i < stops.Length ? stops[i] : null, origin));
        }
    }

    private static RecordedMarker Interval(string name, string words, double start, double? stop, double origin) =>
        new(At(start, origin), words.Length > 0 ? words : name, stop - start is >= 0 and < 1e9 and var length ? new(Hdf5Times.Nanoseconds(length)) : null) { Kind = name };

    private static Duration At(double seconds, double origin) => new(Hdf5Times.Nanoseconds(seconds - origin));

    private static string Word(double kind) => kind.ToString("R", CultureInfo.InvariantCulture);
}
