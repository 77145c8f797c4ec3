using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Pons.Streams;

namespace Pons.Formats.Delimited;

/// <summary>Puts the rows of a text together as a recording: channels, stretches, markers.</summary>
/// <param name="name">Name of the file.</param>
/// <param name="file">The open text; the recording closes it.</param>
/// <param name="layout">How its rows become samples.</param>
/// <param name="index">Where its rows are, and when they were taken.</param>
internal sealed partial class DelimitedRecording(string name, Stream file, DelimitedLayout layout, DelimitedIndex index)
{
    private readonly ClockId _clock = new($"recording {name}");

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>When the first row was taken; <see langword="null"/> when not stated.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>The device; empty when not known.</summary>
    public string Device { get; init; } = "";

    /// <summary>Everything else that the file says.</summary>
    public ImmutableArray<HeaderField> Fields { get; init; } = [];

    /// <summary>What the channels measure, where the file or its kind say more than their labels.</summary>
    public ChannelKind? Kind { get; init; }

    private double? RateHz => index.Timing.RateHz;

    /// <summary>Whether numbers of a column of this name mark events or conditions.</summary>
    public static bool IsLabel(string name) => Label().IsMatch(name);

    /// <summary>The recording.</summary>
    public Recording Open(List<string> warnings)
    {
        var streamName = RateHz is { } hertz ? FormattableString.Invariant($"{hertz:0.######} Hz") : "rows";
        var info = new StreamInfo(streamName, Channels(warnings), RateHz, _clock);
        var segments = Segments();
        var markers = Markers(segments);
        var stream = new DelimitedStream(file, name, layout, index, info, segments,
            [.. markers.Select(m => new Marker(m.Sample, new(_clock, m.Marker.Onset.Nanoseconds), m.Marker.Label))]);
        var header = new RecordingHeader
        {
            Format = Format,
            File = name,
            StartTime = StartTime,
            DurationSeconds = RateHz is { } rate ? index.RowCount / rate : 0,
            Device = Device,
            Fields = Fields,
            Streams = [info],
            Warnings = [.. warnings],
        };
        return new(header, [stream], [.. markers.Select(m => m.Marker)], Gaps(segments), file: file);
    }

    private ImmutableArray<Channel> Channels(List<string> warnings)
    {
        var named = ChannelNaming.Channels([.. layout.Channels.Select(c => (c.Name, new DigitalScale(0, 1, 0, 1, c.Unit)))], warnings);
        return [.. named.Zip(layout.Channels, (channel, column) => channel.Kind != ChannelKind.Unknown ? channel
            : IsLabel(column.Name) ? channel with { Kind = ChannelKind.Trigger }
            : Kind is { } kind ? channel with { Kind = kind } : channel)];
    }

    private ImmutableArray<RecordedSegment> Segments()
    {
        if (index.RowCount == 0) return [];
        var (segments, sample) = (ImmutableArray.CreateBuilder<RecordedSegment>(), 0L);
        var stretches = index.Timing.Stretches;
        for (var i = 0; i < stretches.Length; i++)
        {
            var rows = (i + 1 < stretches.Length ? stretches[i + 1].Row : index.RowCount) - stretches[i].Row;
            sample += stretches[i].Missing;
            // Where only the time jumps back, nothing is missing, and the stretch goes on.
            if (stretches[i].Missing == 0 && segments.Count > 0)
                segments[^1] = segments[^1] with { SampleCount = segments[^1].SampleCount + rows };
            else segments.Add(new(sample, rows, new(_clock, RateHz is { } rate ? Duration.OfSamples(sample, rate).Nanoseconds : 0)));
            sample += rows;
        }

        return segments.ToImmutable();
    }

    private ImmutableArray<RecordingGap> Gaps(ImmutableArray<RecordedSegment> segments) => RateHz is not { } rate ? []
        : [.. segments.Zip(segments.Skip(1), (a, b) =>
        {
            var end = Duration.OfSamples(a.EndSampleIndex, rate);
            return new RecordingGap(end, Duration.OfSamples(b.FirstSampleIndex, rate) - end);
        })];

    private List<(long Sample, RecordedMarker Marker)> Markers(ImmutableArray<RecordedSegment> segments)
    {
        var (placed, before, next) = (new List<(long, RecordedMarker)>(), 0L, 0);
        var notes = index.Notes.SelectMany(n => DelimitedWriter.Labels(n.Column, n.Text).Select(label => (n.Row, n.Column, Label: label)))
            .Concat(index.Timing.BackwardRows.Select(r => (Row: r, Column: "Discontinuity", Label: "time jumps back")));
        foreach (var (row, column, label) in notes.OrderBy(n => n.Row))
        {
            while (next + 1 < segments.Length && row - before >= segments[next].SampleCount) before += segments[next++].SampleCount;
            var sample = segments[next].FirstSampleIndex + row - before;
            var onset = RateHz is { } rate ? Duration.OfSamples(sample, rate) : Duration.Zero;
            placed.Add((sample, new(onset, label) { Kind = column }));
        }

        return placed;
    }

    [GeneratedRegex(@"^(marker|trigger|event|stim|label|class|condition|annotation|blink_freq|eyedetection)\w*$", RegexOptions.IgnoreCase)]
    private static partial Regex Label();
}
