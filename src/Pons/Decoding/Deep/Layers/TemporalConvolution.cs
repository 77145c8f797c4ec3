using System.Numerics;

namespace Pons.Decoding.Deep.Layers;

/// <summary>
/// The same filters over every row: output row f · rows + r is input row r through filter f. Zeros stand before and after the row.
/// </summary>
internal sealed class TemporalConvolution<T>(int filters, int length, int before, int after) : Layer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Parameter<T> _kernels = new("temporal", [filters, length]);
    private Signals<T>? _padded;

    public override IReadOnlyList<Parameter<T>> Parameters => [_kernels];

    public override Signals<T> Forward(Signals<T> input, bool training)
    {
        var padded = RowConvolution<T>.Padded(input, before, after);
        var output = new Signals<T>(input.Trials, filters * input.Rows, padded.Time - length + 1);
        Parts.ForEach(input.Trials, i =>
        {
            for (var r = 0; r < input.Rows; r++)
                for (var f = 0; f < filters; f++)
                    Correlation.Add<T>(padded.Row(i, r), _kernels.Values.AsSpan(f * length, length), output.Row(i, f * input.Rows + r));
        });
        _padded = training ? padded : null;
        return output;
    }

    public override Signals<T>? Backward(Signals<T> gradient, bool needed)
    {
        var padded = _padded!;
        Parts.Sum<T>(gradient.Trials, _kernels.Gradient, (i, sum) =>
        {
            for (var r = 0; r < padded.Rows; r++)
                for (var f = 0; f < filters; f++)
                    Correlation.AddGradient<T>(padded.Row(i, r), gradient.Row(i, f * padded.Rows + r), sum.AsSpan(f * length, length));
        });
        return needed ? InputGradient(gradient, padded.Rows, padded.Time - before - after) : null;
    }

    private Signals<T> InputGradient(Signals<T> gradient, int rows, int time)
    {
        var input = new Signals<T>(gradient.Trials, rows, time);
        var turned = RowConvolution<T>.Turned(_kernels.Values, length);
        var padded = RowConvolution<T>.Padded(gradient, length - 1 - before, length - 1 - after);
        Parts.ForEach(gradient.Trials, i =>
        {
            for (var f = 0; f < filters; f++)
                for (var r = 0; r < rows; r++)
                    Correlation.Add<T>(padded.Row(i, f * rows + r), turned.AsSpan(f * length, length), input.Row(i, r));
        });
        return input;
    }
}
