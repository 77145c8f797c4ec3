using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>
/// The mean response of each class behind task-related components: each class behind its own filter, or, as an ensemble, behind those
/// of all classes.
/// </summary>
internal sealed class SpatialTemplates : BandTemplates
{
    private readonly bool _ensemble;
    private readonly Matrix _filters;
    private readonly double[][] _means;
    private readonly int _sampleCount;

    // [class][filter × sample], the filters of an ensemble or one; centred together and of unit length.
    private readonly double[][] _templates;

    private SpatialTemplates(bool ensemble, Matrix filters, double[][] means, int sampleCount)
    {
        _ensemble = ensemble;
        _filters = filters;
        _means = means;
        _sampleCount = sampleCount;
        _templates = [.. means.Select((m, k) => Template(m, k))];
    }

    public static SpatialTemplates Learn(BandTrials trials, bool ensemble)
    {
        var filters = new Matrix(trials.ByClass.Length, trials.ChannelCount);
        for (var k = 0; k < filters.Rows; k++)
            TaskRelatedComponents.Of(trials.ByClass[k], trials.SampleCount, 1, out _).Row(0).CopyTo(filters.Row(k));
        return new(ensemble, filters, trials.Means(), trials.SampleCount);
    }

    public static SpatialTemplates Restore(ModelContent content, string suffix, int channels, bool ensemble)
    {
        var classes = content.Classes.Length;
        var filters = content.Array("filters" + suffix, classes, channels);
        var means = content.Array("templates" + suffix, classes, channels, content.SampleCount);
        return new(ensemble, new(classes, channels, [.. filters.Values]), Unstack(means.Values, classes), content.SampleCount);
    }

    public override IEnumerable<ModelArray> Arrays(string suffix) =>
    [
        ModelArray.Of("filters" + suffix, _filters.Values, _filters.Rows, _filters.Columns),
        Stack("templates" + suffix, _means, _means.Length, _filters.Columns, _sampleCount),
    ];

    public override void Correlate(ReadOnlySpan<double> signal, Span<double> correlations)
    {
        var filtered = new double[_filters.Rows * _sampleCount];
        MatrixProduct.Multiply(_filters.Values, signal, filtered, _filters.Columns);
        if (_ensemble) Normalise(filtered);
        for (var k = 0; k < correlations.Length; k++)
        {
            var part = _ensemble ? filtered : filtered.AsSpan(k * _sampleCount, _sampleCount);
            if (!_ensemble) Normalise(part);
            correlations[k] = TensorPrimitives.Dot<double>(part, _templates[k]);
        }
    }

    private double[] Template(double[] mean, int classIndex)
    {
        var filters = _ensemble ? _filters.Values : _filters.Row(classIndex);
        var template = new double[filters.Length / _filters.Columns * _sampleCount];
        MatrixProduct.Multiply(filters, mean, template, _filters.Columns);
        Normalise(template);
        return template;
    }

    private static void Normalise(Span<double> values)
    {
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<double>(values) / values.Length, values);
        var length = TensorPrimitives.Norm<double>(values);
        if (!(length > 0)) throw CanonicalCorrelation.NoChange();
        TensorPrimitives.Divide(values, length, values);
    }
}
