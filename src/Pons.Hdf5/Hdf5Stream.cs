using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Formats;
using Pons.Streams;

namespace Pons.Hdf5;

/// <summary>Samples that stand in a data set, one row each.</summary>
internal sealed class Hdf5Stream(
    StreamInfo info, Hdf5Samples samples, Hdf5Times times, double originSeconds, ImmutableArray<Marker> markers)
    : RecordedStream(info, times.Segments(info.Clock, originSeconds), markers)
{
    private readonly double[] _gains = [.. samples.Gains];
    private readonly double[] _zeros = [.. samples.Zeros];

    public override ImmutableArray<DigitalScale> Scales => samples.Scales;

    public override ImmutableArray<RecordedChannel> Details => samples.Details;

    public override SampleType StoredAs => samples.Data.StoredAs ?? SampleType.Float64;

    public override Timestamp TimeOf(long sampleIndex)
    {
        if (times.Each is null || sampleIndex < 0 || sampleIndex >= SampleCount) return base.TimeOf(sampleIndex);
        Span<double> time = stackalloc double[1];
        times.Each.Read([sampleIndex], [1], time);
        return new(Info.Clock, Hdf5Times.Nanoseconds(time[0] * times.SecondsEach - originSeconds));
    }

    protected override void ReadStored(long firstStored, Span<float> destination)
    {
        if (_gains.Length == 0)
        {
            ReadRows(firstStored, destination, samples.Data.Read);
            return;
        }

        var wide = ArrayPool<double>.Shared.Rent(destination.Length);
        try
        {
            ReadStored(firstStored, wide.AsSpan(0, destination.Length));
            TensorPrimitives.ConvertTruncating<double, float>(wide.AsSpan(0, destination.Length), destination);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(wide);
        }
    }

    protected override void ReadStored(long firstStored, Span<double> destination)
    {
        ReadRows(firstStored, destination, samples.Data.Read);
        for (var at = 0; at < destination.Length && _gains.Length > 0; at += _gains.Length)
        {
            var row = destination.Slice(at, _gains.Length);
            TensorPrimitives.Multiply(row, _gains, row);
            TensorPrimitives.Add(row, _zeros, row);
        }
    }

    private delegate void Reader<T>(ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<T> destination);

    private void ReadRows<T>(long first, Span<T> destination, Reader<T> read)
    {
        var width = Info.ChannelCount;
        try
        {
            if (samples.Data.Shape.Lengths.Length == 1) read([first], [destination.Length], destination);
            else read([first, 0], [destination.Length / width, width], destination);
        }
        catch (ObjectDisposedException e)
        {
            throw new RecordingFormatException(samples.Data.File.Name, null, "The samples cannot be read any more.",
                "The file was closed since it was opened.", "Open the recording again.", e);
        }
    }
}
