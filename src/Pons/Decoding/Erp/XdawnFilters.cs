using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// xDAWN (Rivet and others 2009, doi 10.1109/TBME.2009.2012869): the weighted sums of channels in which the mean response of a class is
/// strongest against the whole signal.
/// </summary>
internal static class XdawnFilters
{
    /// <summary>The filters of one class.</summary>
    /// <param name="response">Mean response [channel × sample].</param>
    /// <param name="whole">Covariance of all epochs laid end to end, centred [channel × channel].</param>
    /// <param name="sampleCount">Samples of an epoch.</param>
    /// <param name="count">At most so many filters.</param>
    /// <param name="values">Share of the response in the power behind each possible filter, ascending.</param>
    /// <returns>[filter × channel], of unit length, the strongest first.</returns>
    public static Matrix Of(ReadOnlySpan<double> response, Matrix whole, int sampleCount, int count, out double[] values)
    {
        var evoked = new Matrix(whole.Rows, whole.Rows);
        TrialProducts.Add(response, sampleCount, evoked);
        foreach (ref var value in evoked.Values) value /= sampleCount;
        var filters = TrialProducts.Strongest(evoked, whole, count, out values);
        for (var f = 0; f < filters.Rows; f++)
        {
            var row = filters.Row(f);
            System.Numerics.Tensors.TensorPrimitives.Divide(row, System.Numerics.Tensors.TensorPrimitives.Norm<double>(row), row);
        }

        return filters;
    }

    /// <summary>The covariance of epochs laid end to end, centred over all of them.</summary>
    /// <param name="epochs">[channel × sample] each.</param>
    /// <param name="sampleCount">Samples of an epoch.</param>
    public static Matrix Whole(IReadOnlyList<Trial> epochs, int sampleCount)
    {
        var channels = epochs[0].ChannelCount;
        var (sum, moments) = (new double[channels], new Matrix(channels, channels));
        foreach (var epoch in epochs)
        {
            TrialProducts.AddRaw(epoch.Signal.Span, sampleCount, moments);
            for (var c = 0; c < channels; c++) sum[c] += System.Numerics.Tensors.TensorPrimitives.Sum(epoch[c]);
        }

        var total = (double)epochs.Count * sampleCount;
        for (var r = 0; r < channels; r++)
            for (var c = 0; c < channels; c++)
                moments[r, c] = moments[r, c] / total - sum[r] / total * (sum[c] / total);
        return moments;
    }

    /// <summary>The mean of epochs [channel × sample].</summary>
    public static double[] MeanOf(IReadOnlyList<Trial> epochs)
    {
        var mean = new double[epochs[0].Signal.Length];
        foreach (var epoch in epochs)
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(epoch.Signal.Span, 1.0 / epochs.Count, mean, mean);
        return mean;
    }
}
