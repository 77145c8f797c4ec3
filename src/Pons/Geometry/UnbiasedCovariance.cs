namespace Pons.Geometry;

/// <summary>
/// The sample covariance divided by the number of samples less one, whose expectation is the covariance of independent samples; not
/// shrunk, so singular when the data do not fill all directions.
/// </summary>
public sealed record UnbiasedCovariance : CovarianceEstimator
{
    /// <inheritdoc/>
    public override string Name => "unbiased";

    private protected override double Divisor(int sampleCount) => sampleCount - 1;

    /// <inheritdoc/>
    protected override double Shrinkage(Matrix sample, ReadOnlySpan<double> centred, int sampleCount) => 0;
}
