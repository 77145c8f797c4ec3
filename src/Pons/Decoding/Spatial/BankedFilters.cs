using System.Buffers;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Spatial filters, each with its band: a signal becomes the logarithm of the variance behind each. Space comes before time, which gives
/// the same and passes only a few rows through the bands.
/// </summary>
internal sealed class BankedFilters
{
    private readonly BandBank _bank;

    private BankedFilters(BandBank bank, Matrix filters, int[] bands)
    {
        _bank = bank;
        Filters = filters;
        Bands = bands;
    }

    /// <summary>[filter × channel], band after band.</summary>
    public Matrix Filters { get; }

    /// <summary>The band of each filter; never falls.</summary>
    public int[] Bands { get; }

    /// <summary>Filters with their bands.</summary>
    /// <exception cref="DecodingException">A band does not exist, or bands are not in order.</exception>
    public static BankedFilters Of(BandBank bank, Matrix filters, int[] bands)
    {
        for (var f = 0; f < bands.Length; f++)
            if (bands[f] < (f > 0 ? bands[f - 1] : 0) || bands[f] >= bank.Count)
                throw new DecodingException(
                    $"Filter {f} names band {bands[f]} of {bank.Count}.", "A filter only fits the band that it was learnt in.", "Train again.");
        return new(bank, filters, bands);
    }

    /// <summary>Some of the filters, in their order.</summary>
    public BankedFilters Select(int[] places) => new(
        _bank, new(places.Length, Filters.Columns, [.. places.SelectMany(p => Filters.Row(p).ToArray())]), [.. places.Select(p => Bands[p])]);

    /// <summary>The logarithm of the variance behind each filter.</summary>
    /// <exception cref="DecodingException">The signal is too short, or constant.</exception>
    public void LogVariances(ReadOnlySpan<double> signal, Span<double> features)
    {
        var channels = Filters.Columns;
        var samples = signal.Length / channels;
        var remaining = _bank.Remaining(samples);
        var rented = ArrayPool<double>.Shared.Rent(Filters.Rows * (samples + remaining));
        try
        {
            var rows = rented.AsSpan(0, Filters.Rows * samples);
            var filtered = rented.AsSpan(rows.Length, Filters.Rows * remaining);
            MatrixProduct.Multiply(Filters.Values, signal, rows, channels);
            for (int first = 0, end; first < Bands.Length; first = end)
            {
                for (end = first + 1; end < Bands.Length && Bands[end] == Bands[first]; end++)
                {
                }

                var part = filtered[..((end - first) * remaining)];
                _bank.Filter(rows[(first * samples)..(end * samples)], end - first, Bands[first], part);
                for (var f = first; f < end; f++) features[f] = LogVariance(part.Slice((f - first) * remaining, remaining));
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static double LogVariance(Span<double> row)
    {
        TensorPrimitives.Subtract(row, TensorPrimitives.Sum<double>(row) / row.Length, row);
        var variance = TensorPrimitives.SumOfSquares<double>(row) / row.Length;
        if (variance > 0) return Math.Log(variance);
        throw new DecodingException(
            "Nothing is left of the signal in one of the bands.", "The logarithm of no power does not exist.",
            "Check that the channels are connected, and that the trials hold the band.");
    }
}
