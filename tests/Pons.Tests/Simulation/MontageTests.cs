using Pons.Simulation;

namespace Pons.Tests.Simulation;

public sealed class MontageTests
{
    [Fact]
    public void Standard_montages_have_their_number_of_electrodes_on_the_unit_sphere()
    {
        Assert.Equal(64, Montage.Standard64.Count);
        Assert.Equal(32, Montage.Standard32.Count);
        Assert.All(Montage.Standard64.Directions, d => Assert.Equal(1, d.Length, 1e-12));
        Assert.All(Montage.Standard32.Labels, label => Assert.Contains(label, Montage.Standard64.Labels));
    }

    [Theory]
    [InlineData("Cz", 0, 0, 1)]
    [InlineData("T7", -1, 0, 0)]
    [InlineData("T8", 1, 0, 0)]
    [InlineData("Fpz", 0, 1, 0)]
    [InlineData("Oz", 0, -1, 0)]
    [InlineData("C3", -0.70710678, 0, 0.70710678)]
    [InlineData("Fz", 0, 0.70710678, 0.70710678)]
    [InlineData("Pz", 0, -0.70710678, 0.70710678)]
    [InlineData("F7", -0.80901699, 0.58778525, 0)]
    [InlineData("O2", 0.30901699, -0.95105652, 0)]
    public void Electrodes_lie_where_the_system_puts_them(string label, double x, double y, double z)
    {
        var direction = Montage.DirectionOf(label);
        Assert.Equal(x, direction.X, 1e-8);
        Assert.Equal(y, direction.Y, 1e-8);
        Assert.Equal(z, direction.Z, 1e-8);
    }

    [Fact]
    public void Odd_electrodes_are_left_and_mirror_the_even_ones()
    {
        foreach (var label in Montage.Standard64.Labels.Where(l => char.IsDigit(l[^1]) && (l[^1] - '0') % 2 == 1))
        {
            var left = Montage.DirectionOf(label);
            var number = int.Parse(label.AsSpan(label.IndexOfAny([.. "0123456789"]))) + 1;
            Assert.True(left.X < 0);
            Assert.Equal(left with { X = -left.X }, Montage.DirectionOf(label.TrimEnd('1', '3', '5', '7', '9') + number));
        }
    }

    [Fact]
    public void A_row_is_divided_equally()
    {
        string[] row = ["F7", "F5", "F3", "F1", "Fz", "F2", "F4", "F6", "F8"];
        var gaps = row.Zip(row.Skip(1), (a, b) => (Montage.DirectionOf(a) - Montage.DirectionOf(b)).Length).ToArray();
        Assert.All(gaps, gap => Assert.Equal(gaps[0], gap, 1e-12));
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Montage());
        Assert.Throws<ArgumentException>(() => new Montage("Cz", "Cz"));
        Assert.Throws<ArgumentException>(() => new Montage("Cz", "c3"));
    }
}
