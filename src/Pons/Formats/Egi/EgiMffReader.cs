using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Egi;

/// <summary>Opens a folder: every file of samples as a stream, epochs as stretches with gaps, events and categories as markers.</summary>
internal sealed class EgiMffReader
{
    public const string InfoName = "info.xml";

    private static readonly string[] SubjectNames = ["Patient ID", "Last (Family) Name", "First (Given) Name", "Date of Birth", "Age",
        "Gender", "Handedness"];

    private readonly RecordingFiles _files;
    private readonly List<string> _warnings = [];
    private readonly List<Stream> _open = [];
    private readonly EgiMffXml _xml;
    private readonly EgiMffClock _clock;
    private readonly XElement? _info;
    private readonly List<EgiMffEpoch> _epochs;

    /// <summary>The first sample, counted from the start that the folder states.</summary>
    private readonly Duration _origin;

    public EgiMffReader(RecordingFiles files)
    {
        _files = files;
        _xml = new(files, _warnings);
        _info = _xml.Read(InfoName);
        _clock = new(_info, _warnings);
        _epochs = [.. EgiMffXml.All(_xml.Read("epochs.xml"), "epoch").Select(Epoch).OfType<EgiMffEpoch>()];
        _origin = _epochs.Count > 0 && _clock.FromTicks(_epochs.Min(e => e.Begin)) is { } first ? first : Duration.Zero;
    }

    public Recording Open()
    {
        try
        {
            return Assemble();
        }
        catch
        {
            _open.ForEach(f => f.Dispose());
            throw;
        }
    }

    private Recording Assemble()
    {
        var markers = Events().Concat(Categories()).OrderBy(m => m.Onset.Nanoseconds).ToImmutableArray();
        var names = _files.Names.Where(EgiMffSignal.IsName).OrderBy(EgiMffSignal.NumberOf).ToList();
        if (names.Count == 0)
            throw new RecordingFormatException(_files.Name, null, "The folder holds no file of samples (signal1.bin).",
                "There is no signal.", "Copy the folder again from where it was recorded.");
        var fields = Fields().ToList();
        var streams = names.SelectMany(n => Signal(n, markers, fields)).ToImmutableArray();
        if (!streams.IsEmpty) RecordingTimeline.WarnOfMarkersOutside(streams[0], _warnings);
        var subject = fields.Where(f => SubjectNames.Contains(f.Name)).Select(f => $"{f.Name}: {f.Value}");
        var header = new RecordingHeader
        {
            Format = $"EGI MFF {EgiMffXml.Text(_info, "mffVersion")}".TrimEnd(),
            File = _files.Name,
            StartTime = _clock.Start?.AddSeconds(_origin.Seconds),
            DurationSeconds = streams.IsEmpty ? 0 : streams.Max(s => s.StoredCount / s.Info.RateHz!.Value),
            Device = $"{EgiMffXml.Text(_info, "ampType")} {EgiMffXml.Text(_info, "acquisitionVersion")}".Trim(),
            Subject = string.Join(", ", subject),
            Fields = [.. fields],
            Streams = [.. streams.Select(s => s.Info)],
            Warnings = [.. _warnings],
        };
        var gaps = streams.IsEmpty ? [] : RecordingTimeline.GapsOf(streams[0].Segments, streams[0].Info.RateHz!.Value);
        return new(header, streams, markers, gaps, file: new OpenFiles(_open));
    }

    /// <summary>The streams of one file: one, or one for each rate and number of channels where these change.</summary>
    private List<RecordedStream> Signal(string name, ImmutableArray<RecordedMarker> markers, List<HeaderField> fields)
    {
        var file = _files.Open(name, "samples");
        _open.Add(file);
        var blocks = EgiMffSignal.Blocks(file, name, _warnings);
        var info = _xml.Read(FormattableString.Invariant($"info{EgiMffSignal.NumberOf(name)}.xml"));
        var isPhysiology = EgiMffXml.Find(info, "PNSData") is not null;
        var title = isPhysiology ? "PNS" : EgiMffXml.Find(info, "EEG") is not null || info is null ? "EEG"
            : Path.GetFileNameWithoutExtension(name);
        if (blocks.Count == 0) _warnings.Add($"'{name}' holds no samples.");
        fields.AddRange(SignalFields(title, info));
        var starts = Starts(blocks, name);
        var groups = Enumerable.Range(0, blocks.Count).GroupBy(b => (blocks[b].RateHz, blocks[b].Channels)).ToList();
        if (groups.Count > 1) _warnings.Add($"The rate or the number of channels of '{name}' changes: each of the {groups.Count} is a "
            + "stream of its own.");
        return [.. groups.Select(RecordedStream (g) =>
        {
            var sensors = isPhysiology ? new EgiMffSensors(_xml, _warnings).Physiology(g.Key.Channels, info)
                : new EgiMffSensors(_xml, _warnings).Electrodes(g.Key.Channels, info);
            var streamName = groups.Count == 1 ? title
                : FormattableString.Invariant($"{title} {g.Key.RateHz} Hz, {g.Key.Channels} channels");
            var timeline = new RecordingTimeline(_files.Name, g.Key.RateHz);
            foreach (var b in g) timeline.Add(starts[b], blocks[b].Count);
            var described = new StreamInfo(streamName, Channels(sensors), g.Key.RateHz, timeline.Clock);
            return new NumberStream(described, timeline.Segments, timeline.Place(markers), new()
            {
                File = file,
                FileName = name,
                Type = SampleType.Float32,
                NumbersPerSample = g.Key.Channels,
                Parts = [.. g.Select(b => new SamplePart(blocks[b].Position, blocks[b].Count, blocks[b].Count))],
                Lines = [.. sensors.Select(s => (s.Gain * ChannelUnit.Of(s.Unit).Factor, 0.0))],
                Details = [.. sensors.Select(s => s.Detail)],
            });
        })];
    }

    private static ImmutableArray<Channel> Channels(ImmutableArray<EgiMffSensor> sensors)
    {
        var reference = sensors.FirstOrDefault(s => s.IsReference)?.Label;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. sensors.Select((s, i) => new Channel(
            seen.Add(s.Label) ? s.Label : $"{s.Label} ({i + 1})", s.Kind, ChannelUnit.Of(s.Unit).Name,
            s.IsReference || s.Kind != ChannelKind.Eeg ? null : reference, Direction(s.LocationMetres)))];
    }

    private static ElectrodePosition? Direction((double X, double Y, double Z)? place)
    {
        if (place is not var (x, y, z)) return null;
        var length = Math.Sqrt(x * x + y * y + z * z);
        return length > 0 ? new(x / length, y / length, z / length) : null;
    }

    /// <summary>When each block begins: with its epoch, or behind the block before it.</summary>
    private Duration[] Starts(List<EgiMffBlock> blocks, string name)
    {
        var (starts, next) = (new Duration[blocks.Count], Duration.Zero);
        var firsts = _epochs.ToLookup(e => e.FirstBlock);
        for (var b = 0; b < blocks.Count; b++)
        {
            if (firsts[b + 1].FirstOrDefault() is { } epoch && _clock.FromTicks(epoch.Begin) is { } begin)
            {
                if (begin - _origin < next - Duration.OfSamples(2, blocks[b].RateHz))
                    _warnings.Add($"The epoch of block {b + 1} of '{name}' begins before the block before ends: it follows without a gap.");
                else next = begin - _origin;
            }

            starts[b] = next;
            next += Duration.OfSamples(blocks[b].Count, blocks[b].RateHz);
        }

        if (_epochs.Count == 0 && blocks.Count > 0) _warnings.Add("The folder lists no epochs: the blocks are read without gaps.");
        return starts;
    }

    private IEnumerable<RecordedMarker> Events()
    {
        foreach (var name in _files.Names.Where(n => n.StartsWith("Events", StringComparison.Ordinal)
            && n.EndsWith(".xml", StringComparison.Ordinal)))
        {
            var track = Path.GetFileNameWithoutExtension(name).Replace("Events_", "", StringComparison.Ordinal);
            var dateless = 0;
            foreach (var read in _xml.Stream(name, "event"))
            {
                var (code, label) = (EgiMffXml.Text(read, "code"), EgiMffXml.Text(read, "label"));
                var length = double.TryParse(EgiMffXml.Text(read, "duration"), NumberStyles.Float, CultureInfo.InvariantCulture,
                    out var ticks) && ticks >= 0
                    ? _clock.FromTicks(ticks) : null;
                if (_clock.Since(EgiMffXml.Text(read, "beginTime")) is not { } onset) dateless++;
                else
                    yield return new(onset - _origin, code.Length > 0 ? code : label, length)
                    {
                        Kind = label.Length > 0 && label != code ? label : track,
                    };
            }

            if (dateless > 0) _warnings.Add($"{dateless} events of '{name}' have no time, or the recording has none: they are left out.");
        }
    }

    /// <summary>Segments that were cut or averaged, with the category that they belong to.</summary>
    private IEnumerable<RecordedMarker> Categories()
    {
        foreach (var category in EgiMffXml.All(_xml.Read("categories.xml"), "cat"))
            foreach (var segment in EgiMffXml.All(category, "seg"))
                if (Ticks(segment, "beginTime") is { } begin && _clock.FromTicks(begin) is { } onset)
                    yield return new(onset - _origin, EgiMffXml.Text(category, "name"),
                        Ticks(segment, "endTime") is { } end && end >= begin ? _clock.FromTicks(end - begin) : null)
                    { Kind = "Segment" };
    }

    private IEnumerable<HeaderField> Fields()
    {
        foreach (var element in _info?.Elements() ?? [])
            if (element.Value.Trim() is { Length: > 0 } value)
                yield return new(element.Name.LocalName, value, element.Name.LocalName is "recordTime" or "ampSerialNumber");
        if (_clock.Offset.Length > 0) yield return new("Universal time offset", _clock.Offset);
        foreach (var name in _files.Names.Where(n => n == "subject.xml"
            || (n.StartsWith("subjects/", StringComparison.Ordinal) && n.EndsWith(".xml", StringComparison.Ordinal))))
            foreach (var field in EgiMffXml.All(_xml.Read(name), "field"))
                if (EgiMffXml.Text(field, "data") is { Length: > 0 } value) yield return new(EgiMffXml.Text(field, "name"), value, true);
        foreach (var tool in EgiMffXml.All(_xml.Read("history.xml"), "tool"))
        {
            var words = new[] { "name", "method", "version" }.Select(n => EgiMffXml.Text(tool, n)).Where(w => w.Length > 0);
            yield return new("History", string.Join(' ', words), true);
            foreach (var path in EgiMffXml.All(tool, "filePath")) yield return new("History file", path.Value, true);
        }
    }

    private static IEnumerable<HeaderField> SignalFields(string title, XElement? info)
    {
        foreach (var name in new[] { "sensorLayoutName", "montageName", "pnsSetName" })
            if (EgiMffXml.Find(info, name) is { Value.Length: > 0 } element) yield return new($"{title} {name}", element.Value);
        if (EgiMffXml.Find(info, "hardwareFilterAdjusted")?.Attribute("shiftMicroseconds") is { } shift)
            yield return new($"{title} hardware filter shift (µs)", shift.Value);
        foreach (var bad in EgiMffXml.All(info, "channels")
            .Where(c => c.Attribute("exclusion")?.Value == "badChannels" && c.Value.Trim().Length > 0))
            yield return new($"{title} bad channels", bad.Value.Trim());
    }

    private static EgiMffEpoch? Epoch(XElement element) =>
        Ticks(element, "beginTime") is { } begin && Ticks(element, "endTime") is { } end && Ticks(element, "firstBlock") is { } first
        && Ticks(element, "lastBlock") is { } last ? new(begin, end, first, last) : null;

    private static long? Ticks(XElement element, string name) =>
        long.TryParse(EgiMffXml.Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
            : null;

    /// <summary>The files of samples, closed together.</summary>
    private sealed class OpenFiles(List<Stream> files) : IDisposable
    {
        public void Dispose() => files.ForEach(f => f.Dispose());
    }
}
