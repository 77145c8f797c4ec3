using Pons.Streams;

namespace Pons.Tests.Streams;

public sealed class ElectrodeNameTests
{
    private static ElectrodePosition Of(string name) => ElectrodeName.TryParse(name, out var found) ? found.Position
        : throw new ArgumentException(name);

    private static double Angle(string a, string b)
    {
        var (p, q) = (Of(a), Of(b));
        return Math.Acos(Math.Clamp(p.X * q.X + p.Y * q.Y + p.Z * q.Z, -1, 1)) * 180 / Math.PI;
    }

    [Fact]
    public void Every_position_lies_on_the_unit_sphere() =>
        Assert.All(ElectrodeName.All, e => Assert.Equal(1, e.Position.X * e.Position.X + e.Position.Y * e.Position.Y
            + e.Position.Z * e.Position.Z, 1e-12));

    [Fact]
    public void Left_and_right_are_mirror_images()
    {
        foreach (var left in ElectrodeName.All.Where(e => char.IsAsciiDigit(e.Label[^1]) && (e.Label[^1] - '0') % 2 == 1))
        {
            var digits = left.Label.Length - left.Label.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Length;
            var right = Of(left.Label[..^digits] + (int.Parse(left.Label[^digits..], System.Globalization.CultureInfo.InvariantCulture)
                + 1));
            Assert.Equal((-left.Position.X, left.Position.Y, left.Position.Z), (right.X, right.Y, right.Z));
            Assert.True(left.Position.X < 0);
        }
    }

    [Fact]
    public void Arcs_are_parted_in_tenths()
    {
        Assert.Equal(new ElectrodePosition(0, 0, 1), new(Of("Cz").X, Math.Round(Of("Cz").Y, 12), Of("Cz").Z));
        string[] midline = ["Nz", "Fpz", "AFz", "Fz", "FCz", "Cz", "CPz", "Pz", "POz", "Oz", "Iz"];
        string[] crossing = ["T9", "T7", "C5", "C3", "C1", "Cz", "C2", "C4", "C6", "T8", "T10"];
        foreach (var arc in (string[][])[midline, crossing])
            foreach (var (a, b) in arc.Zip(arc.Skip(1))) Assert.Equal(18, Angle(a, b), 1e-6);
        string[] row = ["F7", "F5", "F3", "F1", "Fz", "F2", "F4", "F6", "F8"];
        foreach (var (a, b) in row.Zip(row.Skip(1))) Assert.Equal(Angle("F7", "F5"), Angle(a, b), 1e-6);
    }

    [Theory]
    [InlineData("F3", -0.4591, 0.5800, 0.6730)]
    [InlineData("FC5", -0.7658, 0.3000, 0.5688)]
    [InlineData("AF7", -0.5590, 0.7695, 0.3090)]
    [InlineData("PO3", -0.3130, -0.7986, 0.5142)]
    [InlineData("TP9", -0.9511, -0.3090, 0.0000)]
    [InlineData("O1", -0.2939, -0.9045, 0.3090)]
    public void Positions_are_those_of_the_ideal_sphere(string name, double x, double y, double z)
    {
        var p = Of(name);
        Assert.Equal(x, p.X, 1e-4);
        Assert.Equal(y, p.Y, 1e-4);
        Assert.Equal(z, p.Z, 1e-4);
    }

    [Theory]
    [InlineData("fc5", "FC5")]
    [InlineData("CZ", "Cz")]
    [InlineData("FPZ", "Fpz")]
    [InlineData(" afz ", "AFz")]
    [InlineData("T3", "T7")]
    [InlineData("t6", "P8")]
    public void Names_are_found_in_any_case_and_by_their_old_form(string text, string label)
    {
        Assert.True(ElectrodeName.TryParse(text, out var name));
        Assert.Equal(label, name.Label);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("C11")]
    [InlineData("X3")]
    [InlineData("Cz.")]
    public void What_is_no_place_is_not_found(string? text) => Assert.False(ElectrodeName.TryParse(text, out _));

    [Fact]
    public void System_has_its_places() => Assert.Equal(
        9 + 2 + 2 * 2 + 7 * 10 + 4, ElectrodeName.All.Length);
}
