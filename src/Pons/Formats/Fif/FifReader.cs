using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>Opens a recording of one or several FIF files; samples stay in them.</summary>
internal sealed class FifReader : IDisposable
{
    private const double LongestSeconds = 1e9;

    private readonly RecordingFiles _files;
    private readonly List<FifPart> _parts = [];
    private readonly List<string> _warnings = [];

    private FifReader(RecordingFiles files) => _files = files;

    public static RecordingHeader ReadHeader(RecordingFiles files)
    {
        using var reader = new FifReader(files);
        reader.ReadParts();
        if (!reader._parts.Exists(p => p.Raw is not null)) return reader.MarkersAlone().Header;
        var (_, _, header) = reader.Describe();
        return header with { Warnings = [.. reader._warnings] };
    }

    public static Recording Open(RecordingFiles files)
    {
        var reader = new FifReader(files);
        try
        {
            reader.ReadParts();
            return reader._parts.Exists(p => p.Raw is not null) ? reader.Recording() : reader.MarkersAlone();
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Dispose() => _parts.ForEach(p => p.Dispose());

    private FifPart First => _parts[0];

    private void ReadParts()
    {
        _parts.Add(FifPart.Read(_files.OpenMain(), _files.Name));
        if (First.Raw is null && First.Tree.Root.First(FifBlock.Events) is not null
            && FifEvents.RecordingBeside(_files, First.Name) is { } recording) Replace(recording);
        Rewind();
        for (var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { First.Name };
            _parts[^1].NextName is { } next && seen.Add(next);)
        {
            if (TryRead(next) is not { } part)
            {
                _warnings.Add($"The recording goes on in the file '{next}', which is not there: it is read up to the end of '{_parts[^1].Name}'.");
                break;
            }

            _parts.Add(part);
        }

        foreach (var part in _parts) WarnOfDamage(part);
    }

    /// <summary>A later file of a recording leads to its first one.</summary>
    private void Rewind()
    {
        for (var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { First.Name };
            First.PreviousName is { } previous && seen.Add(previous);)
            if (!Replace(previous))
            {
                _warnings.Add($"The recording begins in the file '{previous}', which is not there: it is read from '{First.Name}' on.");
                return;
            }
    }

    private bool Replace(string name)
    {
        if (TryRead(name) is not { } part) return false;
        First.Dispose();
        _parts[0] = part;
        return true;
    }

    private FifPart? TryRead(string name) => _files.TryOpen(name) is { } file ? FifPart.Read(file, name) : null;

    private void WarnOfDamage(FifPart part)
    {
        if (part.Tree.TornTag is { } torn)
        {
            var what = $"A tag of kind {torn.Kind} states a size of {torn.Size} bytes, but the file ends after "
                + $"{part.File.Length - torn.DataPosition} of them.";
            if (part.Raw is null || torn.Kind != FifKind.Buffer)
                throw new RecordingFormatException(part.Name, torn.Position, what, "The rest of the file is missing.",
                    "Copy the file again from where it was recorded.");
            _warnings.Add($"'{part.Name}', byte {torn.Position}: {what} The whole samples among them are read.");
        }
        else if (!part.Tree.IsClosed)
            _warnings.Add($"'{part.Name}' ends inside a block: the recorder did not close the file, and its true end is unknown.");
    }

    private (FifInfo Info, FifRawData Data, FifHeader Header) Describe()
    {
        var info = FifInfo.Of(First, _warnings);
        var data = FifRawData.Of(_parts, info.Channels.Length, _warnings);
        var last = data.Stretches is [.., var stretch] ? stretch.First + stretch.Count : 0;
        if (last / info.RateHz > LongestSeconds || Math.Abs(data.FirstSample) / info.RateHz > LongestSeconds)
            throw new RecordingFormatException(First.Name, null,
                FormattableString.Invariant($"{last} samples at {info.RateHz} Hz, from sample {data.FirstSample} on, are more than any recording."),
                "The time of every sample follows from it.", "Export the recording again.");
        if (last == 0) _warnings.Add("There is no sample: the recording opens with 0 samples.");
        if (First.Raw?.Kind == FifBlock.ShieldedRawData)
            _warnings.Add("It was recorded with internal active shielding, whose signals are still in it: remove them by signal-space "
                + "separation before the data mean anything.");
        return (info, data, Header(info, data));
    }

    private FifHeader Header(FifInfo info, FifRawData data)
    {
        var fields = FifFields.Of(First);
        string Field(string name) => fields.All.FirstOrDefault(f => f.Name == name)?.Value ?? "";
        return new()
        {
            Format = "FIF",
            File = First.Name,
            StartTime = info.WallClock(data.FirstSample / info.RateHz),
            DurationSeconds = data.StoredCount / info.RateHz,
            Subject = fields.Subject,
            Description = Field("description"),
            Device = string.Join(' ', new[] { Field("device type"), Field("device model") }.Where(t => t.Length > 0)),
            Fields = fields.All,
            FirstSample = data.FirstSample,
            LineFrequencyHz = First.Values.Number(First.Tree.Root.First(FifBlock.MeasurementInfo)!.Tag(FifKind.LineFrequency)),
            BadChannels = info.BadChannels(),
            Points = [.. info.Points()],
            Streams = [new(FormattableString.Invariant($"{info.RateHz:0.######} Hz"), info.StreamChannels, info.RateHz, ClockOf(First.Name))],
        };
    }

    private static ClockId ClockOf(string file) => new($"recording {file}");

    private Recording Recording()
    {
        var (info, data, header) = Describe();
        var stream = header.Streams[0];
        var segments = data.Stretches.Select(s => new RecordedSegment(s.First, s.Count,
            new(stream.Clock, Duration.OfSamples(s.First, info.RateHz).Nanoseconds))).ToImmutableArray();
        var markers = Markers(info, data, stream, segments);
        var samples = new LaidOutStream(First.Name, stream, segments, [.. markers.Select(m => m.On(stream.Clock, info.RateHz))],
            Layout(info, data), data.Runs, Lines(info, data))
        {
            Channels = [.. Enumerable.Range(0, info.Channels.Length).Select(info.Detail)],
            Digital = Scales(info, data),
        };
        var gaps = segments.Zip(segments.Skip(1), (a, b) => new RecordingGap(
            Duration.OfSamples(a.EndSampleIndex, info.RateHz), Duration.OfSamples(b.FirstSampleIndex - a.EndSampleIndex, info.RateHz)));
        return new(header with { Warnings = [.. _warnings] }, [samples], markers, [.. gaps], file: this);
    }

    private static SampleLayout Layout(FifInfo info, FifRawData data) => SampleLayout.Interleaved(data.Type, true, info.Channels.Length);

    private static ImmutableArray<DigitalScale> Scales(FifInfo info, FifRawData data) => data.Type switch
    {
        SampleType.Int16 => [.. info.Channels.Select(c => FifInfo.ScaleOf(c, short.MinValue, short.MaxValue))],
        SampleType.Int32 => [.. info.Channels.Select(c => FifInfo.ScaleOf(c, int.MinValue, int.MaxValue))],
        _ => [],
    };

    private static ImmutableArray<(double Gain, double Offset)> Lines(FifInfo info, FifRawData data) => Scales(info, data) is { IsEmpty: false } scales
        ? [.. scales.Select(s => (s.IsUsable ? s.Gain : 1, 0.0))]
        : [.. info.Channels.Select(c => (double.IsNormal(c.Step) ? c.Step * ChannelUnit.Of(c.UnitText).Factor : 1, 0.0))];

    private ImmutableArray<RecordedMarker> Markers(FifInfo info, FifRawData data, StreamInfo stream, ImmutableArray<RecordedSegment> segments)
    {
        var markers = FifEvents.Annotations(First, info, data.FirstSample / info.RateHz).ToList();
        if (FifEvents.ListBeside(_files, First.Name) is { } list) markers.AddRange(Listed(list, data.FirstSample, info.RateHz));
        else
            foreach (var channel in FifStimulus.Channels(info))
            {
                var one = stream with { Channels = [stream.Channels[channel]] };
                var codes = new LaidOutStream(First.Name, one, segments, [], Layout(info, data).Only(channel), data.Runs,
                    [Lines(info, data)[channel]])
                { Channels = [] };
                markers.AddRange(FifStimulus.Markers(codes, info.Channels[channel].Label, _warnings));
            }

        return [.. markers.OrderBy(m => m.Onset.Nanoseconds)];
    }

    /// <summary>Events of a file beside the recording; they take the place of those of the stimulus channel, from which they were made.</summary>
    private List<RecordedMarker> Listed(string list, long firstSample, double rateHz)
    {
        using var part = TryRead(list) ?? throw new FileNotFoundException($"The file '{list}' has gone.", list);
        WarnOfDamage(part);
        return [.. FifEvents.Listed(part).Select(e => new RecordedMarker(Duration.OfSamples(e.Sample - firstSample, rateHz), e.Label)
        {
            Kind = FifEvents.ListKind,
        })];
    }

    /// <summary>A list of events alone can be placed in time only when it states the rate.</summary>
    private Recording MarkersAlone()
    {
        var root = First.Tree.Root;
        if (root.First(FifBlock.Events) is null)
            throw new RecordingFormatException(First.Name, null, $"The file holds {FifContent.Of(root)}, but no raw data.",
                "There is no signal over time that could be read.", "Give the file with the raw data, whose name usually ends in _raw.fif.");
        var events = FifEvents.Listed(First).ToList();
        var rate = First.Values.Number(root.All(FifBlock.Events).Concat(root.All(FifBlock.MeasurementInfo))
            .Select(b => b.Tag(FifKind.Rate)).FirstOrDefault(t => t is not null));
        if (rate is not > 0)
            throw new RecordingFormatException(First.Name, null, $"The file lists {events.Count} events by their sample numbers and states no rate.",
                "When they happened follows only from the recording.",
                "Put the recording beside it, with the same name but _raw in place of -eve.");
        var markers = events.OrderBy(e => e.Sample).Select(e => new RecordedMarker(Duration.OfSamples(e.Sample, rate.Value), e.Label)
        {
            Kind = FifEvents.ListKind,
        });
        var header = new FifHeader { Format = "FIF", File = First.Name, Fields = FifFields.Of(First).All, Warnings = [.. _warnings] };
        return new(header, [], [.. markers], file: this);
    }
}
