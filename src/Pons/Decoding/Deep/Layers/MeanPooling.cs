using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Decoding.Deep.Layers;

/// <summary>Means of windows along time; windows that do not fit whole are left out.</summary>
internal sealed class MeanPooling<T>(int length, int stride) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int _time;

    public static int Count(int time, int length, int stride) => time < length ? 0 : (time - length) / stride + 1;

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var output = new Signals<T>(input.Trials, input.Rows, Count(input.Time, length, stride));
        _time = input.Time;
        var share = T.One / T.CreateTruncating(length);
        for (var i = 0; i < input.Trials; i++)
        {
            for (var r = 0; r < input.Rows; r++)
            {
                Span<T> from = input.Row(i, r), to = output.Row(i, r);
                for (var t = 0; t < to.Length; t++) to[t] = TensorPrimitives.Sum<T>(from.Slice(t * stride, length)) * share;
            }
        }

        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var back = new Signals<T>(gradient.Trials, gradient.Rows, _time);
        var share = T.One / T.CreateTruncating(length);
        for (var i = 0; i < gradient.Trials; i++)
        {
            for (var r = 0; r < gradient.Rows; r++)
            {
                Span<T> from = gradient.Row(i, r), to = back.Row(i, r);
                for (var t = 0; t < from.Length; t++)
                {
                    var window = to.Slice(t * stride, length);
                    TensorPrimitives.Add(window, from[t] * share, window);
                }
            }
        }

        return back;
    }
}
