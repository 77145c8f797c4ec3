using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>Puts a recording together from the index of a file.</summary>
internal sealed class XdfReader
{
    /// <summary>A crystal is right to 0.01 %, and half a percent moves a rhythm of 10 Hz by 0.05 Hz: no clock explains that.</summary>
    private const double NotableRateError = 0.005;

    /// <summary>Shorter stretches do not tell the rate to a tenth of that.</summary>
    private const double RateSeconds = 5;

    private readonly Stream _file;
    private readonly string _name;
    private readonly XdfIndex _index;
    private readonly ClockId _clock;
    private readonly List<string> _warnings;
    private readonly ImmutableArray<StreamInfo> _infos;
    private readonly Dictionary<XdfStreamRecord, string> _names;

    private XdfReader(Stream file, string name, bool withSamples)
    {
        (_file, _name, _clock) = (file, name, new($"recording {name}"));
        _index = XdfIndex.Of(file, name, withSamples);
        _warnings = [.. _index.Warnings];
        _names = UniqueNames();
        _infos = [.. _index.Streams.Where(s => s.Rows is not null).Select(s => s.Description.ToInfo(_names[s], _clock, _warnings))];
    }

    public static RecordingHeader ReadHeader(Stream file, string name)
    {
        var reader = new XdfReader(file, name, withSamples: false);
        // Without its samples, a stream is as long as its chunks say.
        var seconds = reader._index.Streams.Select(s => s.Description.RateHz is { } rate ? s.StatedCount / rate : 0);
        return reader.Header([]) with { DurationSeconds = seconds.DefaultIfEmpty().Max(), Warnings = [.. reader._warnings] };
    }

    public static Recording Open(Stream file, string name) => new XdfReader(file, name, withSamples: true).Open();

    private Recording Open()
    {
        var timed = _index.Streams.Select(Time).ToList();
        var zero = timed.Where(t => t.Start is not null && t.Record.Rows is not null).Select(t => t.Start!.Value)
            .DefaultIfEmpty(timed.Select(t => t.Start).OfType<double>().DefaultIfEmpty().Min()).Min();
        var markers = XdfMarkers.Of(timed, zero, _names);
        var streams = timed.Where(t => t.Record.Rows is not null).Select((t, i) => Stream(t, _infos[i], zero, markers)).ToImmutableArray();
        foreach (var stream in timed) XdfFooter.Check(stream.Record, _names[stream.Record], _warnings);
        WarnOfMissingFooters();
        var fields = timed.Where(t => t.Timeline is { Runs.IsEmpty: false })
            .Select(t => new HeaderField($"{_names[t.Record]} measured rate",
            (1 / t.Timeline!.PeriodSeconds).ToString("0.######", CultureInfo.InvariantCulture) + " Hz"));
        fields = fields.Concat(timed.SelectMany(t => XdfFooter.Fields(t.Record, _names[t.Record])));
        var header = Header([.. fields]) with { DurationSeconds = timed.Select(t => t.StoredSeconds).DefaultIfEmpty().Max() };
        return new(header with { Warnings = [.. _warnings] }, [.. streams], markers, Gaps(streams), file: _file);
    }

    /// <summary>A name for each stream: what a file calls alike gets a number.</summary>
    private Dictionary<XdfStreamRecord, string> UniqueNames()
    {
        var (names, seen) = (new Dictionary<XdfStreamRecord, string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var stream in _index.Streams)
        {
            var name = stream.Description.Name;
            // Two sources of markers of one kind are one kind; numeric streams must be told apart.
            for (var count = 2; stream.Rows is not null && !seen.Add(name); count++) name = $"{stream.Description.Name} ({count})";
            if (name != stream.Description.Name)
                _warnings.Add($"The stream name '{stream.Description.Name}' occurs again: the later stream is called '{name}'.");
            names[stream] = name;
        }

        return names;
    }

    private XdfTimedStream Time(XdfStreamRecord record)
    {
        var clock = XdfClock.Of(_names[record], record.Offsets, _clock, _warnings);
        if (record.Rows is not { } rows) return XdfTimedStream.OfNotes(record, clock);
        if (rows.UnusableStamps > 0)
            _warnings.Add($"{rows.UnusableStamps} time stamps of stream '{_names[record]}' are no times: "
                + "each sample follows the one before.");
        var entries = rows.Close();
        for (var (i, piece) = (1, 0); i < entries.Length; i++)
        {
            var wentBack = entries[i].FollowsJump && entries[i].FirstStamp < entries[i - 1].MeanStamp;
            entries[i].ClockPiece = piece = clock.PieceOf(piece, entries[i].FirstStamp, wentBack);
        }

        if (!rows.HasStamps && entries.Length > 0)
            _warnings.Add($"Stream '{_names[record]}' has no time stamps: its first sample is put at the start of the recording.");
        var timeline = record.Description.RateHz is { } rate
            ? XdfTimeline.Of(entries, 1 / rate, record.Description.HasExactTimes, clock) : null;
        return new(record, clock, entries, timeline);
    }

    private XdfStream Stream(XdfTimedStream timed, StreamInfo info, double zero, ImmutableArray<RecordedMarker> markers)
    {
        var description = timed.Record.Description;
        if (!timed.Record.Rows!.HasStamps) zero = timed.FirstSeconds;
        XdfRowReader Reader() => new(_file, _name, description.Id, (int)description.RowBytes, timed.Entries);
        XdfSampleTimes times = timed.Timeline is { } timeline
            ? new XdfRegularTimes(timeline, zero, _clock) : new XdfStampedTimes(Reader(), timed.Entries, timed.Clock, zero, _clock);
        var details = new XdfChannels(description).Details(_warnings);
        var stream = new XdfStream(info, description, Reader(), times, times.Place(markers, _clock), details);
        if (timed.Timeline is not null) WarnOfTimes(stream, timed.Timeline, description.HasExactTimes);
        return stream;
    }

    private void WarnOfTimes(XdfStream stream, XdfTimeline timeline, bool isExact)
    {
        var (nominal, measured) = (stream.Info.RateHz!.Value, 1 / timeline.PeriodSeconds);
        if (stream.StoredCount > 100 && stream.StoredCount / nominal > RateSeconds && Math.Abs(measured / nominal - 1) > NotableRateError)
            _warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"Stream '{stream.Info.Name}' states {nominal:0.####} Hz, and its time stamps say ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"{measured:0.####} Hz: times are right, and frequencies are off by {(nominal / measured - 1) * 100:0.##} %."));
        var gaps = stream.Segments.Zip(stream.Segments.Skip(1)).Count(p => p.Second.FirstSampleIndex > p.First.EndSampleIndex);
        if (gaps > 0 && !isExact)
            _warnings.Add($"By its time stamps, {stream.MissingCount} samples of stream '{stream.Info.Name}' are missing "
                + $"in {(gaps == 1 ? "one gap" : $"{gaps} gaps")}.");
        foreach (var back in stream.Segments.Zip(stream.Segments.Skip(1)).Where(p => p.Second.Start < p.First.Start).Take(1))
            _warnings.Add($"The time stamps of stream '{stream.Info.Name}' go back "
                + string.Create(CultureInfo.InvariantCulture, $"to {back.Second.Start.Seconds:0.###} s ")
                + $"at sample {back.Second.FirstSampleIndex}, and no clock offset says why.");
    }

    private void WarnOfMissingFooters()
    {
        var open = _index.Streams.Where(s => s.Footer is null).Select(s => $"'{_names[s]}'").ToList();
        if (open.Count > 0)
            _warnings.Add($"{(open.Count == 1 ? "Stream" : "The streams")} {string.Join(", ", open.Take(8))} "
                + $"{(open.Count > 8 ? $"and {open.Count - 8} more " : "")}"
                + $"{(open.Count == 1 ? "has" : "have")} no footer: the recording was not closed.");
    }

    /// <summary>Where no regular stream has samples.</summary>
    private static ImmutableArray<RecordingGap> Gaps(ImmutableArray<XdfStream> streams)
    {
        var stored = streams.Where(s => s.Info.RateHz is not null)
            .SelectMany(s => s.Segments.Select(g =>
                (From: g.Start.Nanoseconds, End: s.TimeOf(g.EndSampleIndex - 1).Nanoseconds, Period: 1e9 / s.Info.RateHz!.Value)))
            .OrderBy(g => g.From).ToList();
        if (stored.Count == 0) return [];
        var (gaps, end) = (ImmutableArray.CreateBuilder<RecordingGap>(), stored[0].From);
        foreach (var (from, until, period) in stored)
        {
            if (from - end > 0.5 * period) gaps.Add(new(new(end), new(from - end)));
            end = Math.Max(end, until + (long)period);
        }

        return gaps.ToImmutable();
    }

    private RecordingHeader Header(ImmutableArray<HeaderField> measured) => XdfFields.Header(_name, _index, _infos, measured, _names);
}
