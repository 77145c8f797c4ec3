using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Geometry;

public sealed class SphericalSplineTests
{
    private static readonly ReferenceFile Reference = ReferenceFile.Read("spatial-filters");
    private static readonly Matrix Positions = new(15, 3, Reference.Values("montage.xyz_m"));
    private static readonly double[] Data = [.. new SplitMix(19).Gaussians(15 * 50).Select(v => v * 1e-5)];

    [Fact]
    public void The_surface_laplacian_equals_the_reference()
    {
        var laplacian = SphericalSpline.Laplacian(Positions, 0.095);
        var first = new Matrix(15, 1, [.. Enumerable.Range(0, 15).Select(c => Data[c * 50])]);
        Reference.AssertEqual("csd.first", MatrixProduct.Multiply(laplacian, first).Values);
    }

    [Fact]
    public void An_interpolated_channel_equals_the_reference()
    {
        const int C3 = 4;
        int[] others = [.. Enumerable.Range(0, 15).Where(i => i != C3)];
        var weights = SphericalSpline.Interpolation(Chosen(others), Chosen([C3]));
        var value = new double[5];
        for (var n = 0; n < 5; n++)
            for (var s = 0; s < others.Length; s++) value[n] += weights[0, s] * Data[others[s] * 50 + n];
        Reference.AssertEqual("interp.C3", value);
    }

    [Fact]
    public void A_constant_stays_constant_and_has_no_laplacian()
    {
        var weights = SphericalSpline.Interpolation(Positions, Chosen([2, 5]));
        var laplacian = SphericalSpline.Laplacian(Positions, 0.095);
        Assert.Equal(1, weights.Row(0).ToArray().Sum(), 12);
        Assert.All(Enumerable.Range(0, 15), r => Assert.InRange(laplacian.Row(r).ToArray().Sum(), -1e-6, 1e-6));
    }

    [Fact]
    public void Without_smoothing_known_potentials_are_kept()
    {
        var weights = SphericalSpline.Interpolation(Positions, Positions, smoothing: 0);
        Assert.All(Enumerable.Range(0, 15), r => Assert.Equal(1, weights[r, r], 8));
    }

    [Fact]
    public void An_electrode_without_a_place_and_two_in_one_place_are_refused()
    {
        var middle = Positions.Clone();
        middle.Row(3).Clear();
        Assert.Contains("Electrode 3", Assert.Throws<GeometryException>(() => SphericalSpline.Laplacian(middle, 0.1)).Message, StringComparison.Ordinal);
        var twice = Positions.Clone();
        twice.Row(1).CopyTo(twice.Row(0));
        Assert.Throws<GeometryException>(() => SphericalSpline.Interpolation(twice, Positions, smoothing: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalSpline.Laplacian(Positions, 0));
    }

    private static Matrix Chosen(int[] rows) => new(rows.Length, 3, [.. rows.SelectMany(r => Positions.Row(r).ToArray())]);
}
