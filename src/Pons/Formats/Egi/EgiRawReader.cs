using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Pons.Streams;

namespace Pons.Formats.Egi;

/// <summary>Opens a simple binary file: samples stay in it, the event lines become markers.</summary>
internal sealed class EgiRawReader
{
    /// <summary>Bytes looked through at a time for events.</summary>
    private const int WindowBytes = 1 << 20;

    private readonly Stream _file;
    private readonly string _name;
    private readonly EgiRawHeader _header;
    private readonly List<string> _warnings = [];
    private readonly List<(string Category, long Milliseconds, SamplePart Part)> _segments = [];
    private readonly RecordingTimeline _timeline;
    private readonly StreamInfo _info;

    public EgiRawReader(Stream file, string name)
    {
        (_file, _name) = (file, name);
        _header = new(file, name);
        FindSegments();
        _timeline = PlaceSegments();
        // The file names no electrode: the names are those of Net Station, E1, E2, …
        _info = RecordingTimeline.Describe(name, [.. Enumerable.Range(1, _header.ChannelCount).Select(i => new Channel($"E{i}"))],
            _header.RateHz);
    }

    public RecordingHeader ReadHeader() => new()
    {
        Format = $"EGI raw {_header.Version}",
        File = _name,
        StartTime = _header.Start,
        DurationSeconds = _timeline.DurationSeconds,
        Fields = [Field("Gain", _header.Gain), Field("Bits", _header.Bits), Field("Range", _header.RangeMicrovolts),
            .. _header.EventCodes.Length > 0 ? [new HeaderField("Event codes", string.Join(", ", _header.EventCodes))]
                : Array.Empty<HeaderField>()],
        Streams = [_info],
        Warnings = [.. _warnings],
    };

    public Recording Open()
    {
        var markers = Segments().Concat(Events()).OrderBy(m => m.Onset.Nanoseconds).ToImmutableArray();
        var scale = Scale();
        var stream = new NumberStream(_info, _timeline.Segments, _timeline.Place(markers), new()
        {
            File = _file,
            FileName = _name,
            Type = _header.Type,
            IsBigEndian = true,
            NumbersPerSample = _header.NumbersPerSample,
            Columns = [.. Enumerable.Range(0, _header.ChannelCount)],
            Parts = [.. _segments.Select(s => s.Part)],
            Lines = [.. Enumerable.Repeat((scale.Gain, 0.0), _header.ChannelCount)],
            Scales = _header.Type == SampleType.Int16 ? [.. Enumerable.Repeat(scale, _header.ChannelCount)] : [],
        });
        return new(ReadHeader(), [stream], markers, _timeline.Gaps, file: _file);
    }

    /// <summary>Samples are microvolts unless a range and a number of bits say what a step is.</summary>
    private DigitalScale Scale()
    {
        var step = _header.RangeMicrovolts != 0 && _header.Bits is > 0 and < 64 ? _header.RangeMicrovolts / Math.Pow(2, _header.Bits) : 1;
        return new(short.MinValue * step, short.MaxValue * step, short.MinValue, short.MaxValue, "uV");
    }

    private void FindSegments()
    {
        var at = _header.DataAt;
        for (var s = 0; s < _header.SegmentCount; s++)
        {
            var stored = Math.Min(_header.SamplesPerSegment, (_file.Length - at - _header.HeadBytes) / _header.SampleBytes);
            if (stored < _header.SamplesPerSegment)
                _warnings.Add(_header.IsSegmented
                    ? $"The header promises {_header.SegmentCount} segments of {_header.SamplesPerSegment} samples; the file ends in "
                        + $"segment {s + 1}."
                    : $"The header promises {_header.SamplesPerSegment} samples; the file ends after {Math.Max(0, stored)}.");
            if (stored <= 0) return;
            var (category, milliseconds) = ("", 0L);
            if (_header.IsSegmented)
            {
                var head = StoredBytes.Read(_file, _name, at, _header.HeadBytes, "head of a segment");
                var number = BinaryPrimitives.ReadInt16BigEndian(head);
                category = number >= 1 && number <= _header.Categories.Length ? _header.Categories[number - 1] : $"Category {number}";
                milliseconds = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(2));
            }

            _segments.Add((category, milliseconds, new(at + _header.HeadBytes, stored)));
            if (stored < _header.SamplesPerSegment) return;
            at += _header.HeadBytes + stored * _header.SampleBytes;
        }

        if (at < _file.Length) _warnings.Add($"{_file.Length - at} trailing bytes after the last sample are ignored.");
    }

    /// <summary>Segments state when they began, in milliseconds; where these run backwards, they stand one behind the other.</summary>
    private RecordingTimeline PlaceSegments()
    {
        var timeline = new RecordingTimeline(_name, _header.RateHz);
        var length = _header.SamplesPerSegment / _header.RateHz;
        var isInOrder = _segments.Zip(_segments.Skip(1))
            .All(p => (p.Second.Milliseconds - p.First.Milliseconds) * 1e-3 > length - 1.5 / _header.RateHz);
        if (!isInOrder) _warnings.Add("The times of the segments do not follow each other: the segments are read one behind the other.");
        for (var s = 0; s < _segments.Count; s++)
            timeline.Add(
                Duration.FromSeconds(isInOrder ? (_segments[s].Milliseconds - _segments[0].Milliseconds) * 1e-3 : s * length),
                    _segments[s].Part.Count);
        return timeline;
    }

    private IEnumerable<RecordedMarker> Segments()
    {
        var first = 0L;
        foreach (var (category, _, part) in _segments.Where(_ => _header.IsSegmented))
        {
            yield return new(_timeline.OnsetOfStored(first), category,
                Duration.FromSeconds(part.Count / _header.RateHz))
            { Kind = "Segment" };
            first += part.Count;
        }
    }

    /// <summary>Every sample has a number for each event code; an event lasts as long as its number is not 0.</summary>
    private List<RecordedMarker> Events()
    {
        var markers = new List<RecordedMarker>();
        if (_header.EventCodes.Length == 0) return markers;
        var width = SamplePlan.BytesOf(_header.Type);
        var open = new long[_header.EventCodes.Length];
        Array.Fill(open, -1);
        var (buffer, first) = (new byte[Math.Max(WindowBytes / _header.SampleBytes, 1) * _header.SampleBytes], 0L);
        foreach (var (_, _, part) in _segments)
        {
            for (long done = 0, count; done < part.Count; done += count)
            {
                count = Math.Min(part.Count - done, buffer.Length / _header.SampleBytes);
                _file.Position = part.Position + done * _header.SampleBytes;
                _file.ReadExactly(buffer.AsSpan(0, (int)(count * _header.SampleBytes)));
                for (var s = 0; s < count; s++)
                {
                    var events = buffer.AsSpan((int)(s * _header.SampleBytes) + _header.ChannelCount * width, open.Length * width);
                    Follow(events, width, first + done + s, open, markers);
                }
            }

            first += part.Count;
            // An event ends with its segment.
            Follow(new byte[open.Length * width], width, first, open, markers);
        }

        return markers;
    }

    private void Follow(ReadOnlySpan<byte> events, int width, long sample, long[] open, List<RecordedMarker> markers)
    {
        if (events.IndexOfAnyExcept((byte)0) < 0 && Array.TrueForAll(open, o => o < 0)) return;
        for (var e = 0; e < open.Length; e++)
        {
            var isOn = events.Slice(e * width, width).IndexOfAnyExcept((byte)0) >= 0;
            if (isOn == open[e] >= 0) continue;
            if (!isOn)
                markers.Add(new(_timeline.OnsetOfStored(open[e]), _header.EventCodes[e],
                    sample - open[e] > 1 ? Duration.OfSamples(sample - open[e], _header.RateHz) : null));
            open[e] = isOn ? sample : -1;
        }
    }

    private static HeaderField Field(string name, int value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
