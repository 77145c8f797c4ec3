using System.Collections.Immutable;
using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Linear;

/// <summary>Support vector machines with the Gaussian kernel exp(−γ ‖x − z‖²) between every two classes.</summary>
internal sealed class GaussianMachines
{
    private readonly Matrix _support;
    private readonly double _gamma;
    private readonly PairwiseMachines _machines;

    private GaussianMachines(Matrix support, double gamma, PairwiseMachines machines)
    {
        _support = support;
        _gamma = gamma;
        _machines = machines;
    }

    /// <summary>What a model keeps.</summary>
    public ImmutableArray<ModelArray> LearntArrays =>
    [
        ModelArray.Of("support", _support.Values, _support.Rows, _support.Columns),
        ModelArray.Of("gamma", [_gamma]),
        ModelArray.Of("coefficients", _machines.Coefficients.Values, _machines.Coefficients.Rows, _machines.Coefficients.Columns),
        ModelArray.Of("intercepts", _machines.Biases, _machines.Biases.Length),
        ModelArray.Of("slopes", _machines.Slopes, _machines.Slopes.Length),
    ];

    /// <summary>Fits to vectors [trial × feature] with γ = width / (features · variance of all values).</summary>
    public static GaussianMachines Fit(
        Matrix vectors, int[] classIndices, int classCount, double inversePenalty, double width, ClassWeighting weighting)
    {
        var gamma = width / (vectors.Columns * Variance(vectors));
        var machines = PairwiseMachines.Fit(Kernel(vectors, gamma), classIndices, classCount, inversePenalty, weighting);
        return Supported(vectors, gamma, machines);
    }

    /// <summary>From a model.</summary>
    public static GaussianMachines Of(ModelContent content, int features)
    {
        var classes = content.Classes.Length;
        var pairs = PairwiseMachines.PairsOf(classes);
        var support = content.Array("support", -1, features);
        var count = support.Shape[0];
        var coefficients = new Matrix(pairs, count, [.. content.Array("coefficients", pairs, count).Values]);
        return new(
            new(count, features, [.. support.Values]), content.Array("gamma").Values[0],
            PairwiseMachines.Of(
                classes, coefficients, [.. content.Array("intercepts", pairs).Values], [.. content.Array("slopes", pairs).Values]));
    }

    /// <summary>The margin of each pair (a, b), positive for b.</summary>
    public double[] Margins(ReadOnlySpan<double> vector)
    {
        var kernel = new double[_support.Rows];
        for (var i = 0; i < kernel.Length; i++) kernel[i] = Value(_support.Row(i), vector, _gamma);
        var margins = new double[_machines.Biases.Length];
        for (var p = 0; p < margins.Length; p++)
            margins[p] = _machines.Biases[p] + TensorPrimitives.Dot<double>(_machines.Coefficients.Row(p), kernel);
        return margins;
    }

    /// <summary>One probability a class.</summary>
    public double[] Probabilities(ReadOnlySpan<double> vector) => _machines.Probabilities(Margins(vector));

    private static double Value(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double gamma)
    {
        var distance = TensorPrimitives.Distance(a, b);
        return Math.Exp(-gamma * distance * distance);
    }

    private static double Variance(Matrix vectors)
    {
        var mean = TensorPrimitives.Sum<double>(vectors.Values) / vectors.Values.Length;
        var variance = TensorPrimitives.SumOfSquares<double>(vectors.Values) / vectors.Values.Length - mean * mean;
        if (variance > 0) return variance;
        throw new DecodingException(
            "All features of all training trials have the same value.", "The width of a Gaussian kernel is measured by their variance.",
            "Look for trials that are copies of each other.");
    }

    private static Matrix Kernel(Matrix vectors, double gamma)
    {
        var kernel = new Matrix(vectors.Rows, vectors.Rows);
        for (var i = 0; i < vectors.Rows; i++)
            for (var j = 0; j <= i; j++)
                kernel[i, j] = kernel[j, i] = Value(vectors.Row(i), vectors.Row(j), gamma);
        return kernel;
    }

    /// <summary>The same machines without the trials that no margin depends on.</summary>
    private static GaussianMachines Supported(Matrix vectors, double gamma, PairwiseMachines machines)
    {
        var all = machines.Coefficients;
        int[] kept = [.. Enumerable.Range(0, vectors.Rows).Where(i => Enumerable.Range(0, all.Rows).Any(p => all[p, i] != 0))];
        Matrix support = new(kept.Length, vectors.Columns), coefficients = new(all.Rows, kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            vectors.Row(kept[i]).CopyTo(support.Row(i));
            for (var p = 0; p < all.Rows; p++) coefficients[p, i] = all[p, kept[i]];
        }

        return new(support, gamma, PairwiseMachines.Of(machines.ClassCount, coefficients, machines.Biases, machines.Slopes));
    }
}
