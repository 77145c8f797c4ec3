using System.Collections.Immutable;

namespace Pons.Decoding;

/// <summary>One array of numbers that a decoder has learnt, with its name and shape.</summary>
/// <param name="Name">Name within the model, such as <c>means</c>.</param>
/// <param name="Shape">Length of each axis, the slowest first; none for a single number.</param>
/// <param name="Values">The numbers, last axis fastest.</param>
public sealed record ModelArray(string Name, ImmutableArray<int> Shape, ImmutableArray<double> Values)
{
    /// <summary>An array of a given shape.</summary>
    public static ModelArray Of(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> shape) =>
        new(name, [.. shape], [.. values]);
}
