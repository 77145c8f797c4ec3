using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Plexon;

/// <summary>Opens a file: spikes and events as markers, continuous channels as streams.</summary>
internal static class PlexonReader
{
    private const double LongestSeconds = 1e9;

    public static RecordingHeader ReadHeader(Stream file, string name)
    {
        var warnings = new List<string>();
        return Describe(file, name, keepsMarkers: false, warnings).Header with { Warnings = [.. warnings] };
    }

    public static Recording Open(Stream file, string name)
    {
        var warnings = new List<string>();
        var (header, setup, blocks, groups) = Describe(file, name, keepsMarkers: true, warnings);
        var origin = groups.Count == 0 ? 0 : groups.Min(g => blocks.Pieces[g[0].Number].Stretches[0].Tick);
        var events = Shifted(blocks.Events, Time(origin, setup)).OrderBy(m => m.Onset.Nanoseconds).ToList();
        var markers = events.Concat(Shifted(blocks.Spikes, Time(origin, setup))).OrderBy(m => m.Onset.Nanoseconds);
        var streams = groups.Select(RecordedStream (group, i) =>
        {
            var info = header.Streams[i];
            return new PlexonStream(file, name, info, Segments(blocks.Pieces[group[0].Number], origin, setup, info, warnings),
                [.. events.Select(m => m.On(info.Clock, info.RateHz!.Value))], [.. group.Select(c => blocks.Pieces[c.Number])],
                [.. group.Select(ScaleOf)], [.. group.Select(c => new RecordedChannel { SourceLabel = c.Name })]);
        }).ToImmutableArray();
        return new(header with { Warnings = [.. warnings] }, streams, [.. markers], Gaps(streams), file: file);
    }

    private static (RecordingHeader Header, PlexonSetup Setup, PlexonBlocks Blocks, List<PlexonSlowChannel[]> Groups) Describe(
        Stream file, string name, bool keepsMarkers, List<string> warnings)
    {
        var setup = PlexonHeaderReader.Read(file, name);
        var blocks = PlexonBlocks.Read(file, name, setup, keepsMarkers, warnings);
        if (blocks.LastTick / (double)setup.ClockHz > LongestSeconds)
            throw new RecordingFormatException(name, null, $"The last time stamp is {blocks.LastTick} of a clock of {setup.ClockHz} Hz, more than any recording.",
                "The time of every spike and sample follows from it.", "Copy the file again from where it was recorded.");
        var stored = setup.SlowChannels.Where(c => c.RateHz > 0 && blocks.Pieces[c.Number].RowCount > 0).DistinctBy(c => c.Number);
        var groups = Groups(stored, blocks);
        var clock = new ClockId($"recording {name}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var streams = groups.Select((group, i) =>
        {
            var own = FormattableString.Invariant($"{group[0].RateHz} Hz");
            return new StreamInfo(names.Add(own) ? own : FormattableString.Invariant($"{own} ({i + 1})"),
                ChannelNaming.Channels([.. group.Select(c => (c.Name, ScaleOf(c)))], warnings), group[0].RateHz, clock);
        });
        return (new()
        {
            Format = "Plexon PLX",
            File = name,
            StartTime = setup.StartTime,
            DurationSeconds = blocks.LastTick / (double)setup.ClockHz,
            Device = "Plexon",
            Fields = setup.Fields,
            Streams = [.. streams],
        }, setup, blocks, groups);
    }

    /// <summary>Channels that were sampled together have the same stretches; others become streams of their own.</summary>
    private static List<PlexonSlowChannel[]> Groups(IEnumerable<PlexonSlowChannel> channels, PlexonBlocks blocks)
    {
        var groups = new List<List<PlexonSlowChannel>>();
        foreach (var channel in channels)
            if (groups.Find(g => g[0].RateHz == channel.RateHz
                && blocks.Pieces[g[0].Number].Stretches.SequenceEqual(blocks.Pieces[channel.Number].Stretches)) is { } group) group.Add(channel);
            else groups.Add([channel]);
        return [.. groups.Select(g => g.ToArray())];
    }

    private static IEnumerable<RecordedMarker> Shifted(List<RecordedMarker> markers, Duration shift) =>
        shift == Duration.Zero ? markers : markers.Select(m => m with { Onset = m.Onset - shift });

    private static DigitalScale ScaleOf(PlexonSlowChannel channel) =>
        new(short.MinValue * channel.StepMillivolts, short.MaxValue * channel.StepMillivolts, short.MinValue, short.MaxValue, "mV");

    private static ImmutableArray<RecordedSegment> Segments(
        PlexonPieces pieces, long origin, PlexonSetup setup, StreamInfo info, List<string> warnings)
    {
        var segments = ImmutableArray.CreateBuilder<RecordedSegment>();
        var (end, overlaps) = (0L, 0);
        foreach (var (tick, rows) in pieces.Stretches)
        {
            var index = (long)Math.Round((tick - origin) * info.RateHz!.Value / setup.ClockHz);
            if (index < end) overlaps++;
            var first = Math.Max(end, index);
            if (segments.Count > 0 && first == end) segments[^1] = segments[^1] with { SampleCount = segments[^1].SampleCount + rows };
            else segments.Add(new(first, rows, new(info.Clock, Time(tick - origin, setup).Nanoseconds)));
            end = first + rows;
        }

        if (overlaps > 0)
            warnings.Add($"The time stamps of stream '{info.Name}' step back at {overlaps} places: what stands there is taken to follow without a gap.");
        return segments.ToImmutable();
    }

    private static Duration Time(long ticks, PlexonSetup setup) => new((long)Math.Round((decimal)ticks * 1_000_000_000m / setup.ClockHz));

    /// <summary>Gaps of the fastest stream; each stream has its own in its segments.</summary>
    private static ImmutableArray<RecordingGap> Gaps(ImmutableArray<RecordedStream> streams)
    {
        if (streams.IsEmpty) return [];
        var stream = streams.MaxBy(s => s.Info.RateHz)!;
        return [.. stream.Segments.Zip(stream.Segments.Skip(1), (a, b) => new RecordingGap(
            Duration.OfSamples(a.EndSampleIndex, stream.Info.RateHz!.Value),
            Duration.OfSamples(b.FirstSampleIndex - a.EndSampleIndex, stream.Info.RateHz!.Value)))];
    }
}
