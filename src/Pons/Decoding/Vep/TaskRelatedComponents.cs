using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>
/// Weighted sums of channels that are most alike from trial to trial (Tanaka, Katura and Sato 2013,
/// doi 10.1016/j.neuroimage.2012.08.044): the covariance between different trials against that within all of them.
/// </summary>
internal static class TaskRelatedComponents
{
    /// <summary>The filters of the most alike components, scaled to unit power in all trials together.</summary>
    /// <param name="trials">Signals [channel × sample] of one class, at least two.</param>
    /// <param name="sampleCount">Samples of a channel.</param>
    /// <param name="count">At most so many filters.</param>
    /// <param name="values">The quotients of all components, ascending.</param>
    /// <returns>[filter × channel], the most alike first.</returns>
    public static Matrix Of(double[][] trials, int sampleCount, int count, out double[] values)
    {
        var channels = trials[0].Length / sampleCount;
        var (within, between) = (new Matrix(channels, channels), new Matrix(channels, channels));
        var sum = new double[trials[0].Length];
        foreach (var trial in trials)
        {
            var centred = TrialProducts.Centred(trial, sampleCount);
            TrialProducts.AddRaw(centred, sampleCount, within);
            TensorPrimitives.Add<double>(sum, centred, sum);
        }

        TrialProducts.AddRaw(sum, sampleCount, between);
        TensorPrimitives.Subtract<double>(between.Values, within.Values, between.Values);
        return TrialProducts.Strongest(between, within, count, out values);
    }
}
