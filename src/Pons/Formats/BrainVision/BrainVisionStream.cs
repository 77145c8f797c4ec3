using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats.BrainVision;

/// <summary>Binary samples, scaled and laid side by side as they are read.</summary>
internal sealed class BrainVisionStream : RecordedStream
{
    /// <summary>Bytes held at a time.</summary>
    private const int WindowBytes = 1 << 20;

    private readonly Stream _file;
    private readonly string _name;
    private readonly long _pointCount;
    private readonly BrainVisionLayout _layout;
    private readonly long _rowBytes;
    private readonly BrainVisionKernel _kernel;
    private readonly int _rowsPerWindow;
    private byte[] _window = [];
    private long _windowStart;
    private int _windowRows;

    public BrainVisionStream(
        Stream file, string name, long pointCount, BrainVisionHeaderReader header, StreamInfo info,
        ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
        : base(info, segments, markers)
    {
        (_file, _name, _pointCount, _layout) = (file, name, pointCount, header.Layout);
        _rowBytes = (long)_layout.SampleBytes * _layout.ChannelCount;
        _kernel = new(_layout.StoredAs, header.Gains);
        _rowsPerWindow = (int)Math.Max(1, WindowBytes / _rowBytes);
        // Channels a multiple of 4096 bytes apart would all claim the same few lines of the cache.
        if (_layout.IsChannelMajor && _rowsPerWindow > 64) _rowsPerWindow = _rowsPerWindow / 64 * 64 - 32;
        StoredAs = _layout.StoredAs;
        Scales = StoredAs == SampleType.Float32 ? [] : header.Scales;
        Details = header.Details;
    }

    public override SampleType StoredAs { get; }

    public override ImmutableArray<DigitalScale> Scales { get; }

    public override ImmutableArray<RecordedChannel> Details { get; }

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            var (row, rows) = Load(firstStored, destination.Length / width);
            if (_layout.IsChannelMajor) _kernel.Turn(_window, _windowRows, row, rows, destination);
            else _kernel.Scale(_window.AsSpan((int)(row * _rowBytes), (int)(rows * _rowBytes)), destination);
            destination = destination[(rows * width)..];
            firstStored += rows;
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        if (StoredAs != SampleType.Int32)
        {
            base.ReadStored(firstStored, destination);
            return;
        }

        var width = Info.ChannelCount;
        while (!destination.IsEmpty)
        {
            var (row, rows) = Load(firstStored, destination.Length / width);
            var (rowStep, channelStep) = _layout.IsChannelMajor ? (1, _windowRows) : (width, 1);
            _kernel.ScaleExactly(MemoryMarshal.Cast<byte, int>(_window), row * rowStep, rowStep, channelStep,
                destination[..(rows * width)]);
            destination = destination[(rows * width)..];
            firstStored += rows;
        }
    }

    /// <summary>Brings a stored sample into the window: its row there, and how many rows follow it, at most those wanted.</summary>
    private (int Row, int Rows) Load(long firstStored, int wanted)
    {
        if (firstStored < _windowStart || firstStored >= _windowStart + _windowRows) Fill(firstStored);
        var row = (int)(firstStored - _windowStart);
        return (row, Math.Min(_windowRows - row, wanted));
    }

    private void Fill(long firstStored)
    {
        var rows = (int)Math.Min(_rowsPerWindow, _pointCount - firstStored);
        var bytes = (int)(rows * _rowBytes);
        if (_window.Length < bytes) _window = GC.AllocateUninitializedArray<byte>(bytes);
        _windowRows = 0;
        try
        {
            ObjectDisposedException.ThrowIf(!_file.CanRead, this);
            var (parts, part) = _layout.IsChannelMajor ? (_layout.ChannelCount, rows * _layout.SampleBytes) : (1, bytes);
            for (var p = 0; p < parts; p++)
            {
                _file.Position = _layout.IsChannelMajor
                    ? (p * _pointCount + firstStored) * _layout.SampleBytes : firstStored * _rowBytes;
                _file.ReadExactly(_window.AsSpan(p * part, part));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RecordingFormatException(_name, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }

        if (_layout.IsBigEndian == BitConverter.IsLittleEndian) Reverse(_window.AsSpan(0, bytes), _layout.SampleBytes);
        (_windowStart, _windowRows) = (firstStored, rows);
    }

    private static void Reverse(Span<byte> bytes, int sampleBytes)
    {
        if (sampleBytes == 2) BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, short>(bytes),
            MemoryMarshal.Cast<byte, short>(bytes));
        else BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(bytes), MemoryMarshal.Cast<byte, int>(bytes));
    }
}
