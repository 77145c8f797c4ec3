using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>
/// Weighted sums of rows at each moment, in groups: <c>inputs</c> successive rows give <c>outputs</c> rows. One group of all electrodes
/// under each temporal filter is EEGNet's depthwise spatial filter; a single group is a pointwise convolution.
/// </summary>
internal sealed class Mixing<T>(string name, int groups, int inputs, int outputs, double? largestNorm = null) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weights = new(name, [groups * outputs, inputs])
    {
        Limit = largestNorm is { } norm ? (inputs, norm) : null,
    };

    private Signals<T>? _input;

    public override IReadOnlyList<Parameter<T>> Parameters => [_weights];

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var output = new Signals<T>(input.Trials, groups * outputs, input.Time);
        Parts.ForEach(input.Trials, i =>
        {
            for (var o = 0; o < groups * outputs; o++)
                for (var r = 0; r < inputs; r++)
                    Accumulate(input.Row(i, o / outputs * inputs + r), _weights.Values[o * inputs + r], output.Row(i, o));
        });
        _input = training ? input : null;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var input = _input!;
        Parts.Sum<T>(gradient.Trials, _weights.Gradient, (i, sum) =>
        {
            for (var o = 0; o < groups * outputs; o++)
                for (var r = 0; r < inputs; r++)
                    sum[o * inputs + r] += TensorPrimitives.Dot<T>(gradient.Row(i, o), input.Row(i, o / outputs * inputs + r));
        });
        if (!needed) return null;
        var back = new Signals<T>(input.Trials, input.Rows, input.Time);
        Parts.ForEach(input.Trials, i =>
        {
            for (var o = 0; o < groups * outputs; o++)
                for (var r = 0; r < inputs; r++)
                    Accumulate(gradient.Row(i, o), _weights.Values[o * inputs + r], back.Row(i, o / outputs * inputs + r));
        });
        return back;
    }

    private static void Accumulate(ReadOnlySpan<T> row, T weight, Span<T> sum) => TensorPrimitives.MultiplyAdd(row, weight, sum, sum);
}
