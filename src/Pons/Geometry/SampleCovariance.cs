namespace Pons.Geometry;

/// <summary>The sample covariance, not shrunk: singular when the data do not fill all directions.</summary>
public sealed record SampleCovariance : CovarianceEstimator
{
    /// <inheritdoc/>
    public override string Name => "sample";

    /// <inheritdoc/>
    protected override double Shrinkage(Matrix sample, ReadOnlySpan<double> centred, int sampleCount) => 0;
}
