using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>Mean responses and sines of <see cref="ExtendedCca"/>.</summary>
internal sealed class ExtendedTemplates : BandTemplates
{
    private readonly double[][] _means;
    private readonly double[][] _centred;
    private readonly int _channels;
    private readonly ReferenceRows _sines;
    private readonly ReferenceRows _responses;
    private readonly double[][] _responseWeights;

    public ExtendedTemplates(double[][] means, int channels, ReferenceRows sines)
    {
        (_means, _channels, _sines) = (means, channels, sines);
        _centred = [.. means.Select(m => TrialProducts.Centred(m, sines.SampleCount))];
        _responses = ReferenceRows.Of(_centred, sines.SampleCount);
        _responseWeights = [.. _centred.Select((m, k) => new Whitened(m, channels).WeightsFor(sines.Of(k), out _))];
    }

    public static ExtendedTemplates Restore(ModelContent content, string suffix, int channels, ReferenceRows sines)
    {
        var means = content.Array("templates" + suffix, content.Classes.Length, channels, content.SampleCount);
        return new(Unstack(means.Values, content.Classes.Length), channels, sines);
    }

    public override IEnumerable<ModelArray> Arrays(string suffix) =>
        [Stack("templates" + suffix, _means, _means.Length, _channels, _sines.SampleCount)];

    public override void Correlate(ReadOnlySpan<double> signal, Span<double> correlations)
    {
        var trial = TrialProducts.Centred(signal, _sines.SampleCount);
        if (trial.AsSpan().IndexOfAnyExcept(0) < 0) throw CanonicalCorrelation.NoChange();
        var whitened = new Whitened(trial, _channels);
        for (var k = 0; k < correlations.Length; k++)
        {
            var bySines = whitened.WeightsFor(_sines.Of(k), out var withSines);
            var byResponse = whitened.WeightsFor(_responses.Of(k), out _);
            var sum = Signed(withSines) + Signed(Behind(bySines, trial, _centred[k])) + Signed(Behind(byResponse, trial, _centred[k]))
                + Signed(Behind(_responseWeights[k], trial, _centred[k]));
            // The bands square what they get, with its sign.
            correlations[k] = Math.Sign(sum) * Math.Sqrt(Math.Abs(sum));
        }
    }

    private static double Signed(double r) => r * Math.Abs(r);

    private double Behind(double[] weights, double[] one, double[] other)
    {
        var (a, b) = (new double[_sines.SampleCount], new double[_sines.SampleCount]);
        MatrixProduct.Multiply(weights, one, a, _channels);
        MatrixProduct.Multiply(weights, other, b, _channels);
        var length = TensorPrimitives.Norm<double>(a) * TensorPrimitives.Norm<double>(b);
        return length > 0 ? TensorPrimitives.Dot<double>(a, b) / length : 0;
    }

    /// <summary>A centred signal whose directions have been brought to unit power once, for several canonical correlations.</summary>
    private sealed class Whitened
    {
        private readonly int _channels;
        private readonly Matrix _whitening;
        private readonly double[] _rows;

        public Whitened(double[] centred, int channels)
        {
            _channels = channels;
            var samples = centred.Length / channels;
            var products = new Matrix(channels, channels);
            TrialProducts.AddRaw(centred, samples, products);
            var basis = SignalBasis.Of(products);
            var eigen = SymmetricEigen.Of(basis.Project(products));
            _whitening = MatrixProduct.Multiply(eigen.Vectors, basis.Vectors);
            for (var r = 0; r < _whitening.Rows; r++)
                TensorPrimitives.Divide(_whitening.Row(r), Math.Sqrt(eigen.Values[r]), _whitening.Row(r));
            _rows = new double[_whitening.Rows * samples];
            MatrixProduct.Multiply(_whitening.Values, centred, _rows, channels);
        }

        /// <summary>The weights of the channels with the largest canonical correlation.</summary>
        public double[] WeightsFor(ReadOnlySpan<double> reference, out double correlation)
        {
            var samples = _rows.Length / _whitening.Rows;
            var product = new double[_whitening.Rows * (reference.Length / samples)];
            MatrixProduct.MultiplyTransposed(_rows, reference, product, samples);
            var gram = new Matrix(_whitening.Rows, _whitening.Rows);
            MatrixProduct.MultiplyTransposed(product, product, gram.Values, reference.Length / samples);
            var eigen = SymmetricEigen.Of(gram);
            correlation = Math.Sqrt(Math.Clamp(eigen.Values[^1], 0, 1));
            var weights = new double[_channels];
            MatrixProduct.Multiply(eigen.Vectors.Row(_whitening.Rows - 1), _whitening.Values, weights, _whitening.Rows);
            return weights;
        }
    }
}
