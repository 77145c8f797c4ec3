using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Each value squared.</summary>
internal sealed class Square<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signals<T>? _input;

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var output = new Signals<T>(input.Trials, input.Rows, input.Time);
        TensorPrimitives.Multiply<T>(input.Values, input.Values, output.Values);
        _input = input;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        TensorPrimitives.Multiply<T>(gradient.Values, _input!.Values, gradient.Values);
        TensorPrimitives.Add<T>(gradient.Values, gradient.Values, gradient.Values);
        return gradient;
    }
}
