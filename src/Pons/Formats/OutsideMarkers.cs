using System.Collections.Immutable;

namespace Pons.Formats;

/// <summary>Says which markers lie in a gap or outside the samples.</summary>
internal static class OutsideMarkers
{
    /// <summary>Adds a warning when the stream of the highest rate has such markers.</summary>
    public static void Report(ImmutableArray<RecordedStream> streams, List<string> warnings)
    {
        if (streams.IsEmpty) return;
        var widest = streams.MaxBy(s => s.Info.RateHz)!;
        var outside = widest.Markers.Where(m => !widest.Segments.Any(s => s.Contains(m.SampleIndex))).ToList();
        if (outside.Count > 0)
            warnings.Add($"{outside.Count} of {widest.Markers.Length} markers lie outside the samples, the first at "
                + FormattableString.Invariant($"{outside[0].Time.Seconds:0.###} s ('{outside[0].Label}'): ")
                + "they belong to the recording but to no block.");
    }
}
