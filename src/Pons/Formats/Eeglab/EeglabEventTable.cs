using System.Collections.Immutable;
using Pons.Formats.Mat;

namespace Pons.Formats.Eeglab;

/// <summary>The event table of a recording: its markers by stored samples, and a boundary for each gap.</summary>
internal sealed class EeglabEventTable(Recording content, EeglabRows rows, List<string> warnings)
{
    public MatNode Node()
    {
        var events = content.Markers.Select(EventOf).Concat(Boundaries()).OrderBy(e => e.Sample).ToList();
        if (events.RemoveAll(e => e.Sample < 0) is > 0 and var before)
            warnings.Add($"{before} markers before the first sample are left out: an event table of EEGLAB holds none.");
        if (events.Count == 0) return MatNode.Empty;
        var fields = ImmutableArray.Create("type", "latency", "duration");
        if (events.Exists(e => e.Kind.Length > 0)) fields = fields.Add("code");
        if (events.Exists(e => e.Channel > 0)) fields = fields.Add("channel");
        return new MatStructNode(fields, [.. events.Select(e => (ImmutableArray<MatNode>)[.. fields.Select(f => Field(e, f))])]);
    }

    /// <summary>Latencies count from 1; a length that is not known is 0, as EEGLAB's own readers write it.</summary>
    private static MatNode Field(EeglabEvent e, string field) => field switch
    {
        "type" => MatNode.Text(e.Type),
        "latency" => MatNode.Number(e.Sample + 1),
        "duration" => MatNode.Number(e.Length ?? 0),
        "code" => MatNode.Text(e.Kind),
        _ => MatNode.Number(e.Channel),
    };

    private EeglabEvent EventOf(RecordedMarker marker)
    {
        var origin = rows.Segments[0].Start.Nanoseconds - rows.Segments[0].FirstSampleIndex * 1e9 / rows.RateHz;
        var sample = (marker.Onset.Nanoseconds - origin) * 1e-9 * rows.RateHz;
        var channel = marker.Channel is { } label ? rows.Channels.ToList().FindIndex(c => c.Label == label) + 1 : 0;
        if (marker.Channel is not null && channel == 0)
            warnings.Add($"The marker '{marker.Label}' belongs to the channel '{marker.Channel}', which is not written.");
        return new(marker.Label, Stored(sample, marker), marker.Length?.Seconds * rows.RateHz, marker.Kind, channel);
    }

    /// <summary>The place among the stored samples: those missing before it do not count.</summary>
    private double Stored(double sample, RecordedMarker marker)
    {
        var (stored, end) = (0L, rows.Segments[0].FirstSampleIndex);
        foreach (var segment in rows.Segments)
        {
            if (sample < segment.FirstSampleIndex)
            {
                if (stored == 0) break;
                warnings.Add($"The marker '{marker.Label}' at {marker.Onset} lies in a gap and moves to where the gap begins.");
                return stored - 0.5;
            }

            stored += segment.SampleCount;
            end = segment.EndSampleIndex;
            if (sample < end) return stored - segment.SampleCount + (sample - segment.FirstSampleIndex);
        }

        return sample - end + stored;
    }

    /// <summary>Half a sample before the first one behind the gap.</summary>
    private IEnumerable<EeglabEvent> Boundaries()
    {
        var stored = 0L;
        foreach (var (before, after) in rows.Segments.Zip(rows.Segments.Skip(1)))
        {
            stored += before.SampleCount;
            if (after.FirstSampleIndex - before.EndSampleIndex is > 0 and var missing)
                yield return new(EeglabEvent.Boundary, stored - 0.5, missing, "", 0);
        }
    }
}
