using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>Writes a recording as XDF: streams side by side in the order of their times, markers as streams of texts.</summary>
internal sealed class XdfRecordingWriter
{
    /// <summary>A chunk holds about half a second of a stream, as recorders write it.</summary>
    private const double ChunkSeconds = 0.5;

    /// <summary>Times that differ by less follow from the rate: they are whole nanoseconds.</summary>
    private const double SameNanoseconds = 1.5;

    private readonly Recording _content;
    private readonly CreationOptions _options;
    private readonly string _file;
    private readonly CancellationToken _cancellation;
    private readonly List<string> _warnings = [];
    private readonly List<ChannelLoss> _losses = [];

    public XdfRecordingWriter(Recording content, string file, CreationOptions options, CancellationToken cancellation) =>
        (_content, _file, _options, _cancellation) = (content, file, options, cancellation);

    public CreationReport Write(Stream file)
    {
        var plans = _content.Streams.Select(Plan).ToList();
        var writer = new XdfWriter(file, _content.Header);
        var origin = Origin();
        var queues = plans.Select(p => new Queue(writer.AddStream(p.Header), Chunks(writer, p, origin))).ToList();
        queues.AddRange(_content.Markers.GroupBy(m => m.Kind).Select(g => Markers(writer, g.Key, [.. g])));
        WriteInOrder(writer, queues);
        foreach (var queue in queues.Where(q => q.First is not null))
        {
            writer.WriteClockOffset(queue.Id, queue.First!.Value, 0);
            if (queue.Last > queue.First) writer.WriteClockOffset(queue.Id, queue.Last, 0);
        }

        writer.Close();
        foreach (var plan in plans)
            _losses.AddRange(plan.Stream.Info.Channels
                .Select((c, i) => new ChannelLoss(plan.Stream.Info.Name, c.Label, plan.Errors[i], plan.StepOf(i))));
        return new([.. _losses], [.. _warnings]);
    }

    /// <summary>The type that keeps what the stream holds, or the one that was asked for.</summary>
    private static SampleType TypeFor(RecordedStream stream)
    {
        var hasScales = !stream.Scales.IsEmpty && stream.Scales.All(s => s.IsUsable);
        if (hasScales && stream.Scales.All(s => s.PhysicalMinimum == s.DigitalMinimum && s.PhysicalMaximum == s.DigitalMaximum))
            switch (stream.StoredAs)
            {
                case SampleType.Int8: return SampleType.Int8;
                case SampleType.UInt8 or SampleType.Int16: return SampleType.Int16;
                case SampleType.UInt16 or SampleType.Int24 or SampleType.UInt24 or SampleType.Int32: return SampleType.Int32;
                case SampleType.UInt32 or SampleType.Int64: return SampleType.Int64;
            }

        return stream.StoredAs switch
        {
            SampleType.Float32 => SampleType.Float32,
            SampleType.Int8 or SampleType.UInt8 or SampleType.Int16 or SampleType.UInt16
                when stream.Scales.All(s => s.IsUsable && StepsSurvive(s)) => SampleType.Float32,
            _ => SampleType.Float64,
        };
    }

    /// <summary>Whether neighbouring steps stay apart, and the right one is the nearest, when values are rounded to 24 bits.</summary>
    private static bool StepsSurvive(DigitalScale scale)
    {
        var largest = Math.Max(Math.Abs(scale.DigitalMinimum * scale.Gain + scale.Offset),
            Math.Abs(scale.DigitalMaximum * scale.Gain + scale.Offset));
        return largest < Math.Abs(scale.Gain) * (1 << 21);
    }

    private StreamPlan Plan(RecordedStream stream)
    {
        var type = _options.SampleType ?? TypeFor(stream);
        var isInteger = XdfStreamDescription.SizeOf(type) > 0 && type is not SampleType.Float32 and not SampleType.Float64;
        if (XdfStreamDescription.SizeOf(type) == 0)
            throw Refusal($"Samples of the type {type} were asked for.", "XDF knows signed integers of 8, 16, 32 and 64 bits and floats.",
                "Ask for one of these, or for none.");
        if (isInteger && (stream.Scales.IsEmpty || !stream.Scales.All(s => s.IsUsable)))
            throw Refusal($"Whole numbers were asked for, and stream '{stream.Info.Name}' has no scale that its values lie on.",
                "They would be rounded to whole units.", "Ask for floats, or for none.");
        var info = stream.Info;
        var isPlain = isInteger && stream.Scales.All(s => s.Gain == 1 && s.Offset == 0);
        if (isInteger && !isPlain && _options.SampleType is not null)
            _warnings.Add($"Stream '{info.Name}' is stored as whole numbers with its scale in the header: "
                + "other readers of XDF show those numbers.");
        var isOfFile = isInteger && stream.Scales.All(s => s.PhysicalMinimum == s.DigitalMinimum && s.PhysicalMaximum == s.DigitalMaximum);
        var channels = isOfFile
            ? [.. info.Channels.Select((c, i) => c.Unit == ChannelUnit.Microvolt && stream.Scales[i].Unit is { Length: > 0 } u
                ? c with { Unit = u } : c)]
            : info.Channels;
        var header = new XdfStreamHeader
        {
            Name = info.Name,
            Type = TypeOf(info),
            SampleType = type,
            RateHz = info.RateHz,
            Channels = channels,
            Details = stream.Details,
            Scales = stream.Scales,
            DelaySeconds = info.DelaySeconds,
            HasExactTimes = info.RateHz is not null,
            Source = SourceOf(info.Name),
        };
        return new(stream, header, isInteger);
    }

    private static string TypeOf(StreamInfo info) =>
        info.Channels.GroupBy(c => c.Kind).MaxBy(g => g.Count())!.Key is var kind && kind is ChannelKind.Unknown or ChannelKind.Other
            ? "" : kind.ToString().ToUpperInvariant();

    /// <summary>The header that the stream had in the XDF file that it comes from, unless it was taken away.</summary>
    private XElement? SourceOf(string name) =>
        _content.Header.Fields.FirstOrDefault(f => f.Name == XdfFields.StreamHeader + name) is { } field
            ? XdfXml.Parse(Encoding.UTF8.GetBytes(field.Value), out _) : null;

    /// <summary>Time of the first sample of all, on each clock that the streams have.</summary>
    private Dictionary<ClockId, long> Origin() => _content.Streams.Where(s => !s.Segments.IsEmpty).GroupBy(s => s.Info.Clock)
        .ToDictionary(g => g.Key, g => g.Min(s => s.Segments.Min(x => x.Start.Nanoseconds)));

    private Queue Markers(XdfWriter writer, string kind, RecordedMarker[] markers)
    {
        var hasMore = markers.Any(m => m.Length is not null || m.Channel is not null);
        string[] labels = hasMore ? [XdfMarkers.Label, XdfMarkers.LengthSeconds, XdfMarkers.ChannelLabel] : [XdfMarkers.Label];
        var name = kind.Length > 0 ? kind : "Markers";
        var id = writer.AddStream(new()
        {
            Name = name,
            Type = "Markers",
            SampleType = SampleType.Text,
            Channels = [.. labels.Select(l => new Channel(l, ChannelKind.Unknown, ""))],
            Source = SourceOf(name),
            Notes = [(XdfMarkers.Kind, kind)],
        });
        return new(id, markers.Select(m => new Chunk(m.Onset.Seconds, m.Onset.Seconds, 0, () => writer.Write(id, [m.Onset.Seconds],
            hasMore ? [m.Label, m.Length is { } l ? XdfStreamHeader.Number(l.Seconds) : "", m.Channel ?? ""] : [m.Label]))));
    }

    private IEnumerable<Chunk> Chunks(XdfWriter writer, StreamPlan plan, Dictionary<ClockId, long> origin)
    {
        var stream = plan.Stream;
        var id = (uint)_content.Streams.IndexOf(stream) + 1;
        var zero = origin.GetValueOrDefault(stream.Info.Clock);
        var rowBytes = stream.Info.ChannelCount * XdfStreamDescription.SizeOf(plan.Header.SampleType);
        var rows = (int)Math.Clamp(ChunkSeconds * (stream.Info.RateHz ?? 128), 1, Math.Max(1, XdfWriter.LargestChunkBytes / 2 / rowBytes));
        foreach (var segment in stream.Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += rows)
            {
                var count = (int)Math.Min(rows, segment.EndSampleIndex - first);
                var times = Times(stream, first, count, zero);
                var at = first;
                var last = (stream.TimeOf(first + count - 1).Nanoseconds - zero) * 1e-9;
                yield return new(times[0], last, count, () => plan.Write(writer, id, times, at, count));
            }
    }

    /// <summary>The time of each sample, or of the first one when the rate gives the others.</summary>
    private static double[] Times(RecordedStream stream, long first, int count, long zero)
    {
        var start = stream.TimeOf(first).Nanoseconds;
        if (stream.Info.RateHz is { } rate
            && Math.Abs(stream.TimeOf(first + count - 1).Nanoseconds - start - (count - 1) / rate * 1e9) < SameNanoseconds)
            return [(start - zero) * 1e-9];
        return [.. Enumerable.Range(0, count).Select(i => (stream.TimeOf(first + i).Nanoseconds - zero) * 1e-9)];
    }

    /// <summary>Chunks of all streams by their times, so that a file that is cut off holds all streams up to there.</summary>
    private void WriteInOrder(XdfWriter writer, List<Queue> queues)
    {
        var (total, done) = (Math.Max(1, _content.Streams.Sum(s => s.StoredCount)), 0L);
        var waiting = new PriorityQueue<Queue, (double Time, uint Id)>();
        foreach (var queue in queues)
            if (queue.MoveNext()) waiting.Enqueue(queue, (queue.Current.Time, queue.Id));
        while (waiting.TryDequeue(out var queue, out _))
        {
            _cancellation.ThrowIfCancellationRequested();
            queue.Current.Write();
            done += queue.Current.Count;
            _options.Progress?.Invoke((double)done / total);
            if (queue.MoveNext()) waiting.Enqueue(queue, (queue.Current.Time, queue.Id));
        }

        writer.WriteBoundary();
    }

    private RecordingFormatException Refusal(string what, string why, string remedy) => new(_file, null, what, why, remedy);

    private sealed record Chunk(double Time, double LastTime, int Count, Action Write);

    /// <summary>The chunks of one stream that are still to be written.</summary>
    private sealed class Queue(uint id, IEnumerable<Chunk> chunks)
    {
        private readonly IEnumerator<Chunk> _chunks = chunks.GetEnumerator();

        public uint Id { get; } = id;

        public double? First { get; private set; }

        public double Last { get; private set; }

        public Chunk Current => _chunks.Current;

        public bool MoveNext()
        {
            if (!_chunks.MoveNext()) return false;
            First ??= Current.Time;
            Last = Current.LastTime;
            return true;
        }
    }

    /// <summary>How one stream is stored.</summary>
    private sealed class StreamPlan(RecordedStream stream, XdfStreamHeader header, bool isInteger)
    {
        private readonly (double Gain, double Offset)[] _lines = isInteger ? [.. stream.Scales.Select(s => (s.Gain, s.Offset))] : [];
        private double[] _values = [];
        private float[] _singles = [];

        public RecordedStream Stream => stream;

        public XdfStreamHeader Header => header;

        /// <summary>Largest difference between a stored and an original value, per channel.</summary>
        public double[] Errors { get; } = new double[stream.Info.ChannelCount];

        /// <summary>Whether single precision is all that the source has, so that it is read and stored without a detour.</summary>
        private bool IsSingle => header.SampleType == SampleType.Float32
            && stream.StoredAs is SampleType.Float32 or SampleType.Int8 or SampleType.UInt8 or SampleType.Int16 or SampleType.UInt16;

        public double StepOf(int channel) => isInteger ? Math.Abs(_lines[channel].Gain) : 0;

        public void Write(XdfWriter writer, uint id, double[] times, long first, int count)
        {
            var length = count * stream.Info.ChannelCount;
            if (IsSingle)
            {
                if (_singles.Length < length) _singles = new float[length];
                stream.Read(first, _singles.AsSpan(0, length));
                writer.Write(id, times, _singles.AsSpan(0, length));
                return;
            }

            if (_values.Length < length) _values = new double[length];
            var values = _values.AsSpan(0, length);
            stream.Read(first, values);
            if (isInteger) ToDigital(values);
            else if (header.SampleType == SampleType.Float32) NoteRounding(values);
            writer.Write(id, times, values);
        }

        private void ToDigital(Span<double> values)
        {
            var (least, largest) = header.SampleType switch
            {
                SampleType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
                SampleType.Int16 => (short.MinValue, short.MaxValue),
                SampleType.Int32 => (int.MinValue, int.MaxValue),
                _ => (long.MinValue, (double)long.MaxValue),
            };
            for (var i = 0; i < values.Length; i++)
            {
                var c = i % _lines.Length;
                var digital = Math.Clamp(Math.Round((values[i] - _lines[c].Offset) / _lines[c].Gain), least, largest);
                if (double.IsNaN(digital)) digital = 0;
                var stored = digital * _lines[c].Gain + _lines[c].Offset;
                // Sources of up to 24 bits give their values in single precision.
                if ((float)stored != (float)values[i])
                    Errors[c] = Math.Max(Errors[c], double.IsFinite(values[i]) ? Math.Abs(stored - values[i]) : double.PositiveInfinity);
                values[i] = digital;
            }
        }

        private void NoteRounding(ReadOnlySpan<double> values)
        {
            for (var i = 0; i < values.Length; i++)
                if (double.IsFinite(values[i]))
                {
                    var c = i % Errors.Length;
                    Errors[c] = Math.Max(Errors[c], Math.Abs((float)values[i] - values[i]));
                }
        }
    }
}
