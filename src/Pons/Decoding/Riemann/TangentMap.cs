using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>From a covariance to its vector: the directions that the training data filled, and where the tangent space touches.</summary>
internal sealed class TangentMap(Matrix basis, TangentSpace space)
{
    public int Rank => basis.Rows;

    public int Dimension => space.Dimension;

    public TangentSpace Space => space;

    /// <summary>What a model keeps of it, first among its arrays.</summary>
    public ImmutableArray<ModelArray> LearntArrays =>
    [
        ModelArray.Of("basis", basis.Values, basis.Rows, basis.Columns),
        ModelArray.Of("reference", space.Reference.Values, basis.Rows, basis.Rows),
    ];

    /// <summary>From a model.</summary>
    /// <param name="content">The model.</param>
    /// <param name="channels">Number of rows of the covariances.</param>
    public static TangentMap Of(ModelContent content, int channels)
    {
        var basis = content.Array("basis", -1, channels);
        var rank = basis.Shape[0];
        var reference = content.Array("reference", rank, rank);
        return new(new(rank, channels, [.. basis.Values]), new(new(rank, rank, [.. reference.Values])));
    }

    /// <summary>The vector [<see cref="Dimension"/>] of a covariance.</summary>
    public void ToTangent(Matrix covariance, Span<double> vector) => space.ToTangent(Reduction.Of(covariance, basis), vector);
}
