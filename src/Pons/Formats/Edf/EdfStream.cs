using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Edf;

/// <summary>The signals of one rate, scaled and laid side by side as they are read.</summary>
internal sealed class EdfStream : RecordedStream
{
    private readonly RecordWindow _window;
    private readonly SampleKernel _kernel;
    private readonly int _width;

    public EdfStream(
        Stream file, EdfHeader header, StreamInfo info, int[] signals,
        ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
        : base(info, segments, markers)
    {
        var starts = header.SignalOffsets();
        _width = signals.Length;
        var bytes = header.SampleBytes;
        StoredAs = bytes == 2 ? SampleType.Int16 : SampleType.Int24;
        Scales = [.. signals.Select(s => header.Signals[s].Scale)];
        Details = [.. signals.Select(s => header.Signals[s]).Select(s => EdfFilters.Parsed(
            new() { SourceLabel = s.Label, Sensor = s.Transducer }, s.Prefiltering))];
        _window = new(file, new(header.File, header.HeaderBytes, header.RecordBytes, header.RecordCount),
            header.Signals[signals[0]].SamplesPerRecord,
            [.. signals.Select(s => starts[s])],
            [.. signals.Select(_ => bytes)]);
        _kernel = new([.. signals.Select(_ => StoredAs)], [.. Scales.Select(s => s.IsUsable ? s.Gain : 1)],
            [.. Scales.Select(s => s.IsUsable ? s.Offset : 0)]);
    }

    public override ImmutableArray<DigitalScale> Scales { get; }

    public override ImmutableArray<RecordedChannel> Details { get; }

    public override SampleType StoredAs { get; }

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        while (!destination.IsEmpty)
        {
            var part = _window.At(firstStored, destination.Length / _width);
            _kernel.Convert(part.Bytes, part.Offsets, part.Row, destination[..(part.Rows * _width)]);
            destination = destination[(part.Rows * _width)..];
            firstStored += part.Rows;
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        while (!destination.IsEmpty)
        {
            var part = _window.At(firstStored, destination.Length / _width);
            _kernel.Convert(part.Bytes, part.Offsets, part.Row, destination[..(part.Rows * _width)]);
            destination = destination[(part.Rows * _width)..];
            firstStored += part.Rows;
        }
    }
}
