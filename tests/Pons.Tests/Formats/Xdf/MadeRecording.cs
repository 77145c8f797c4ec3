using System.Collections.Immutable;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Tests.Formats.Xdf;

/// <summary>Recordings in memory, to be written.</summary>
internal static class MadeRecording
{
    private static readonly ClockId s_clock = new("made");

    public static Recording Held(ImmutableArray<RecordedStream> streams, ImmutableArray<RecordedMarker> markers = default,
        DateTime? start = null) =>
        new(new() { Format = "held", File = "made", StartTime = start, Subject = "S 01", Description = "a test" }, streams,
            markers.IsDefault ? [] : markers);

    /// <summary>A stream with stretches of samples whose values follow from their number and channel.</summary>
    public static HeldStream Stream(double rate, int channels, Func<int, int, float> value, params (long First, long Count)[] stretches)
    {
        var info = new StreamInfo($"{rate} Hz",
            [.. Enumerable.Range(0, channels).Select(c => new Channel($"X{c}@{rate:0}", ChannelKind.Unknown))], rate, s_clock);
        var segments = stretches.Select(s =>
            new RecordedSegment(s.First, s.Count, Timestamp.FromSeconds(s_clock, s.First / rate))).ToImmutableArray();
        var samples = segments.SelectMany(s => Enumerable.Range((int)s.FirstSampleIndex, (int)s.SampleCount))
            .SelectMany(n => Enumerable.Range(0, channels).Select(c => value(n, c))).ToArray();
        return new(info, samples, segments);
    }
}
