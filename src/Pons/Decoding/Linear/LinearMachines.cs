using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>Linear support vector machines between every two classes, with their weights written out.</summary>
internal sealed class LinearMachines(Matrix weights, PairwiseMachines machines)
{
    /// <summary>What a model keeps.</summary>
    public ImmutableArray<ModelArray> LearntArrays =>
    [
        ModelArray.Of("weights", weights.Values, weights.Rows, weights.Columns),
        ModelArray.Of("intercepts", machines.Biases, machines.Biases.Length),
        ModelArray.Of("slopes", machines.Slopes, machines.Slopes.Length),
    ];

    /// <summary>Fits to vectors [trial × feature].</summary>
    public static LinearMachines Fit(Matrix vectors, int[] classIndices, int classCount, double inversePenalty, ClassWeighting weighting)
    {
        var kernel = MatrixProduct.MultiplyTransposed(vectors, vectors);
        var machines = PairwiseMachines.Fit(kernel, classIndices, classCount, inversePenalty, weighting);
        return new(MatrixProduct.Multiply(machines.Coefficients, vectors), machines);
    }

    /// <summary>From a model.</summary>
    public static LinearMachines Of(ModelContent content, int features)
    {
        var pairs = PairwiseMachines.PairsOf(content.Classes.Length);
        var weights = new Matrix(pairs, features, [.. content.Array("weights", pairs, features).Values]);
        return new(weights, PairwiseMachines.Of(
            content.Classes.Length, weights, [.. content.Array("intercepts", pairs).Values], [.. content.Array("slopes", pairs).Values]));
    }

    /// <summary>The margin of each pair (a, b), positive for b.</summary>
    public double[] Margins(ReadOnlySpan<double> vector)
    {
        var margins = new double[weights.Rows];
        for (var p = 0; p < margins.Length; p++) margins[p] = machines.Biases[p] + TensorPrimitives.Dot<double>(weights.Row(p), vector);
        return margins;
    }

    /// <summary>One probability a class.</summary>
    public double[] Probabilities(ReadOnlySpan<double> vector) => machines.Probabilities(Margins(vector));
}
