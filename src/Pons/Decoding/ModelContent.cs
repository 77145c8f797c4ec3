using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding;

/// <summary>
/// Everything that decides what a fitted decoder predicts: what its content hash is taken over, and what a model file keeps.
/// </summary>
/// <param name="Decoder">Name of the decoder.</param>
/// <param name="Parameters">Its hyper-parameters.</param>
/// <param name="Stream">Channels and rate that it expects.</param>
/// <param name="SampleCount">Length of the trials that it was fitted on.</param>
/// <param name="Classes">The classes that it chooses between, in ordinal order.</param>
/// <param name="Arrays">What it has learnt.</param>
public sealed record ModelContent(
    string Decoder,
    ImmutableSortedDictionary<string, double> Parameters,
    StreamInfo Stream,
    int SampleCount,
    ImmutableArray<ClassLabel> Classes,
    ImmutableArray<ModelArray> Arrays)
{
    /// <summary>The hyper-parameter of this name.</summary>
    /// <exception cref="DecodingException">The model has none.</exception>
    public double Parameter(string name) =>
        Parameters.TryGetValue(name, out var value) ? value : throw Damaged($"has no parameter '{name}'");

    /// <summary>The learnt array of this name; −1 in the shape stands for any length.</summary>
    /// <exception cref="DecodingException">The model has none of this shape, or a value is not finite.</exception>
    public ModelArray Array(string name, params ReadOnlySpan<int> shape)
    {
        var array = Arrays.FirstOrDefault(a => a.Name == name) ?? throw Damaged($"has no array '{name}'");
        var fits = array.Shape.Length == shape.Length;
        for (var i = 0; fits && i < shape.Length; i++) fits = shape[i] < 0 || shape[i] == array.Shape[i];
        if (!fits)
            throw Damaged($"has an array '{name}' of {string.Join(" × ", array.Shape)} instead of {string.Join(" × ", shape.ToArray())}");
        if (array.Values.Any(v => !double.IsFinite(v))) throw Damaged($"has a value in '{name}' that is not finite");
        return array;
    }

    private DecodingException Damaged(string what) => new(
        $"The model of decoder '{Decoder}' {what}.", "Without it the decoder cannot be made again.",
        "Use the file that training wrote, or train again.");
}
