using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Natural logarithm; values below 1e-6 count as 1e-6.</summary>
internal sealed class Logarithm<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Least = T.CreateTruncating(1e-6);
    private Signals<T>? _input;

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var output = new Signals<T>(input.Trials, input.Rows, input.Time);
        TensorPrimitives.Max(input.Values, Least, output.Values);
        TensorPrimitives.Log<T>(output.Values, output.Values);
        _input = input;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var input = _input!.Values;
        for (var k = 0; k < input.Length; k++) gradient.Values[k] = input[k] > Least ? gradient.Values[k] / input[k] : T.Zero;
        return gradient;
    }
}
