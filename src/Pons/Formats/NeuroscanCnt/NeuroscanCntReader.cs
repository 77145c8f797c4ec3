using System.Buffers.Binary;
using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.NeuroscanCnt;

/// <summary>Opens a continuous recording: how wide its numbers are, how many samples there are, and what the event table says.</summary>
internal sealed class NeuroscanCntReader
{
    /// <summary>Where the part that follows the event table says that numbers have 32 bits, counted from its start.</summary>
    private const int WideMarkAt = 52;

    private const int TableHeaderLength = 9;

    private readonly Stream _file;
    private readonly string _name;
    private readonly NeuroscanCntHeader _header;
    private readonly List<string> _warnings = [];
    private readonly long? _tableAt;
    private readonly SampleType _type;
    private readonly long _count;

    public NeuroscanCntReader(Stream file, string name)
    {
        (_file, _name) = (file, name);
        _header = new(file, name);
        _tableAt = FindTable();
        var bytes = (_tableAt ?? _file.Length) - _header.SamplesAt;
        _type = FindType(bytes);
        _count = CountSamples(bytes);
    }

    private int SampleBytes => _header.ChannelCount * SamplePlan.BytesOf(_type);

    public Recording Open()
    {
        var scales = Enumerable.Range(0, _header.ChannelCount).Select(c => _header.Scale(c, _type)).ToImmutableArray();
        foreach (var c in Enumerable.Range(0, scales.Length).Where(c => !scales[c].IsUsable))
            _warnings.Add($"Sensitivity and calibration of '{_header.Label(c)}' fix no scale: its values stay digital numbers without a "
                + "unit.");
        var channels = ChannelNaming.Channels([.. scales.Select((s, c) => (_header.Label(c), s))], _warnings);
        if (_header.Reference is { Length: > 0 } reference) channels = [.. channels.Select(
            c => c with { Reference = c.Reference ?? reference })];
        var timeline = RecordingTimeline.Continuous(_name, _header.RateHz, _count);
        var markers = Markers();
        var stream = new NumberStream(
            RecordingTimeline.Describe(_name, channels, _header.RateHz), timeline.Segments, timeline.Place(markers), new()
            {
                File = _file,
                FileName = _name,
                Type = _type,
                NumbersPerSample = channels.Length,
                Parts = _count > 0 ? [new(_header.SamplesAt, _count, SamplesPerBlock())] : [],
                Lines = SamplePlan.LinesOf(scales, _header.Baseline),
                Scales = scales,
                Details = [.. Enumerable.Range(0, channels.Length).Select(_header.Detail)],
            });
        RecordingTimeline.WarnOfMarkersOutside(stream, _warnings);
        var header = new RecordingHeader
        {
            Format = $"Neuroscan CNT {(_type == SampleType.Int16 ? 16 : 32)} bit",
            File = _name,
            StartTime = _header.StartTime(_warnings),
            DurationSeconds = timeline.DurationSeconds,
            Subject = _header.Subject,
            Fields = [.. _header.Fields()],
            Streams = [stream.Info],
            Warnings = [.. _warnings],
        };
        return new(header, [stream], markers, file: _file);
    }

    /// <summary>The place of the event table; beyond 4 GB the stated number of samples says which multiple is missing.</summary>
    private long? FindTable()
    {
        const long Wrap = 1L << 32;
        long at = _header.EventTableAt;
        if (at == 0) return null;
        if (_file.Length >= Wrap)
        {
            var expected = _header.SamplesAt + _header.StatedSampleCount * _header.ChannelCount * SamplePlan.BytesOf(
                MarkedType() ?? SampleType.Int16);
            at += Math.Max(0, (long)Math.Round((double)(expected - at) / Wrap)) * Wrap;
        }

        if (at >= _header.SamplesAt && at <= _file.Length - TableHeaderLength) return at;
        _warnings.Add($"The header places the event table at byte {at} of {_file.Length}, where it cannot be: there are no markers.");
        return null;
    }

    /// <summary>An exact fit of the stated number of samples decides, then the mark behind the event table.</summary>
    private SampleType FindType(long bytes)
    {
        var stated = _header.StatedSampleCount * _header.ChannelCount;
        if (stated > 0 && bytes == stated * 2) return SampleType.Int16;
        if (stated > 0 && bytes == stated * 4) return SampleType.Int32;
        if (MarkedType() is { } marked) return marked;
        _warnings.Add($"{bytes} bytes of samples fit the stated {_header.StatedSampleCount} samples of {_header.ChannelCount} channels "
            + "neither "
            + "with 16 nor with 32 bits, and nothing else tells: 16 bits are assumed.");
        return SampleType.Int16;
    }

    private SampleType? MarkedType()
    {
        long at = _header.NextFileAt;
        if (at <= _header.SamplesAt || at > _file.Length - WideMarkAt - 1) return null;
        return StoredBytes.Read(_file, _name, at + WideMarkAt, 1, "mark of wide numbers")[0] == 1 ? SampleType.Int32 : SampleType.Int16;
    }

    /// <summary>What stands before the event table counts; where that is no whole number of samples, the stated number does.</summary>
    private long CountSamples(long bytes)
    {
        var (stored, stated) = (bytes / SampleBytes, _header.StatedSampleCount);
        if (bytes == stated * SampleBytes) return stored;
        if (bytes % SampleBytes != 0 && stated > 0 && stated < stored)
        {
            _warnings.Add($"The header promises {stated} samples; {bytes - stated * SampleBytes} bytes more stand before the event "
                + "table, which make no "
                + "whole number of samples: they are not read.");
            return stated;
        }

        _warnings.Add($"The header promises {stated} samples; the file has {bytes} bytes, which make {stored}: these are read.");
        return stored;
    }

    private long SamplesPerBlock()
    {
        var width = SamplePlan.BytesOf(_type);
        return _header.ChannelOffset <= width ? 1 : _header.ChannelOffset % width == 0 ? _header.ChannelOffset / width
            : throw new RecordingFormatException(_name, 894,
                $"The channel offset, {_header.ChannelOffset} bytes, is no multiple of {width} bytes.",
                "The order of the samples is unknown.", "Export the recording again.");
    }

    /// <summary>Events of type 1 and 2 state a byte of the file, those of type 3 a sample.</summary>
    private ImmutableArray<RecordedMarker> Markers()
    {
        if (_tableAt is not { } at) return [];
        var table = StoredBytes.Read(_file, _name, at, TableHeaderLength, "event table");
        var (type, stated) = (table[0], BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan(1)));
        var width = type switch { 1 => 8, 2 or 3 => 19, _ => 0 };
        if (width == 0 || stated < 0)
        {
            _warnings.Add($"The event table has the type {type} and {stated} bytes; types 1 to 3 are known: there are no markers.");
            return [];
        }

        var length = (int)Math.Min(stated, Math.Min(StoredBytes.LongestPart, _file.Length - at - TableHeaderLength));
        if (length < stated) _warnings.Add($"The event table promises {stated} bytes; {length} are there.");
        var events = StoredBytes.Read(_file, _name, at + TableHeaderLength, length, "event table");
        var markers = new List<RecordedMarker>(length / width);
        for (var e = 0; e + width <= length; e += width) markers.Add(Marker(events.AsSpan(e, width), type));
        return JoinRejected([.. markers.OrderBy(m => m.Onset.Nanoseconds)]);
    }

    private RecordedMarker Marker(ReadOnlySpan<byte> bytes, int type)
    {
        long place = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var sample = type == 3 ? place : (place - _header.SamplesAt) / (double)SampleBytes;
        var onset = Duration.FromSeconds(Math.Round(sample) / _header.RateHz);
        var (stimulus, keyboard, keypad) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes[2], bytes[3] & 0x0F);
        return (bytes[3] & 0xF0) switch
        {
            0xC0 => new(onset, RejectedLabel) { Kind = RejectKind },
            0xD0 => new(onset, "Accepted") { Kind = AcceptKind },
            _ when keypad != 0 => new(onset, $"{keypad}") { Kind = "KeyPad" },
            _ when keyboard != 0 && stimulus == 0 => new(onset, $"{keyboard}") { Kind = "KeyBoard" },
            _ => new(onset, $"{stimulus}") { Kind = "StimType" },
        };
    }

    private const string RejectedLabel = "Rejected", RejectKind = "Reject", AcceptKind = "Accept";

    /// <summary>A span that was rejected has one mark at its start and one at its end; together they are one marker with a
    /// length.</summary>
    private static ImmutableArray<RecordedMarker> JoinRejected(List<RecordedMarker> markers)
    {
        var open = -1;
        var joined = new List<RecordedMarker>(markers.Count);
        foreach (var marker in markers)
        {
            if (marker.Kind == AcceptKind && open >= 0)
            {
                joined[open] = joined[open] with { Length = marker.Onset - joined[open].Onset };
                open = -1;
                continue;
            }

            if (marker.Kind == RejectKind) open = joined.Count;
            joined.Add(marker);
        }

        return [.. joined];
    }
}
