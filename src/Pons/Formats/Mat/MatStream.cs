using System.Buffers;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Samples that are elements of MATLAB arrays, which stay in their file.</summary>
internal abstract class MatStream(
    StreamInfo info, MatSamples samples, ImmutableArray<RecordedSegment> segments, ImmutableArray<Marker> markers)
    : RecordedStream(info, segments, markers)
{
    private readonly double[]? _factors = samples.Factors.Any(f => f != 1) ? [.. samples.Factors] : null;

    public sealed override ImmutableArray<RecordedChannel> Details => samples.Details;

    public sealed override SampleType StoredAs => samples.StoredAs;

    protected sealed override void ReadStored(long firstStored, Span<float> destination)
    {
        if (_factors is null)
        {
            Guarded(firstStored, destination, Fill);
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

    protected sealed override void ReadStored(long firstStored, Span<double> destination)
    {
        Guarded(firstStored, destination, Fill);
        if (_factors is null) return;
        for (var at = 0; at < destination.Length; at += _factors.Length)
            TensorPrimitives.Multiply(destination.Slice(at, _factors.Length), _factors, destination.Slice(at, _factors.Length));
    }

    /// <summary>Reads stored samples [sample × channel] as the file holds them.</summary>
    protected abstract void Fill(long firstStored, Span<float> destination);

    /// <summary>Reads stored samples [sample × channel] as the file holds them.</summary>
    protected abstract void Fill(long firstStored, Span<double> destination);

    private delegate void Filler<T>(long firstStored, Span<T> destination);

    private void Guarded<T>(long firstStored, Span<T> destination, Filler<T> fill)
    {
        try
        {
            fill(firstStored, destination);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RecordingFormatException(samples.File, null, "The samples cannot be read any more.",
                "The file was closed or cut short since it was opened.", "Open the recording again.", e);
        }
    }
}
