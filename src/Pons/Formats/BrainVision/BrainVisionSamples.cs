using System.Collections.Immutable;
using Pons.Formats.Delimited;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>The file of samples, measured: how many samples each channel has, and how they become a stream.</summary>
internal sealed class BrainVisionSamples
{
    private readonly Func<StreamInfo, ImmutableArray<RecordedSegment>, ImmutableArray<Marker>, RecordedStream> _stream;

    private BrainVisionSamples(
        long pointCount, Func<StreamInfo, ImmutableArray<RecordedSegment>, ImmutableArray<Marker>, RecordedStream> stream) =>
        (PointCount, _stream) = (pointCount, stream);

    /// <summary>Samples of each channel.</summary>
    public long PointCount { get; }

    /// <summary>Compares the file with what the header promises.</summary>
    public static BrainVisionSamples Of(Stream file, string name, BrainVisionHeaderReader header, List<string> warnings)
    {
        var layout = header.Layout;
        var samples = layout.StoredAs != SampleType.Text ? Binary(file, name, header, warnings)
            : layout.IsChannelMajor ? Columns(file, name, header) : Rows(file, name, header, warnings);
        var points = samples.PointCount;
        if (layout.StatedPoints is { } stated && stated != points)
            warnings.Add(points < stated
                ? $"The header promises {stated} samples of each channel; '{name}' ends after {points}, which are read."
                : $"The header promises {stated} samples of each channel; '{name}' holds {points}, which are all read.");
        if (points == 0) warnings.Add($"'{name}' holds no whole sample: the recording opens with 0 samples.");
        return samples;
    }

    /// <summary>The samples as a stream.</summary>
    public RecordedStream Stream(StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers) =>
        _stream(info, segments, markers);

    private static BrainVisionSamples Binary(Stream file, string name, BrainVisionHeaderReader header, List<string> warnings)
    {
        var layout = header.Layout;
        var row = (long)layout.SampleBytes * layout.ChannelCount;
        var (points, rest) = (file.Length / row, file.Length % row);
        if (layout.IsChannelMajor && (rest > 0 || (layout.StatedPoints is { } whole && whole != points)))
            throw new RecordingFormatException(name, null,
                $"It has {file.Length} bytes; {layout.StatedPoints?.ToString() ?? "a whole number of"} samples of "
                    + $"{layout.ChannelCount} channels with {layout.SampleBytes} bytes each"
                    + (layout.StatedPoints is { } n ? $" make {n * (decimal)row}." : " were expected."),
                "The channels stand one behind the other, so that where each begins follows from the size.",
                "Copy the file again from where it was recorded.");
        if (rest > 0) warnings.Add($"The last {rest} bytes of '{name}' are no whole sample of all {layout.ChannelCount} "
            + "channels and are left out.");
        return new(points, (info, segments, markers) => new BrainVisionStream(file, name, points, header, info, segments, markers));
    }

    /// <summary>A text with one line a sample.</summary>
    private static BrainVisionSamples Rows(Stream file, string name, BrainVisionHeaderReader header, List<string> warnings)
    {
        var layout = header.Layout;
        var columns = Enumerable.Range(0, layout.SkippedColumns + layout.ChannelCount).Select(i => i < layout.SkippedColumns
            ? new DelimitedColumn(i, "", "", DelimitedRole.None)
            : new(i, header.ChannelList[i - layout.SkippedColumns].Label, "", DelimitedRole.Channel));
        var table = new DelimitedLayout(new((byte)' ', (byte)layout.DecimalSymbol), [.. columns],
            FirstLine(file, name, layout.SkippedLines))
        {
            Gains = header.Gains,
            Details = header.Details,
        };
        var index = DelimitedIndex.Of(file, name, table, null, warnings);
        return new(index.RowCount, (info, segments, markers) => new DelimitedStream(file, name, table, index, info, segments, markers));
    }

    /// <summary>A text with one line a channel.</summary>
    private static BrainVisionSamples Columns(Stream file, string name, BrainVisionHeaderReader header)
    {
        var index = BrainVisionTextIndex.Of(file, name, header.Layout, FirstLine(file, name, header.Layout.SkippedLines));
        return new(index.PointCount, (info, segments, markers) =>
            new BrainVisionTextStream(file, name, index, header, info, segments, markers));
    }

    private static long FirstLine(Stream file, string name, int skipped)
    {
        var lines = new DelimitedLines(file, name);
        while (skipped-- > 0 && lines.TryNextLine(out _))
        {
        }

        return lines.NextOffset;
    }
}
