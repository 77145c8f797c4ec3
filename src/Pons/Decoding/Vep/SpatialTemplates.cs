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

    // An ensemble measures in fewer rows than it has filters: R of W = Q · R, for what changes in time and for what does not.
    private readonly Matrix _changing;
    private readonly Matrix _constant;

    // [class][value], centred and of unit length: a course behind the filter of the class, or the measure of an ensemble.
    private readonly double[][] _templates;

    private SpatialTemplates(bool ensemble, Matrix filters, double[][] means, int sampleCount)
    {
        _ensemble = ensemble;
        _filters = filters;
        _means = means;
        _sampleCount = sampleCount;
        _changing = Householder.Triangle(filters);
        _constant = Householder.Triangle(Centred(filters));
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
        if (_ensemble)
        {
            var measure = Measure(signal);
            for (var k = 0; k < correlations.Length; k++) correlations[k] = TensorPrimitives.Dot<double>(measure, _templates[k]);
            return;
        }

        var filtered = new double[_filters.Rows * _sampleCount];
        MatrixProduct.Multiply(_filters.Values, signal, filtered, _filters.Columns);
        for (var k = 0; k < correlations.Length; k++)
        {
            var part = filtered.AsSpan(k * _sampleCount, _sampleCount);
            Centre(part);
            ToUnitLength(part);
            correlations[k] = TensorPrimitives.Dot<double>(part, _templates[k]);
        }
    }

    private double[] Template(double[] mean, int classIndex)
    {
        if (_ensemble) return Measure(mean);
        var template = new double[_sampleCount];
        MatrixProduct.Multiply(_filters.Row(classIndex), mean, template, _filters.Columns);
        Centre(template);
        ToUnitLength(template);
        return template;
    }

    // What has the inner products of W · x without its mean over filters and samples: R · x without the mean of each row, and, as the
    // means μ of the channels stay in all samples alike, √samples · R′ · μ, R′ of W without the mean of each column. Unit length.
    private double[] Measure(ReadOnlySpan<double> signal)
    {
        var changing = _changing.Rows * _sampleCount;
        var measure = new double[changing + _constant.Rows];
        MatrixProduct.Multiply(_changing.Values, signal, measure, _changing.Columns);
        for (var at = 0; at < changing; at += _sampleCount) Centre(measure.AsSpan(at, _sampleCount));
        var means = new double[_constant.Columns];
        for (var c = 0; c < means.Length; c++)
            means[c] = TensorPrimitives.Sum(signal.Slice(c * _sampleCount, _sampleCount)) / Math.Sqrt(_sampleCount);
        MatrixProduct.Multiply(_constant.Values, means, measure.AsSpan(changing), means.Length);
        ToUnitLength(measure);
        return measure;
    }

    // Every channel without its mean over the filters.
    private static Matrix Centred(Matrix filters)
    {
        var (centred, mean) = (filters.Clone(), new double[filters.Columns]);
        for (var f = 0; f < filters.Rows; f++) TensorPrimitives.MultiplyAdd(filters.Row(f), 1.0 / filters.Rows, mean, mean);
        for (var f = 0; f < filters.Rows; f++) TensorPrimitives.Subtract(centred.Row(f), mean, centred.Row(f));
        return centred;
    }

    private static void Centre(Span<double> values) =>
        TensorPrimitives.Subtract(values, TensorPrimitives.Sum<double>(values) / values.Length, values);

    private static void ToUnitLength(Span<double> values)
    {
        var length = TensorPrimitives.Norm<double>(values);
        if (!(length > 0)) throw CanonicalCorrelation.NoChange();
        TensorPrimitives.Divide(values, length, values);
    }
}
