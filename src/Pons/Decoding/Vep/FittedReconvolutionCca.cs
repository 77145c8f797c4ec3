using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>Fitted <see cref="ReconvolutionCca"/>.</summary>
internal sealed class FittedReconvolutionCca : FittedDecoder
{
    private readonly double[][] _codes;
    private readonly CodeStructure _structure;
    private readonly double[] _weights;
    private readonly double[] _responses;
    private readonly double[][] _templates;

    public FittedReconvolutionCca(
        ReconvolutionCca decoder, StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, double[][] codes,
        CodeStructure structure, double[] weights, double[] responses)
        : base(decoder, stream, sampleCount, classes)
    {
        (_codes, _structure, _weights, _responses) = (codes, structure, weights, responses);
        _templates = Templates(sampleCount);
    }

    /// <summary>The learnt responses [kind · lag] to a flash of each length.</summary>
    internal ReadOnlySpan<double> Responses => _responses;

    protected override ImmutableArray<ModelArray> LearntArrays() =>
    [
        .. _codes.Select((c, k) => ModelArray.Of(FormattableString.Invariant($"code {k + 1}"), c, c.Length)),
        ModelArray.Of("weights", _weights, _weights.Length),
        ModelArray.Of("responses", _responses, _responses.Length),
    ];

    protected override double[] Probabilities(ReadOnlySpan<double> signal, int sampleCount)
    {
        var templates = sampleCount == SampleCount ? _templates : Templates(sampleCount);
        var course = new double[sampleCount];
        MatrixProduct.Multiply(_weights, signal, course, _weights.Length);
        if (!Normalise(course)) throw CanonicalCorrelation.NoChange();
        var scores = new double[templates.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            var r = TensorPrimitives.Dot<double>(course, templates[k]);
            scores[k] = r * Math.Abs(r);
        }

        return Softmax.Of(scores);
    }

    private double[][] Templates(int sampleCount) =>
    [
        .. _codes.Select(code =>
        {
            var template = new double[sampleCount];
            foreach (var (row, onset, samples) in _structure.Events(code, sampleCount))
                TensorPrimitives.Add(template.AsSpan(onset, samples), _responses.AsSpan(row, samples), template.AsSpan(onset, samples));
            Normalise(template);
            return template;
        }),
    ];

    // Without the mean, of unit length; false for what does not change.
    private static bool Normalise(Span<double> values)
    {
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<double>(values) / values.Length, values);
        var length = TensorPrimitives.Norm<double>(values);
        if (!(length > 0)) return false;
        TensorPrimitives.Divide(values, length, values);
        return true;
    }
}
