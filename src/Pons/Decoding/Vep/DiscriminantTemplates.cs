using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>
/// Mean responses behind the filters of <see cref="Tdca"/>. A stacked trial [delay · channel × sample] beside its projection on the sines of
/// class k has twice the samples; its products need the projection's coefficients alone, since the sines are orthonormal.
/// </summary>
internal sealed class DiscriminantTemplates : BandTemplates
{
    private readonly Matrix _filters;
    private readonly double[][] _means;
    private readonly int _delays;
    private readonly int _sampleCount;
    private readonly ReferenceRows _sines;

    // Of each class: filtered mean [filter × sample], its coefficients on the sines [filter × sine], its sum, its length.
    private readonly (double[] Course, double[] Coefficients, double Sum, double Length)[] _templates;

    private DiscriminantTemplates(Matrix filters, double[][] means, int delays, int sampleCount, ReferenceRows sines)
    {
        (_filters, _means, _delays, _sampleCount, _sines) = (filters, means, delays, sampleCount, sines);
        _templates = [.. means.Select((m, k) => Template(Filtered(m), k))];
    }

    public static DiscriminantTemplates Learn(BandTrials trials, int delays, int components, int harmonics)
    {
        var sines = ReferenceRows.Sines(trials.FrequenciesHz, harmonics, trials.SampleCount, trials.RateHz);
        var means = trials.Means();
        var (between, within) = Scatters(trials, means, delays, sines);
        return new(TrialProducts.Strongest(between, within, components, out _), means, delays, trials.SampleCount, sines);
    }

    public static DiscriminantTemplates Restore(
        ModelContent content, string suffix, int channels, int delays, int harmonics, double[] frequencies)
    {
        var filters = content.Array("filters" + suffix, -1, channels * (delays + 1));
        var means = content.Array("templates" + suffix, content.Classes.Length, channels, content.SampleCount);
        var rateHz = ReferenceRows.RequireHeld(frequencies, harmonics, content.Stream.RateHz, content.Decoder);
        return new(
            new(filters.Shape[0], filters.Shape[1], [.. filters.Values]), Unstack(means.Values, content.Classes.Length), delays,
            content.SampleCount, ReferenceRows.Sines(frequencies, harmonics, content.SampleCount, rateHz));
    }

    public override IEnumerable<ModelArray> Arrays(string suffix) =>
    [
        ModelArray.Of("filters" + suffix, _filters.Values, _filters.Rows, _filters.Columns),
        Stack("templates" + suffix, _means, _means.Length, _means[0].Length / _sampleCount, _sampleCount),
    ];

    public override void Correlate(ReadOnlySpan<double> signal, Span<double> correlations)
    {
        var course = Filtered(signal);
        for (var k = 0; k < correlations.Length; k++)
        {
            var (own, template) = (Template(course, k), _templates[k]);
            if (!(own.Length > 0 && template.Length > 0)) throw CanonicalCorrelation.NoChange();
            var product = TensorPrimitives.Dot<double>(own.Course, template.Course)
                + TensorPrimitives.Dot<double>(own.Coefficients, template.Coefficients) - own.Sum * template.Sum / (2.0 * course.Length);
            correlations[k] = product / (own.Length * template.Length);
        }
    }

    private static (Matrix Between, Matrix Within) Scatters(BandTrials trials, double[][] means, int delays, ReferenceRows sines)
    {
        var size = trials.ChannelCount * (delays + 1);
        var (between, within) = (new Matrix(size, size), new Matrix(size, size));
        var stacked = means.Select((m, k) => Beside(Delayed(m, delays, trials.SampleCount), sines, k)).ToArray();
        var grand = new double[stacked[0].Length];
        foreach (var mean in stacked) TensorPrimitives.MultiplyAdd(mean, 1.0 / stacked.Length, grand, grand);
        var weight = Math.Sqrt(1.0 / trials.ByClass.Sum(c => c.Length));
        var (difference, rows, coefficients) = (new double[means[0].Length], new double[size * trials.SampleCount], new double[size * sines.RowsPerClass]);
        for (var k = 0; k < stacked.Length; k++)
        {
            AddDifference(stacked[k], grand, 1.0 / stacked.Length, between);
            foreach (var trial in trials.ByClass[k])
            {
                TensorPrimitives.Subtract<double>(trial, means[k], difference);
                TensorPrimitives.Multiply(difference, weight, difference);
                Delay(difference, delays, trials.SampleCount, rows);
                TrialProducts.AddRaw(rows, trials.SampleCount, within);
                MatrixProduct.MultiplyTransposed(rows, sines.Of(k), coefficients, trials.SampleCount);
                TrialProducts.AddRaw(coefficients, sines.RowsPerClass, within);
            }
        }

        return (between, within);
    }

    private static void AddDifference(double[] one, double[] other, double weight, Matrix sum)
    {
        var difference = new double[one.Length];
        TensorPrimitives.Subtract<double>(one, other, difference);
        TensorPrimitives.Multiply(difference, Math.Sqrt(weight), difference);
        TrialProducts.AddRaw(difference, one.Length / sum.Rows, sum);
    }

    // [delay · channel × sample]: copy d holds what comes d samples later.
    private static double[] Delayed(ReadOnlySpan<double> signal, int delays, int samples)
    {
        var stacked = new double[signal.Length * (delays + 1)];
        Delay(signal, delays, samples, stacked);
        return stacked;
    }

    // What a delay reaches beyond the trial stays as it was: zero.
    private static void Delay(ReadOnlySpan<double> signal, int delays, int samples, Span<double> stacked)
    {
        for (var d = 0; d <= Math.Min(delays, samples - 1); d++)
            for (var at = 0; at < signal.Length; at += samples)
                signal.Slice(at + d, samples - d).CopyTo(stacked[(d * signal.Length + at)..]);
    }

    // [row × 2 · sample]: each row, then its projection on the sines of a class.
    private static double[] Beside(double[] rows, ReferenceRows sines, int classIndex)
    {
        var (samples, size) = (sines.SampleCount, sines.RowsPerClass);
        var count = rows.Length / samples;
        var coefficients = new double[count * size];
        MatrixProduct.MultiplyTransposed(rows, sines.Of(classIndex), coefficients, samples);
        var projected = new double[rows.Length];
        MatrixProduct.Multiply(coefficients, sines.Of(classIndex), projected, size);
        var beside = new double[2 * rows.Length];
        for (var r = 0; r < count; r++)
        {
            rows.AsSpan(r * samples, samples).CopyTo(beside.AsSpan(2 * r * samples));
            projected.AsSpan(r * samples, samples).CopyTo(beside.AsSpan((2 * r + 1) * samples));
        }

        return beside;
    }

    private double[] Filtered(ReadOnlySpan<double> signal)
    {
        var course = new double[_filters.Rows * _sampleCount];
        MatrixProduct.Multiply(_filters.Values, Delayed(signal, _delays, _sampleCount), course, _filters.Columns);
        return course;
    }

    private (double[] Course, double[] Coefficients, double Sum, double Length) Template(double[] course, int classIndex)
    {
        var coefficients = new double[_filters.Rows * _sines.RowsPerClass];
        MatrixProduct.MultiplyTransposed(course, _sines.Of(classIndex), coefficients, _sampleCount);
        var sum = TensorPrimitives.Sum<double>(course);
        var square = TensorPrimitives.SumOfSquares<double>(course) + TensorPrimitives.SumOfSquares<double>(coefficients)
            - sum * sum / (2.0 * course.Length);
        return (course, coefficients, sum, Math.Sqrt(Math.Max(square, 0)));
    }
}
