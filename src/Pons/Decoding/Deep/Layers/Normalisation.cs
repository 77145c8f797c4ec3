using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015, arXiv 1502.03167) of features that take several successive rows each, with a scale and an
/// offset. In training by the mean and variance of the batch, which also move the running ones; afterwards by the running ones.
/// </summary>
internal sealed class Normalisation<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _rowsPerFeature;
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly Parameter<T> _scale;
    private readonly Parameter<T> _offset;
    private readonly Parameter<T> _mean;
    private readonly Parameter<T> _variance;
    private Signals<T>? _normal;
    private double[] _deviation = [];

    public Normalisation(int features, int rowsPerFeature, double epsilon = 1e-3, double momentum = 0.1)
    {
        (_rowsPerFeature, _epsilon, _momentum) = (rowsPerFeature, epsilon, momentum);
        (_scale, _offset) = (new("scale", [features]), new("offset", [features]));
        (_mean, _variance) = (new("mean", [features]), new("variance", [features]));
        _scale.Values.AsSpan().Fill(T.One);
        _variance.Values.AsSpan().Fill(T.One);
    }

    public override IReadOnlyList<Parameter<T>> Parameters => [_scale, _offset];

    public override IReadOnlyList<Parameter<T>> Statistics => [_mean, _variance];

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var features = _scale.Values.Length;
        var output = new Signals<T>(input.Trials, input.Rows, input.Time);
        var normal = training ? new Signals<T>(input.Trials, input.Rows, input.Time) : null;
        var deviations = new double[features];
        Parallel.For(0, features, f =>
        {
            var (mean, variance) = training ? Moments(input, f) : (double.CreateChecked(_mean.Values[f]), double.CreateChecked(_variance.Values[f]));
            deviations[f] = Math.Sqrt(variance + _epsilon);
            if (training) Follow(f, mean, variance, input.Trials * _rowsPerFeature * input.Time);
            var scale = training ? 1 / deviations[f] : double.CreateChecked(_scale.Values[f]) / deviations[f];
            var offset = training ? -mean * scale : double.CreateChecked(_offset.Values[f]) - mean * scale;
            Apply(input, normal ?? output, f, T.CreateTruncating(scale), T.CreateTruncating(offset));
            if (normal is not null) Apply(normal, output, f, _scale.Values[f], _offset.Values[f]);
        });
        if (training) (_normal, _deviation) = (normal, deviations);
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var normal = _normal!;
        var count = gradient.Trials * _rowsPerFeature * gradient.Time;
        Parallel.For(0, _scale.Values.Length, f =>
        {
            double sum = 0, product = 0;
            ForRows(gradient, f, (g, place) =>
            {
                sum += double.CreateChecked(TensorPrimitives.Sum<T>(g));
                product += double.CreateChecked(TensorPrimitives.Dot<T>(g, normal.Values.AsSpan(place, g.Length)));
            });
            (_offset.Gradient[f], _scale.Gradient[f]) = (T.CreateTruncating(sum), T.CreateTruncating(product));
            if (!needed) return;
            var scale = double.CreateChecked(_scale.Values[f]) / _deviation[f];
            T own = T.CreateTruncating(scale), mean = T.CreateTruncating(-scale * sum / count), slope = T.CreateTruncating(-scale * product / count);
            ForRows(gradient, f, (g, place) =>
            {
                var n = normal.Values.AsSpan(place, g.Length);
                TensorPrimitives.Multiply<T>(g, own, g);
                TensorPrimitives.MultiplyAdd<T>(n, slope, g, g);
                TensorPrimitives.Add(g, mean, g);
            });
        });
        return needed ? gradient : null;
    }

    private (double Mean, double Variance) Moments(Signals<T> input, int feature)
    {
        double sum = 0, squares = 0, count = input.Trials * _rowsPerFeature * input.Time;
        ForRows(input, feature, (row, _) => sum += double.CreateChecked(TensorPrimitives.Sum<T>(row)));
        var mean = T.CreateTruncating(sum / count);
        var centred = new T[_rowsPerFeature * input.Time];
        ForRows(input, feature, (row, _) =>
        {
            TensorPrimitives.Subtract(row, mean, centred);
            squares += double.CreateChecked(TensorPrimitives.SumOfSquares<T>(centred));
        });
        return (sum / count, squares / count);
    }

    private void Follow(int feature, double mean, double variance, int count)
    {
        var unbiased = count > 1 ? variance * count / (count - 1) : variance;
        _mean.Values[feature] = Moved(_mean.Values[feature], mean);
        _variance.Values[feature] = Moved(_variance.Values[feature], unbiased);
    }

    private T Moved(T from, double to) => T.CreateTruncating((1 - _momentum) * double.CreateChecked(from) + _momentum * to);

    private void Apply(Signals<T> from, Signals<T> to, int feature, T scale, T offset) => ForRows(from, feature, (row, place) =>
    {
        var target = to.Values.AsSpan(place, row.Length);
        TensorPrimitives.Multiply<T>(row, scale, target);
        TensorPrimitives.Add(target, offset, target);
    });

    private void ForRows(Signals<T> signals, int feature, Work work)
    {
        var length = _rowsPerFeature * signals.Time;
        for (var i = 0; i < signals.Trials; i++)
        {
            var place = (i * signals.Rows + feature * _rowsPerFeature) * signals.Time;
            work(signals.Values.AsSpan(place, length), place);
        }
    }

    private delegate void Work(Span<T> row, int place);
}
