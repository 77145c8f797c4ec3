using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Bci2000;

/// <summary>Opens a recording: header, states, samples; the samples stay in the file.</summary>
internal static class Bci2000Reader
{
    public static int RowBytes(Bci2000Header header) => header.ChannelCount * SampleLayout.BytesOf(header.SampleType) + header.StateVectorBytes;

    public static Bci2000Header ReadHeader(Stream file, string name)
    {
        var warnings = new List<string>();
        var (header, _, _) = Describe(file, name, warnings);
        return header with { Warnings = [.. header.Warnings, .. warnings] };
    }

    public static Recording Open(Stream file, string name)
    {
        var warnings = new List<string>();
        var (header, scales, rows) = Describe(file, name, warnings);
        var info = header.Streams[0];
        var markers = Bci2000Events.Read(file, header, scales.RateHz, rows, warnings);
        ImmutableArray<RecordedSegment> segments = rows == 0 ? [] : [new(0, rows, new(info.Clock, 0))];
        var stream = new LaidOutStream(name, info, segments, [.. markers.Select(m => m.On(info.Clock, scales.RateHz))],
            SampleLayout.Interleaved(header.SampleType, false, header.ChannelCount) with { RowBytes = RowBytes(header) },
            rows == 0 ? [] : [SampleRun.Whole(file, header.HeaderBytes, rows, RowBytes(header))],
            Bci2000Scales.Lines(header, scales.Scales))
        {
            Channels = [.. scales.Labels.Select(l => new RecordedChannel { SourceLabel = l })],
            Digital = header.SampleType == SampleType.Float32 ? [] : scales.Scales,
        };
        return new(header with { Warnings = [.. header.Warnings, .. warnings] }, [stream], markers, file: file);
    }

    private static (Bci2000Header Header, Bci2000Scales Scales, long Rows) Describe(Stream file, string name, List<string> warnings)
    {
        var header = Bci2000HeaderReader.Read(file, name);
        var scales = Bci2000Scales.Of(header, warnings);
        var (rows, rest) = Math.DivRem(file.Length - header.HeaderBytes, RowBytes(header));
        if (rest > 0) warnings.Add($"{rest} bytes at the end of the file make no whole sample of {RowBytes(header)} bytes: they are left out.");
        if (rows == 0) warnings.Add("The file holds no sample: it opens with 0 samples.");
        var channels = ChannelNaming.Channels([.. scales.Labels.Zip(scales.Scales)], warnings);
        var stream = new StreamInfo(FormattableString.Invariant($"{scales.RateHz:0.######} Hz"), channels, scales.RateHz, new($"recording {name}"));
        return (header with { Streams = [stream], DurationSeconds = rows / scales.RateHz }, scales, rows);
    }
}
