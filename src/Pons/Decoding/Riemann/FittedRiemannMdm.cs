using System.Collections.Immutable;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Riemann;

/// <summary>Fitted <see cref="RiemannMdm"/>.</summary>
internal sealed class FittedRiemannMdm : FittedCovarianceDecoder
{
    private readonly Matrix _basis;
    private readonly Matrix[] _means;
    private readonly Cholesky[] _factors;

    public FittedRiemannMdm(
        RiemannMdm decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, Matrix basis, Matrix[] means)
        : base(decoder, stream, sampleCount, classes)
    {
        _basis = basis;
        _means = means;
        _factors = [.. means.Select(Cholesky.Factor)];
    }

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        ModelArray.Of("basis", _basis.Values, _basis.Rows, _basis.Columns),
        ModelArray.Of("means", _means.SelectMany(m => m.Values.ToArray()).ToArray(), _means.Length, _basis.Rows, _basis.Rows),
    ];

    protected override double[] Probabilities(Covariance covariance)
    {
        var reduced = Reduction.Of(covariance.Matrix, _basis);
        var scores = new double[_means.Length];
        for (var k = 0; k < scores.Length; k++) scores[k] = -SquaredDistance(reduced, _factors[k]);
        return Softmax.Of(scores);
    }

    // Σ ln² of the eigenvalues of L⁻¹ · C · L⁻ᵀ, with L the factor of the mean.
    private static double SquaredDistance(Matrix covariance, Cholesky factor)
    {
        var n = covariance.Rows;
        var whitened = covariance.Clone();
        Cholesky.SolveLower(factor.Lower.Values, whitened.Values, n, n);
        whitened = whitened.Transpose();
        Cholesky.SolveLower(factor.Lower.Values, whitened.Values, n, n);
        MatrixProduct.Symmetrise(whitened.Values, n);
        var values = new double[n];
        SymmetricEigen.DecomposeValues(whitened.Values, values);
        var sum = 0.0;
        foreach (var value in values) sum += Math.Log(value) * Math.Log(value);
        return double.IsFinite(sum) ? sum : throw GeometryException.NotPositiveDefinite(covariance.Values, n);
    }
}
