using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>In training a share of the values is set to zero and the rest grows to make up for it; afterwards nothing happens.</summary>
internal sealed class Dropout<T>(double share, int seed) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Random _random = new(seed);
    private T[]? _mask;

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        _mask = null;
        if (!training || share == 0) return input;
        var kept = T.CreateTruncating(1 / (1 - share));
        _mask = new T[input.Values.Length];
        for (var k = 0; k < _mask.Length; k++) _mask[k] = _random.NextDouble() < share ? T.Zero : kept;
        var output = new Signals<T>(input.Trials, input.Rows, input.Time);
        TensorPrimitives.Multiply<T>(input.Values, _mask, output.Values);
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        if (_mask is not null) TensorPrimitives.Multiply<T>(gradient.Values, _mask, gradient.Values);
        return gradient;
    }
}
