using System.Numerics;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Exponential linear unit: x above zero, exp(x) − 1 below.</summary>
internal sealed class Elu<T> : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Signals<T>? _output;

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var output = new Signals<T>(input.Trials, input.Rows, input.Time);
        Parts.ForEach(input.Trials, i =>
        {
            Span<T> from = input.Trial(i), to = output.Trial(i);
            System.Numerics.Tensors.TensorPrimitives.Min(from, T.Zero, to);
            System.Numerics.Tensors.TensorPrimitives.ExpM1<T>(to, to);
            for (var k = 0; k < to.Length; k++) to[k] = from[k] > T.Zero ? from[k] : to[k];
        });
        _output = output;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var output = _output!.Values;
        for (var k = 0; k < output.Length; k++)
            if (output[k] < T.Zero) gradient.Values[k] *= output[k] + T.One;
        return gradient;
    }
}
