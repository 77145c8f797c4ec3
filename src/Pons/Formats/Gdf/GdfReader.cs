using System.Collections.Immutable;

namespace Pons.Formats.Gdf;

/// <summary>Opens a GDF file: header, events; samples stay in the file.</summary>
internal static class GdfReader
{
    public static Recording Open(Stream file, GdfHeader header)
    {
        var warnings = header.Warnings.ToList();
        var markers = new GdfEventTable(file, header, warnings).Read().ToImmutableArray();
        var streams = header.Groups.Select(RecordedStream (group, i) => new GdfStream(
            file, header, header.Streams[i], group, Segments(header, group[0]),
            [.. markers.Select(m => m.On(header.Clock, header.Streams[i].RateHz!.Value))]));
        ImmutableArray<RecordedStream> opened = [.. streams];
        OutsideMarkers.Report(opened, warnings);
        return new(header with { Warnings = [.. warnings] }, opened, markers, file: file);
    }

    private static ImmutableArray<RecordedSegment> Segments(GdfHeader header, int signal)
    {
        var count = header.RecordCount * header.Signals[signal].SamplesPerRecord;
        return count == 0 ? [] : [new(0, count, new(header.Clock, 0))];
    }
}
