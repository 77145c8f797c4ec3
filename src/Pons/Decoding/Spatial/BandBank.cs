using System.Buffers;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Neighbouring causal Butterworth bands for single trials. A band starts at rest at the beginning of the trial; what it gives during the
/// warm-up is left out.
/// </summary>
internal sealed class BandBank
{
    private readonly SecondOrderSections[] _bands;
    private readonly int _warmUpSamples;

    private BandBank(SecondOrderSections[] bands, int warmUpSamples)
    {
        _bands = bands;
        _warmUpSamples = warmUpSamples;
    }

    public int Count => _bands.Length;

    /// <summary>The bands of a decoder at a rate.</summary>
    /// <exception cref="DecodingException">The stream has no rate, or one that does not carry the bands.</exception>
    public static BandBank Of(FilterBankCspLda decoder, double? rateHz)
    {
        if (rateHz is not { } rate || decoder.HighHz >= rate / 2)
            throw new DecodingException(
                $"{decoder.Name} was given a stream of {(rateHz is { } r ? $"{r:g} Hz" : "no known rate")} for bands up to {decoder.HighHz:g} Hz.",
                "A band must end below half the rate.", "Choose a lower highHz, or a stream of a higher rate.");
        var count = Math.Max(1, (int)Math.Floor((decoder.HighHz - decoder.LowHz) / decoder.WidthHz + 1e-9));
        var bands = new SecondOrderSections[count];
        for (var b = 0; b < count; b++)
        {
            var low = decoder.LowHz + b * decoder.WidthHz;
            bands[b] = Butterworth.BandPass(decoder.Order, low, Math.Min(decoder.HighHz, low + decoder.WidthHz), rate);
        }

        return new(bands, (int)Math.Round(decoder.WarmUpSeconds * rate));
    }

    /// <summary>Samples that are left of a trial.</summary>
    /// <exception cref="DecodingException">Fewer than two.</exception>
    public int Remaining(int sampleCount) => sampleCount - _warmUpSamples >= 2
        ? sampleCount - _warmUpSamples
        : throw new DecodingException(
            $"A trial of {sampleCount} samples ends within the {_warmUpSamples} samples that the bands warm up for.",
            "What comes out before is the answer of the filter to its own start.", "Use longer trials or a shorter warm-up.");

    /// <summary>Covariance of a trial in every band.</summary>
    public Covariance[] Covariances(ReadOnlySpan<double> signal, int channelCount)
    {
        var remaining = Remaining(signal.Length / channelCount);
        var rented = ArrayPool<double>.Shared.Rent(2 * signal.Length + remaining * channelCount);
        try
        {
            var values = rented.AsSpan(0, signal.Length);
            var passed = rented.AsSpan(signal.Length, signal.Length);
            var filtered = rented.AsSpan(2 * signal.Length, remaining * channelCount);
            Interleave(signal, channelCount, values);
            var covariances = new Covariance[Count];
            for (var b = 0; b < Count; b++)
            {
                new CausalFilter(_bands[b], channelCount).Process(values, passed);
                MatrixProduct.Transpose(passed[(_warmUpSamples * channelCount)..], filtered, channelCount);
                covariances[b] = new OasCovariance().Estimate(filtered, channelCount);
            }

            return covariances;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>Passes rows [row × sample] through one band; the result has the warm-up cut off.</summary>
    public void Filter(ReadOnlySpan<double> rows, int rowCount, int band, Span<double> filtered)
    {
        var interleaved = ArrayPool<double>.Shared.Rent(rows.Length);
        try
        {
            var values = interleaved.AsSpan(0, rows.Length);
            Interleave(rows, rowCount, values);
            new CausalFilter(_bands[band], rowCount).Process(values, values);
            MatrixProduct.Transpose(values[(_warmUpSamples * rowCount)..], filtered, rowCount);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(interleaved);
        }
    }

    // [row × sample] to [sample × row], every row without its mean.
    private static void Interleave(ReadOnlySpan<double> rows, int rowCount, Span<double> values)
    {
        var samples = rows.Length / rowCount;
        var means = new double[rowCount];
        for (var r = 0; r < rowCount; r++) means[r] = TensorPrimitives.Sum(rows.Slice(r * samples, samples)) / samples;
        MatrixProduct.Transpose(rows, values, samples);
        for (var at = 0; at < values.Length; at += rowCount) TensorPrimitives.Subtract(values.Slice(at, rowCount), means, values.Slice(at, rowCount));
    }
}
