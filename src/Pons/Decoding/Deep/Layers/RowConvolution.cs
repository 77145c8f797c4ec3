using System.Numerics;

namespace Pons.Decoding.Deep.Layers;

/// <summary>One filter a row (depthwise over time), with zeros before and after.</summary>
internal sealed class RowConvolution<T>(int rows, int length, int before, int after) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _kernels = new("row-kernels", [rows, length]);
    private Signals<T>? _padded;

    public override IReadOnlyList<Parameter<T>> Parameters => [_kernels];

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var padded = Padded(input, before, after);
        var output = new Signals<T>(input.Trials, rows, padded.Time - length + 1);
        Parts.ForEach(input.Trials, i =>
        {
            for (var r = 0; r < rows; r++) Correlation.Add<T>(padded.Row(i, r), _kernels.Values.AsSpan(r * length, length), output.Row(i, r));
        });
        _padded = training ? padded : null;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var padded = _padded!;
        Parts.Sum<T>(gradient.Trials, _kernels.Gradient, (i, sum) =>
        {
            for (var r = 0; r < rows; r++) Correlation.AddGradient<T>(padded.Row(i, r), gradient.Row(i, r), sum.AsSpan(r * length, length));
        });
        if (!needed) return null;
        var input = new Signals<T>(gradient.Trials, rows, padded.Time - before - after);
        var turned = Turned(_kernels.Values, length);
        var outer = Padded(gradient, length - 1 - before, length - 1 - after);
        Parts.ForEach(gradient.Trials, i =>
        {
            for (var r = 0; r < rows; r++) Correlation.Add<T>(outer.Row(i, r), turned.AsSpan(r * length, length), input.Row(i, r));
        });
        return input;
    }

    internal static Signals<T> Padded(Signals<T> input, int before, int after)
    {
        var padded = new Signals<T>(input.Trials, input.Rows, input.Time + before + after);
        for (var i = 0; i < input.Trials; i++)
            for (var r = 0; r < input.Rows; r++)
                input.Row(i, r).CopyTo(padded.Row(i, r)[before..]);
        return padded;
    }

    internal static T[] Turned(T[] kernels, int length)
    {
        T[] turned = [.. kernels];
        for (var k = 0; k < turned.Length; k += length) turned.AsSpan(k, length).Reverse();
        return turned;
    }
}
