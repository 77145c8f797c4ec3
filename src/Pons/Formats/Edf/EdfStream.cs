using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>The signals of one rate, scaled and laid side by side as they are read.</summary>
internal sealed class EdfStream : RecordedStream
{
    /// <summary>Bytes held at a time, whatever the length of a record.</summary>
    private const int WindowBytes = 1 << 20;

    private readonly Stream _file;
    private readonly EdfHeader _header;
    private readonly int _samplesPerRecord;
    private readonly long[] _offsets;
    private readonly ImmutableArray<DigitalScale> _scales;
    private readonly EdfSampleKernel _kernel;
    private byte[] _window = [];
    private int[] _windowOffsets;
    private long _windowStart;
    private long _windowCount;
    private int _rowsPerPart;
    private int _partBytes;

    public EdfStream(
        Stream file, EdfHeader header, StreamInfo info, int[] signals,
        ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
        : base(info, segments, markers)
    {
        _file = file;
        _header = header;
        _samplesPerRecord = header.Signals[signals[0]].SamplesPerRecord;
        _offsets = [.. signals.Select(s => header.Signals.Take(s).Sum(other => other.SamplesPerRecord * (long)header.SampleBytes))];
        _scales = [.. signals.Select(s => header.Signals[s].Scale)];
        _kernel = new(header.SampleBytes, [.. _scales.Select(s => s.IsUsable ? s.Gain : 1)], [.. _scales.Select(s => s.IsUsable ? s.Offset : 0)]);
        _windowOffsets = new int[signals.Length];
        Details = [.. signals.Select(s => header.Signals[s]).Select(s => EdfFilters.Parsed(
            new() { SourceLabel = s.Label, Sensor = s.Transducer }, s.Prefiltering))];
    }

    public override ImmutableArray<DigitalScale> Scales => _scales;

    public override ImmutableArray<RecordedChannel> Details { get; }

    public override SampleType StoredAs => _header.SampleBytes == 2 ? SampleType.Int16 : SampleType.Int24;

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        while (!destination.IsEmpty)
        {
            var (part, row, count) = Find(firstStored, destination.Length);
            _kernel.Convert(_window.AsSpan(part, _partBytes), _windowOffsets, row, destination[..count]);
            destination = destination[count..];
            firstStored += count / _offsets.Length;
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        while (!destination.IsEmpty)
        {
            var (part, row, count) = Find(firstStored, destination.Length);
            _kernel.Convert(_window.AsSpan(part, _partBytes), _windowOffsets, row, destination[..count]);
            destination = destination[count..];
            firstStored += count / _offsets.Length;
        }
    }

    /// <summary>Where a sample stands in the window, which is moved there first, and how many values follow it there.</summary>
    private (int Part, int Row, int Count) Find(long firstStored, int wanted)
    {
        if (firstStored < _windowStart || firstStored >= _windowStart + _windowCount) Load(firstStored);
        var inWindow = firstStored - _windowStart;
        var (part, row) = ((int)(inWindow / _rowsPerPart), (int)(inWindow % _rowsPerPart));
        var rows = (int)Math.Min(Math.Min(_rowsPerPart - row, _windowCount - inWindow), wanted / _offsets.Length);
        return (part * _partBytes, row, rows * _offsets.Length);
    }

    private void Load(long firstStored)
    {
        try
        {
            ObjectDisposedException.ThrowIf(!_file.CanRead, this);
            if (_header.RecordBytes <= WindowBytes) LoadRecords(firstStored / _samplesPerRecord);
            else LoadPart(firstStored);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _windowCount = 0;
            throw new RecordingFormatException(_header.File, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }

    /// <summary>Whole records, as many as fit the window.</summary>
    private void LoadRecords(long record)
    {
        var count = Math.Min(Math.Max(1, WindowBytes / _header.RecordBytes), _header.RecordCount - record);
        _partBytes = (int)_header.RecordBytes;
        _rowsPerPart = _samplesPerRecord;
        Fit((int)count * _partBytes);
        _file.Position = _header.HeaderBytes + record * _header.RecordBytes;
        _file.ReadExactly(_window.AsSpan(0, (int)count * _partBytes));
        for (var c = 0; c < _offsets.Length; c++) _windowOffsets[c] = (int)_offsets[c];
        (_windowStart, _windowCount) = (record * _samplesPerRecord, count * _samplesPerRecord);
    }

    /// <summary>A part of one long record: the same stretch of every signal.</summary>
    private void LoadPart(long firstStored)
    {
        var (record, row) = (firstStored / _samplesPerRecord, (int)(firstStored % _samplesPerRecord));
        var width = _header.SampleBytes;
        var rows = Math.Min(_samplesPerRecord - row, Math.Max(1, WindowBytes / width / _offsets.Length));
        Fit(rows * width * _offsets.Length);
        for (var c = 0; c < _offsets.Length; c++)
        {
            _windowOffsets[c] = c * rows * width;
            _file.Position = _header.HeaderBytes + record * _header.RecordBytes + _offsets[c] + row * (long)width;
            _file.ReadExactly(_window.AsSpan(_windowOffsets[c], rows * width));
        }

        (_partBytes, _rowsPerPart) = (rows * width * _offsets.Length, rows);
        (_windowStart, _windowCount) = (firstStored, rows);
    }

    private void Fit(int bytes)
    {
        if (_window.Length < bytes) _window = GC.AllocateUninitializedArray<byte>(bytes);
    }
}
