using System.Numerics.Tensors;

namespace Pons.Geometry;

/// <summary>
/// Oracle approximating shrinkage (Chen and others 2010, doi 10.1109/TSP.2010.2053029, equation 23), in the form of scikit-learn 1.2 that
/// leaves out the terms in 2/p, so that numbers can be compared with published ones.
/// </summary>
public sealed record OasCovariance : CovarianceEstimator
{
    /// <inheritdoc/>
    public override string Name => "oas";

    /// <inheritdoc/>
    protected override double Shrinkage(Matrix sample, ReadOnlySpan<double> centred, int sampleCount)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var mean = MeanVariance(sample);
        var power = TensorPrimitives.SumOfSquares<double>(sample.Values) / sample.Values.Length;
        var spread = (sampleCount + 1.0) * (power - mean * mean / sample.Rows);
        return spread > 0 ? Math.Min((power + mean * mean) / spread, 1) : 1;
    }
}
