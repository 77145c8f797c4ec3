using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>Says which markers lie in a gap or outside the samples.</summary>
internal static class OutsideMarkers
{
    /// <summary>Adds a warning when the stream of the highest rate has such markers.</summary>
    public static void Report(ImmutableArray<RecordedStream> streams, List<string> warnings)
    {
        if (streams.IsEmpty) return;
        var widest = streams.MaxBy(s => s.Info.RateHz)!;
        var (segment, count, first) = (0, 0, (Marker?)null);
        foreach (var marker in widest.Markers)
        {
            while (segment < widest.Segments.Length && widest.Segments[segment].EndSampleIndex <= marker.SampleIndex) segment++;
            if (segment < widest.Segments.Length && widest.Segments[segment].Contains(marker.SampleIndex)) continue;
            first ??= marker;
            count++;
        }

        if (first is not null)
            warnings.Add($"{count} of {widest.Markers.Length} markers lie outside the samples, the first at "
                + FormattableString.Invariant($"{first.Time.Seconds:0.###} s ('{first.Label}'): ")
                + "they belong to the recording but to no block.");
    }
}
