using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Gdf;

/// <summary>The signals of one rate, scaled and laid side by side as they are read.</summary>
internal sealed class GdfStream : RecordedStream
{
    private readonly RecordWindow _window;
    private readonly SampleKernel _kernel;
    private readonly int _width;

    public GdfStream(
        Stream file, GdfHeader header, StreamInfo info, int[] signals,
        ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
        : base(info, segments, markers)
    {
        var described = signals.Select(s => header.Signals[s]).ToList();
        _width = signals.Length;
        StoredAs = Widest([.. described.Select(s => s.Type).Distinct()]);
        Scales = StoredAs < SampleType.Float32 ? [.. described.Select(s => s.Scale)] : [];
        Details = [.. described.Select(s => s.Detail)];
        var offsets = new long[header.Signals.Length];
        for (var i = 1; i < offsets.Length; i++) offsets[i] = offsets[i - 1] + header.Signals[i - 1].BytesPerRecord;
        _window = new(file, new(header.File, header.HeaderBytes, header.RecordBytes, header.RecordCount), described[0].SamplesPerRecord,
            [.. signals.Select(s => offsets[s])], [.. described.Select(s => SampleKernel.BytesOf(s.Type))]);
        _kernel = new([.. described.Select(s => s.Type)], [.. described.Select(s => s.Scale.IsUsable ? s.Scale.Gain : 1)],
            [.. described.Select(s => s.Scale.IsUsable ? s.Scale.Offset : 0)]);
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

    /// <summary>The type that holds what all of them hold.</summary>
    private static SampleType Widest(SampleType[] types)
    {
        if (types.Length == 1) return types[0];
        SampleType[] inOrder =
        [
            SampleType.Int8, SampleType.UInt8, SampleType.Int16, SampleType.UInt16, SampleType.Int24, SampleType.UInt24,
            SampleType.Int32, SampleType.UInt32, SampleType.Int64, SampleType.UInt64,
        ];
        if (types.Contains(SampleType.Float64)) return SampleType.Float64;
        if (types.Contains(SampleType.Float32))
            return types.All(t => t is SampleType.Float32 or < SampleType.Int32) ? SampleType.Float32 : SampleType.Float64;
        var widest = types.Max(t => Array.IndexOf(inOrder, t));
        // A wider type with sign holds a narrower one without.
        return types.Any(t => Array.IndexOf(inOrder, t) % 2 == 0) && widest % 2 == 1 && widest + 1 < inOrder.Length
            ? inOrder[widest + 1] : inOrder[widest];
    }
}
