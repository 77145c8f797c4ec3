using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Weighted sums over all values of a trial, with an intercept: [trial × 1 × outputs].</summary>
internal sealed class Dense<T>(int inputs, int outputs, double? largestNorm = null) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _weights = new("dense", [outputs, inputs]) { Limit = largestNorm is { } norm ? (inputs, norm) : null };
    private readonly Parameter<T> _intercepts = new("intercepts", [outputs]);
    private Signals<T>? _input;

    public override IReadOnlyList<Parameter<T>> Parameters => [_weights, _intercepts];

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var output = new Signals<T>(input.Trials, 1, outputs);
        for (var i = 0; i < input.Trials; i++)
            for (var o = 0; o < outputs; o++)
                output.Values[i * outputs + o] = _intercepts.Values[o]
                    + TensorPrimitives.Dot<T>(_weights.Values.AsSpan(o * inputs, inputs), input.Trial(i));
        _input = training ? input : null;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var input = _input!;
        Array.Clear(_weights.Gradient);
        Array.Clear(_intercepts.Gradient);
        var back = new Signals<T>(input.Trials, input.Rows, input.Time);
        for (var i = 0; i < input.Trials; i++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var g = gradient.Values[i * outputs + o];
                var own = _weights.Gradient.AsSpan(o * inputs, inputs);
                TensorPrimitives.MultiplyAdd(input.Trial(i), g, own, own);
                _intercepts.Gradient[o] += g;
                TensorPrimitives.MultiplyAdd(_weights.Values.AsSpan(o * inputs, inputs), g, back.Trial(i), back.Trial(i));
            }
        }

        return needed ? back : null;
    }
}
