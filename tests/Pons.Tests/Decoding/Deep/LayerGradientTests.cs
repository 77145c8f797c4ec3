using Pons.Decoding.Deep;
using Pons.Decoding.Deep.Layers;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Deep;

/// <summary>Every gradient against central differences, in double precision.</summary>
public sealed class LayerGradientTests
{
    public static TheoryData<string> Names =>
        ["temporal", "temporal-valid", "rows", "mixing", "pointwise", "dense", "normalisation", "elu", "square", "logarithm", "pooling", "dropout"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_is_that_of_central_differences(string name)
    {
        var random = new SplitMix(5);
        var input = new Signals<double>(3, 4, 41, [.. random.Gaussians(3 * 4 * 41).Select(v => name == "logarithm" ? Math.Abs(v) + 0.1 : v)]);
        var layer = Layer(name);
        foreach (var parameter in layer.Parameters) random.Gaussians(parameter.Values.Length).CopyTo(parameter.Values, 0);
        var output = Layer(name, layer).Forward(input, training: true);
        var weights = random.Gaussians(output.Values.Length);
        var used = Layer(name, layer);
        used.Forward(input, training: true);
        var gradient = used.Backward(new(output.Trials, output.Rows, output.Time, [.. weights]), needed: true)!;
        double Loss() => Layer(name, layer).Forward(input, training: true).Values.Zip(weights, (a, b) => a * b).Sum();
        Compare(input.Values, gradient.Values, Loss);
        for (var p = 0; p < layer.Parameters.Count; p++) Compare(layer.Parameters[p].Values, used.Parameters[p].Gradient, Loss);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradient_of_a_whole_network_is_that_of_central_differences(bool shallow)
    {
        NetworkDecoder decoder = shallow ? new ShallowConvNet() : new EegNet();
        var network = decoder.Build<double>(3, 130, 3);
        network.Initialise(4);
        var input = new Signals<double>(4, 3, 130, new SplitMix(9).Gaussians(4 * 3 * 130));
        int[] classes = [0, 2, 1, 0];
        var layers = network.Layers.Where(l => l is not Dropout<double>).ToArray();
        var quiet = new Network<double>(layers);
        quiet.Loss(input, classes, training: true);
        foreach (var parameter in quiet.Parameters)
        {
            double[] gradient = [.. parameter.Gradient];
            Compare(parameter.Values, gradient, () => quiet.Loss(input, classes, training: true), step: 17);
        }
    }

    private static void Compare(double[] values, double[] gradient, Func<double> loss, int step = 7)
    {
        const double Reach = 1e-5;
        for (var k = 0; k < values.Length; k += step)
        {
            var old = values[k];
            values[k] = old + Reach;
            var above = loss();
            values[k] = old - Reach;
            var slope = (above - loss()) / (2 * Reach);
            values[k] = old;
            Assert.True(Math.Abs(slope - gradient[k]) <= 1e-6 * Math.Max(1, Math.Abs(slope)), $"value {k}: {gradient[k]} instead of {slope}");
        }
    }

    private static Layer<double> Layer(string name, Layer<double>? weights = null)
    {
        Layer<double> layer = name switch
        {
            "temporal" => new TemporalConvolution<double>(3, 6, 2, 3),
            "temporal-valid" => new TemporalConvolution<double>(2, 9, 0, 0),
            "rows" => new RowConvolution<double>(4, 5, 2, 2),
            "mixing" => new Mixing<double>("m", 2, 2, 3),
            "pointwise" => new Mixing<double>("m", 1, 4, 2),
            "dense" => new Dense<double>(4 * 41, 3),
            "normalisation" => new Normalisation<double>(2, 2),
            "elu" => new Elu<double>(),
            "square" => new Square<double>(),
            "logarithm" => new Logarithm<double>(),
            "pooling" => new MeanPooling<double>(7, 3),
            _ => new Dropout<double>(0.4, 3),
        };
        for (var p = 0; weights is not null && p < layer.Parameters.Count; p++) weights.Parameters[p].Values.CopyTo(layer.Parameters[p].Values, 0);
        return layer;
    }
}
