using System.Numerics;
using Pons.Decoding.Deep.Layers;

namespace Pons.Decoding.Deep;

/// <summary>Layers in order, and the loss on top: the cross-entropy of the softmax of the last layer.</summary>
internal sealed class Network<T>(IReadOnlyList<Layer<T>> layers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public IReadOnlyList<Layer<T>> Layers => layers;

    /// <summary>What is learnt.</summary>
    public Parameter<T>[] Parameters { get; } = [.. layers.SelectMany(l => l.Parameters)];

    /// <summary>What is learnt or gathered: all that decides what the network answers.</summary>
    public Parameter<T>[] State { get; } = [.. layers.SelectMany(l => l.Parameters.Concat(l.Statistics))];

    /// <summary>Draws the weights with variance 1 / inputs (LeCun et al. 1998); scales, offsets and intercepts stay as they are.</summary>
    public void Initialise(int seed)
    {
        var random = new Random(seed);
        foreach (var parameter in Parameters.Where(p => p.Shape.Length > 1))
        {
            var reach = Math.Sqrt(3.0 / parameter.Shape[1]);
            for (var k = 0; k < parameter.Values.Length; k++)
                parameter.Values[k] = T.CreateTruncating(reach * (2 * random.NextDouble() - 1));
        }
    }

    /// <summary>Scores of the classes [trial × 1 × class].</summary>
    public Signals<T> Forward(Signals<T> input, bool training)
    {
        foreach (var layer in layers) input = layer.Forward(input, training);
        return input;
    }

    /// <summary>Mean loss of a batch; when training, the gradients of all parameters too.</summary>
    public double Loss(Signals<T> input, ReadOnlySpan<int> classes, bool training)
    {
        var scores = Forward(input, training);
        var gradient = new Signals<T>(scores.Trials, 1, scores.Time);
        var loss = 0.0;
        var logits = new double[scores.Time];
        for (var i = 0; i < scores.Trials; i++)
        {
            for (var c = 0; c < logits.Length; c++) logits[c] = double.CreateChecked(scores.Values[i * scores.Time + c]);
            var probabilities = Softmax.Of(logits);
            loss -= Math.Log(Math.Max(probabilities[classes[i]], 1e-300)) / scores.Trials;
            probabilities[classes[i]]--;
            for (var c = 0; c < logits.Length; c++)
                gradient.Values[i * scores.Time + c] = T.CreateTruncating(probabilities[c] / scores.Trials);
        }

        if (training) Backward(gradient);
        return loss;
    }

    private void Backward(Signals<T> gradient)
    {
        for (var l = layers.Count - 1; l >= 0; l--)
            gradient = layers[l].Backward(gradient, needed: l > 0) ?? gradient;
    }
}
