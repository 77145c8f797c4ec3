using System.Collections.Immutable;
using System.Numerics;
using Pons.Streams;

namespace Pons.Formats;

/// <summary>A stream whose numbers lie in a file by a fixed layout: read in windows, scaled, and laid out [sample × channel].</summary>
internal sealed class LaidOutStream : RecordedStream
{
    /// <summary>Where more of a block is skipped than read, its part is read by itself.</summary>
    private const int SparseShare = 2;

    private readonly string _name;
    private readonly SampleLayout _layout;
    private readonly ImmutableArray<SampleRun> _runs;
    private readonly long[] _rowsBefore;
    private readonly SampleScaler _scaler;
    private byte[] _window = [];
    private long _windowStart, _windowCount;
    private int _rowsPerPart, _partBytes;

    /// <summary>Puts a stream together over files that stay open.</summary>
    /// <param name="name">Name of the file for messages.</param>
    /// <param name="info">What the stream is.</param>
    /// <param name="segments">Where the samples lie in time; together as many as the runs hold.</param>
    /// <param name="markers">What was noted.</param>
    /// <param name="layout">How a block lies.</param>
    /// <param name="runs">Where the blocks are; every byte of them exists.</param>
    /// <param name="lines">Gain and offset of each channel, into the units of <paramref name="info"/>.</param>
    public LaidOutStream(
        string name, StreamInfo info, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers,
        SampleLayout layout, ImmutableArray<SampleRun> runs, ImmutableArray<(double Gain, double Offset)> lines)
        : base(info, segments, markers)
    {
        (_name, _layout, _runs) = (name, layout, runs);
        _scaler = new(layout, lines);
        _rowsBefore = new long[runs.Length + 1];
        for (var i = 0; i < runs.Length; i++) _rowsBefore[i + 1] = _rowsBefore[i] + runs[i].RowCount;
        if (_rowsBefore[^1] != StoredCount)
            throw new ArgumentException($"{_rowsBefore[^1]} samples in the file are not {StoredCount} in the segments.", nameof(runs));
    }

    /// <summary>Bytes held at a time; more only where a single block by channel is longer.</summary>
    public int WindowBytes { get; init; } = 1 << 20;

    public required ImmutableArray<RecordedChannel> Channels { get; init; }

    public ImmutableArray<DigitalScale> Digital { get; init; } = [];

    public override ImmutableArray<DigitalScale> Scales => Digital;

    public override ImmutableArray<RecordedChannel> Details => Channels;

    public override SampleType StoredAs => _layout.Type;

    protected override void ReadStored(long firstStored, Span<float> destination) => ReadRows(firstStored, destination);

    protected override void ReadStored(long firstStored, Span<double> destination) => ReadRows(firstStored, destination);

    /// <summary>Reads stored samples [sample × channel]; the caller has checked that they exist.</summary>
    public void ReadRows<T>(long first, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            if (first < _windowStart || first >= _windowStart + _windowCount) Load(first);
            var inWindow = first - _windowStart;
            var (part, row) = ((int)(inWindow / _rowsPerPart), (int)(inWindow % _rowsPerPart));
            var rows = (int)Math.Min(Math.Min(_rowsPerPart - row, _windowCount - inWindow), destination.Length / width);
            _scaler.Convert(_window.AsSpan(part * _partBytes + row * _layout.RowBytes), rows, destination[..(rows * width)]);
            destination = destination[(rows * width)..];
            first += rows;
        }
    }

    private void Load(long first)
    {
        try
        {
            LoadFrom(first);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _windowCount = 0;
            throw new RecordingFormatException(_name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }

    private void LoadFrom(long first)
    {
        var index = Array.BinarySearch(_rowsBefore, first);
        // Behind an empty run the next one begins with the same row.
        index = index < 0 ? ~index - 1 : index;
        while (_runs[index].RowCount == 0) index++;
        var run = _runs[index];
        var (block, row) = Math.DivRem(first - _rowsBefore[index], run.RowsPerBlock);
        if (run.BlockBytes > WindowBytes && IsSplittable) LoadRows(run, first, block, row);
        else LoadBlocks(run, first - row, block);
    }

    /// <summary>Rows can be read without the rest of their block when each is complete in itself.</summary>
    private bool IsSplittable => _layout.RowBytes >= _layout.Width * _layout.SampleBytes;

    private void LoadRows(SampleRun run, long first, long block, long row)
    {
        var rows = (int)Math.Min(Math.Max(1, WindowBytes / _layout.RowBytes), run.RowsPerBlock - row);
        Fit(Extent(rows));
        Fill(run.File, run.Offset + block * run.BlockBytes + row * _layout.RowBytes, 0, (int)Extent(rows));
        (_partBytes, _rowsPerPart) = (0, rows);
        (_windowStart, _windowCount) = (first, rows);
    }

    private void LoadBlocks(SampleRun run, long first, long block)
    {
        var rows = checked((int)run.RowsPerBlock);
        var extent = Extent(rows);
        var isSparse = extent * SparseShare < run.BlockBytes;
        _partBytes = checked((int)(isSparse ? extent : run.BlockBytes));
        var count = (int)Math.Min(Math.Max(1, WindowBytes / _partBytes), run.BlockCount - block);
        Fit((long)count * _partBytes);
        var start = run.Offset + block * run.BlockBytes;
        if (isSparse)
            for (var b = 0; b < count; b++) Fill(run.File, start + b * run.BlockBytes, b * _partBytes, (int)extent);
        else Fill(run.File, start, 0, (count - 1) * _partBytes + (int)extent);
        _rowsPerPart = rows;
        (_windowStart, _windowCount) = (first, (long)count * rows);
    }

    /// <summary>Bytes from the start of a block to the end of its last number.</summary>
    private long Extent(int rows) => _layout.Offsets.Max() + (rows - 1L) * _layout.RowBytes + _layout.SampleBytes;

    private void Fit(long bytes)
    {
        if (_window.Length < bytes) _window = GC.AllocateUninitializedArray<byte>(checked((int)bytes));
    }

    private void Fill(Stream file, long offset, int at, int bytes)
    {
        ObjectDisposedException.ThrowIf(!file.CanRead, this);
        file.Position = offset;
        file.ReadExactly(_window.AsSpan(at, bytes));
    }
}
