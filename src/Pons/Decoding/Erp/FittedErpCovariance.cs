using System.Collections.Immutable;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Erp;

/// <summary>A fitted <see cref="ErpCovarianceDecoder"/>.</summary>
internal sealed class FittedErpCovariance(
    ErpCovarianceDecoder decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, SuperTrials super, Matrix basis,
    CovarianceJudge judge)
    : FittedDecoder(decoder, stream, sampleCount, classes)
{
    /// <summary>The covariance that an epoch is decided by.</summary>
    internal Matrix Covariance(ReadOnlySpan<double> signal) => super.Covariance(signal);

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("filters", super.Filters.Values, super.Filters.Rows, super.Filters.Columns),
        ModelArray.Of("prototypes", super.Prototypes.Values, super.Prototypes.Rows, super.Prototypes.Columns),
        ModelArray.Of("basis", basis.Values, basis.Rows, basis.Columns),
        .. judge.Arrays(),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        EpochLength.Require(this, sampleCount);
        if (signal.IndexOfAnyExcept(0) < 0) throw EpochLength.NoSignal();
        var covariance = super.Covariance(signal);
        return judge.Probabilities(basis.Rows == basis.Columns ? covariance : MatrixProduct.Congruence(basis, covariance));
    }
}
