using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>Training trials as vectors in the tangent space at their affine-invariant mean.</summary>
internal sealed class TangentVectors
{
    private TangentVectors(TangentSpace space, Matrix vectors)
    {
        Space = space;
        Vectors = vectors;
    }

    public TangentSpace Space { get; }

    /// <summary>[trial × rank · (rank + 1) / 2].</summary>
    public Matrix Vectors { get; }

    public static TangentVectors Of(LabelledCovariances data)
    {
        var space = new TangentSpace(RiemannMean.Of(data.Matrices));
        var vectors = new Matrix(data.Matrices.Length, space.Dimension);
        for (var i = 0; i < data.Matrices.Length; i++) space.ToTangent(data.Matrices[i], vectors.Row(i));
        return new(space, vectors);
    }
}
