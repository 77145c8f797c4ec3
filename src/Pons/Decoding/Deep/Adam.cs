using System.Numerics.Tensors;
using Pons.Decoding.Deep.Layers;

namespace Pons.Decoding.Deep;

/// <summary>Steps along the gradient by its running moments (Kingma and Ba 2015, arXiv 1412.6980), then limits on norms.</summary>
internal sealed class Adam(Parameter<float>[] parameters, double rate)
{
    private const double First = 0.9, Second = 0.999, Epsilon = 1e-8;
    private readonly float[][] _means = [.. parameters.Select(p => new float[p.Values.Length])];
    private readonly float[][] _squares = [.. parameters.Select(p => new float[p.Values.Length])];
    private int _steps;

    public void Step()
    {
        _steps++;
        var step = (float)(rate * Math.Sqrt(1 - Math.Pow(Second, _steps)) / (1 - Math.Pow(First, _steps)));
        var epsilon = (float)(Epsilon * Math.Sqrt(1 - Math.Pow(Second, _steps)));
        for (var p = 0; p < parameters.Length; p++)
        {
            float[] values = parameters[p].Values, gradient = parameters[p].Gradient, mean = _means[p], square = _squares[p];
            for (var k = 0; k < values.Length; k++)
            {
                mean[k] += (float)(1 - First) * (gradient[k] - mean[k]);
                square[k] += (float)(1 - Second) * (gradient[k] * gradient[k] - square[k]);
                values[k] -= step * mean[k] / (MathF.Sqrt(square[k]) + epsilon);
            }

            if (parameters[p].Limit is { } limit) Shorten(values, limit.Run, (float)limit.Norm);
        }
    }

    private static void Shorten(float[] values, int run, float largest)
    {
        for (var k = 0; k < values.Length; k += run)
        {
            var weights = values.AsSpan(k, run);
            var norm = TensorPrimitives.Norm<float>(weights);
            if (norm > largest) TensorPrimitives.Multiply(weights, largest / norm, weights);
        }
    }
}
