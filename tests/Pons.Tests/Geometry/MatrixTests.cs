using Pons.Geometry;
using static Pons.Tests.Geometry.RandomMatrices;

namespace Pons.Tests.Geometry;

public sealed class MatrixTests
{
    [Fact]
    public void Products_equal_the_plain_sum_for_every_shape()
    {
        foreach (var m in Sizes)
            foreach (var k in new[] { 1, 3, 8, 22 })
                foreach (var n in Sizes)
                {
                    Matrix a = Gaussian(m + k, m, k), b = Gaussian(n + 7 * k, k, n);
                    var expected = Naive(a, b);
                    AssertClose(expected, MatrixProduct.Multiply(a, b), 1e-13);
                    AssertClose(expected, MatrixProduct.MultiplyTransposed(a, b.Transpose()), 1e-13);
                }
    }

    [Fact]
    public void Congruence_equals_two_products_and_is_exactly_symmetric()
    {
        foreach (var n in Sizes)
        {
            Matrix w = Gaussian(n, n + 3, n), c = Symmetric(n, n);
            var product = MatrixProduct.Congruence(w, c);
            AssertClose(Naive(Naive(w, c), w.Transpose()), product, 1e-12);
            Assert.Equal(product.Transpose().Values.ToArray(), product.Values.ToArray());
        }
    }

    [Fact]
    public void An_element_does_not_depend_on_the_rows_beside_it()
    {
        Matrix a = Gaussian(1, 9, 22), b = Gaussian(2, 22, 22);
        var whole = MatrixProduct.Multiply(a, b);
        for (var r = 0; r < 9; r++)
        {
            var alone = MatrixProduct.Multiply(new Matrix(1, 22, a.Row(r).ToArray()), b);
            Assert.Equal(whole.Row(r).ToArray(), alone.Values.ToArray());
        }
    }

    [Fact]
    public void Transpose_identity_and_clone_do_what_they_say()
    {
        var a = Gaussian(3, 4, 7);
        Assert.Equal(a[2, 5], a.Transpose()[5, 2]);
        AssertClose(a, MatrixProduct.Multiply(Matrix.Identity(4), a), 0);
        var copy = a.Clone();
        copy[0, 0]++;
        Assert.NotEqual(a[0, 0], copy[0, 0]);
    }

    [Fact]
    public void Wrong_sizes_and_places_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(0, 3));
        Assert.Throws<ArgumentException>(() => new Matrix(2, 2, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(2, 3)[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(2, 3)[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(2, 3)[-1, 0]);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(2, 3)));
        Assert.Throws<ArgumentException>(() => MatrixProduct.MultiplyTransposed(new Matrix(2, 3), new Matrix(3, 2)));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Congruence(new Matrix(2, 3), new Matrix(2, 2)));
    }
}
