using FsCheck.Fluent;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Geometry;

public sealed class JointDiagonalisationTests
{
    [Fact]
    public void Matrices_of_one_mixing_become_diagonal() => Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var random = new SplitMix((ulong)seed);
        var mixing = new Matrix(5, 5, random.Gaussians(25));
        for (var i = 0; i < 5; i++) mixing[i, i] += 3;
        var matrices = Enumerable.Range(0, 4).Select(_ => Mixed(mixing, [.. random.Uniforms(5).Select(u => 0.2 + u)])).ToArray();
        var rows = JointDiagonalisation.Of(matrices);
        return matrices.All(m => OffDiagonal(MatrixProduct.Congruence(rows, m)) < 1e-6);
    }).Holds();

    [Fact]
    public void Two_matrices_are_diagonalised_as_by_their_eigenvectors()
    {
        var random = new SplitMix(3);
        var one = Mixed(new(6, 6, random.Gaussians(36)), [1, 2, 3, 4, 5, 6]);
        var other = Mixed(new(6, 6, random.Gaussians(36)), [1, 1, 2, 1, 1, 1]);
        var rows = JointDiagonalisation.Of([one, other], [1, 3]);
        Assert.InRange(OffDiagonal(MatrixProduct.Congruence(rows, one)), 0, 1e-8);
        Assert.InRange(OffDiagonal(MatrixProduct.Congruence(rows, other)), 0, 1e-8);
        var mean = MatrixProduct.Congruence(rows, EuclideanMean.Of([one, other], [1, 3]));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(1, mean[i, i], 9));
    }

    [Fact]
    public void A_singular_matrix_is_refused() =>
        Assert.Throws<GeometryException>(() => JointDiagonalisation.Of([Matrix.Identity(2), new(2, 2, [1, 1, 1, 1])]));

    private static Matrix Mixed(Matrix mixing, double[] powers)
    {
        var diagonal = new Matrix(powers.Length, powers.Length);
        for (var i = 0; i < powers.Length; i++) diagonal[i, i] = powers[i];
        return MatrixProduct.Congruence(mixing, diagonal);
    }

    private static double OffDiagonal(Matrix matrix)
    {
        var largest = 0.0;
        for (var r = 0; r < matrix.Rows; r++)
            for (var c = 0; c < matrix.Columns; c++)
                if (r != c) largest = Math.Max(largest, Math.Abs(matrix[r, c]));
        return largest;
    }
}
