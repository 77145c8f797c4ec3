using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pons.Streams;

namespace Pons.Formats.Xdf;

/// <summary>A numeric stream; its samples are read from the chunks of the file when they are asked for.</summary>
internal sealed class XdfStream : RecordedStream
{
    /// <summary>Values that are gathered before they are converted, so that both stay near the processor.</summary>
    private const int GatheredBytes = 1 << 15;

    private readonly XdfRowReader _reader;
    private readonly XdfSampleTimes _times;
    private readonly SampleType _type;
    private readonly int _rowBytes;
    private readonly double[]? _gains, _zeros;
    private byte[] _gathered = [];
    private double[] _exact = [];

    public XdfStream(StreamInfo info, XdfStreamDescription stream, XdfRowReader reader, XdfSampleTimes times,
        ImmutableArray<Marker> markers, ImmutableArray<RecordedChannel> details)
        : base(info, times.Segments, markers)
    {
        (_reader, _times) = (reader, times);
        (_type, _rowBytes, Details) = (stream.SampleType, (int)stream.RowBytes, details);
        var channels = new XdfChannels(stream);
        Scales = channels.Scales();
        var gains = IsInteger ? [.. Scales.Select(s => s.Gain)] : channels.UnitsOf().Select(u => ChannelUnit.Of(u).Factor).ToArray();
        var zeros = gains.Select((_, c) => IsInteger ? Scales[c].Offset : 0).ToArray();
        if (gains.Any(g => g != 1) || zeros.Any(z => z != 0)) (_gains, _zeros) = (gains, zeros);
    }

    public override SampleType StoredAs => _type;

    public override ImmutableArray<DigitalScale> Scales { get; }

    public override ImmutableArray<RecordedChannel> Details { get; }

    private bool IsInteger => _type is not SampleType.Float32 and not SampleType.Float64;

    public override Timestamp TimeOf(long sampleIndex) => new(Info.Clock, _times.Of(sampleIndex));

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        if (_gains is not null)
        {
            // Scaled in double and rounded once, as every format does.
            for (var part = Part(destination.Length); !destination.IsEmpty; destination = destination[part..])
            {
                part = Math.Min(part, destination.Length);
                if (_exact.Length < part) _exact = new double[part];
                ReadStored(firstStored, _exact.AsSpan(0, part));
                System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<double, float>(_exact.AsSpan(0, part), destination[..part]);
                firstStored += part / Info.ChannelCount;
            }

            return;
        }

        while (!destination.IsEmpty)
        {
            var into = _type == SampleType.Float32 ? MemoryMarshal.AsBytes(destination) : Gathered(destination.Length);
            var count = _reader.ReadValues(firstStored, into) * Info.ChannelCount;
            if (_type != SampleType.Float32)
                XdfSampleKernel.Widen(into[..(count / Info.ChannelCount * _rowBytes)], _type, destination[..count]);
            destination = destination[count..];
            firstStored += count / Info.ChannelCount;
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        while (!destination.IsEmpty)
        {
            var into = Gathered(destination.Length);
            var rows = _reader.ReadValues(firstStored, into);
            var values = destination[..(rows * Info.ChannelCount)];
            XdfSampleKernel.Widen(into[..(rows * _rowBytes)], _type, values);
            Scale(values);
            destination = destination[values.Length..];
            firstStored += rows;
        }
    }

    private void Scale(Span<double> values)
    {
        if (_gains is not { } gains || _zeros is not { } zeros) return;
        for (; !values.IsEmpty; values = values[gains.Length..])
            for (var c = 0; c < gains.Length; c++)
                values[c] = values[c] * gains[c] + zeros[c];
    }

    /// <summary>Values that are worked on at a time: whole rows, at least one.</summary>
    private int Part(int length) => Math.Min(length, Math.Max(1, GatheredBytes / 8 / Info.ChannelCount) * Info.ChannelCount);

    private Span<byte> Gathered(int values)
    {
        var rows = Math.Min(values / Info.ChannelCount, Math.Max(1, GatheredBytes / _rowBytes));
        if (_gathered.Length < rows * _rowBytes) _gathered = GC.AllocateUninitializedArray<byte>(rows * _rowBytes);
        return _gathered.AsSpan(0, rows * _rowBytes);
    }
}
