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

    [Fact]
    public void Labels_are_canonical_and_positions_those_of_the_10_10_system()
    {
        var montage = new Montage("c3", "T5");
        Assert.Equal(["C3", "P7"], montage.Labels);
        Assert.True(Pons.Streams.ElectrodeName.TryParse("C3", out var c3));
        Assert.Equal(new HeadVector(c3.Position.X, c3.Position.Y, c3.Position.Z), montage.Directions[0]);
        Assert.Equal((0, -1), (montage.IndexOf("C3"), montage.IndexOf("C4")));
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Montage());
        Assert.Throws<ArgumentException>(() => new Montage("C9x"));
        Assert.Throws<ArgumentException>(() => new Montage("Cz", "Cz"));
        Assert.Throws<ArgumentException>(() => new Montage("P7", "T5"));
    }
}
