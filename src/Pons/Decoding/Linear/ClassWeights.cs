using System.Collections.Immutable;

namespace Pons.Decoding.Linear;

/// <summary>A <see cref="ClassWeighting"/> as numbers, and as it stands in models: a parameter <c>balanced</c>, left out when off.</summary>
internal static class ClassWeights
{
    private const string Parameter = "balanced";

    /// <summary>The weight of a trial of each class; 1 throughout, or trials / (classes · trials of the class).</summary>
    public static double[] Of(ReadOnlySpan<int> classIndices, int classCount, ClassWeighting weighting)
    {
        var weights = new double[classCount];
        Array.Fill(weights, 1);
        if (weighting == ClassWeighting.ByTrials) return weights;
        for (var k = 0; k < classCount; k++) weights[k] = classIndices.Length / (double)(classCount * classIndices.Count(k));
        return weights;
    }

    /// <summary>The share of each class: of the trials, or equal.</summary>
    public static double[] Shares(ReadOnlySpan<int> classIndices, int classCount, ClassWeighting weighting)
    {
        var shares = new double[classCount];
        for (var k = 0; k < classCount; k++)
            shares[k] = weighting == ClassWeighting.Balanced ? 1.0 / classCount : (double)classIndices.Count(k) / classIndices.Length;
        return shares;
    }

    /// <summary>The parameters with this one.</summary>
    public static ImmutableSortedDictionary<string, double> With(
        this ImmutableSortedDictionary<string, double> parameters, ClassWeighting weighting) =>
        weighting == ClassWeighting.Balanced ? parameters.Add(Parameter, 1) : parameters;

    /// <summary>The weighting of a model.</summary>
    public static ClassWeighting In(ModelContent content) =>
        content.Parameters.GetValueOrDefault(Parameter) > 0 ? ClassWeighting.Balanced : ClassWeighting.ByTrials;
}
