using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Pons.Simulation;
using Pons.Tests.Reference;

namespace Pons.Tests.Simulation;

public sealed class ConcentricSphereHeadTests
{
    private static readonly JsonElement Golden = ReferenceFile.Document("../Reference/sphere-forward").RootElement;
    private static readonly HeadVector[] Electrodes = [.. Golden.GetProperty("electrodes_m").EnumerateArray().Select(ToVector)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Lead_fields_and_transfer_factors_are_the_reference_ones(int index)
    {
        var golden = Golden.GetProperty("heads")[index];
        var head = index == 0 ? ConcentricSphereHead.FourShells : ConcentricSphereHead.ThreeShells;
        Assert.Equal(Numbers(golden.GetProperty("radii_m")), head.RadiiMetres);
        Assert.Equal(Numbers(golden.GetProperty("sigma_S_per_m")), head.ConductivitiesSiemensPerMetre);

        var orders = Numbers(golden.GetProperty("f_n").GetProperty("n"));
        var factors = Numbers(golden.GetProperty("f_n").GetProperty("value"));
        for (var i = 0; i < orders.Length; i++) Assert.Equal(1, head.TransferFactor((int)orders[i]) / factors[i], 1e-10);

        var field = new double[3 * Electrodes.Length];
        foreach (var entry in golden.GetProperty("lead_field").EnumerateArray())
        {
            var expected = entry.GetProperty("volts_per_ampere_metre").EnumerateArray().SelectMany(Numbers).ToArray();
            head.LeadField(ToVector(entry.GetProperty("source_m")), Electrodes, field);
            var scale = expected.Max(Math.Abs);
            for (var i = 0; i < field.Length; i++) Assert.Equal(expected[i], field[i], 1e-9 * scale);
        }
    }

    [Fact]
    public void Spot_values_are_the_reference_ones()
    {
        var source = new HeadVector(0, 0, 0.07);
        var field = new double[6];
        ConcentricSphereHead.FourShells.LeadField(source, [new(0, 0, 1), new(1, 0, 0)], field);
        Assert.Equal(595.483282, field[2], 1e-6);
        Assert.Equal([59.803894, 0, -30.739903], field[3..].Select(v => Math.Round(v, 6) + 0.0));
        ConcentricSphereHead.ThreeShells.LeadField(source, [new(0, 0, 1)], field.AsSpan(0, 3));
        Assert.Equal(296.514680, field[2], 1e-6);
    }

    [Fact]
    public void Equal_conductivities_give_the_closed_form_of_the_homogeneous_sphere() => Prop.ForAll(Directions(4), d =>
    {
        var head = new ConcentricSphereHead([0.079, 0.080, 0.085, 0.090], [0.3, 0.3, 0.3, 0.3]);
        var source = d[0].ToUnit() * (0.078 * d[3].Length / 1.8);
        var electrode = d[1].ToUnit() * 0.090;
        var expected = ClosedForm(source, d[2], electrode, 0.3);
        var scale = 1 / (4 * Math.PI * 0.3) / (electrode - source).Dot(electrode - source) * d[2].Length;
        return Math.Abs(head.PotentialOf(source, d[2], [electrode])[0] - expected) <= 1e-11 * scale;
    }).Holds();

    [Fact]
    public void Turning_dipole_and_electrode_together_changes_nothing() => Prop.ForAll(Directions(3), d =>
    {
        var (source, moment, electrode) = (d[0].ToUnit() * 0.06, d[1], d[2].ToUnit());
        var here = ConcentricSphereHead.FourShells.PotentialOf(source, moment, [electrode])[0];
        var there = ConcentricSphereHead.FourShells.PotentialOf(Turn(source), Turn(moment), [Turn(electrode)])[0];
        return Math.Abs(here - there) <= 1e-10 * (600 * moment.Length);
    }).Holds();

    [Fact]
    public void Potential_is_linear_in_the_moment() => Prop.ForAll(Directions(4), d =>
    {
        var source = d[0].ToUnit() * 0.07;
        double Of(HeadVector moment) => ConcentricSphereHead.ThreeShells.PotentialOf(source, moment, [d[3].ToUnit()])[0];
        return Math.Abs(Of(d[1] * 2.5 - d[2]) - (2.5 * Of(d[1]) - Of(d[2]))) <= 1e-9 * 600 * (d[1].Length + d[2].Length);
    }).Holds();

    [Fact]
    public void Potential_averages_to_zero_over_the_scalp()
    {
        // No current leaves the head, so the series has no term of order zero; a Fibonacci lattice is the average.
        var lattice = new HeadVector[20_000];
        for (var i = 0; i < lattice.Length; i++)
        {
            var z = 1 - (2 * i + 1.0) / lattice.Length;
            var (sine, cosine) = Math.SinCos(i * Math.PI * (3 - Math.Sqrt(5)));
            lattice[i] = new(Math.Sqrt(1 - z * z) * cosine, Math.Sqrt(1 - z * z) * sine, z);
        }

        var volts = ConcentricSphereHead.FourShells.PotentialOf(new(0.02, 0.05, 0.04), new(1, -2, 1.5), lattice);
        Assert.InRange(volts.Average(), -1e-3, 1e-3);
        Assert.True(volts.Max() > 100);
    }

    [Fact]
    public void A_row_does_not_depend_on_the_other_electrodes()
    {
        var source = new HeadVector(0.03, -0.04, 0.05);
        var all = new double[3 * Electrodes.Length];
        ConcentricSphereHead.FourShells.LeadField(source, Electrodes, all);
        var alone = new double[3];
        for (var i = 0; i < Electrodes.Length; i++)
        {
            ConcentricSphereHead.FourShells.LeadField(source, Electrodes.AsSpan(i, 1), alone);
            Assert.Equal(all[(3 * i)..(3 * i + 3)], alone);
        }
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        var head = ConcentricSphereHead.FourShells;
        Assert.Throws<ArgumentException>(() => new ConcentricSphereHead([], []));
        Assert.Throws<ArgumentException>(() => new ConcentricSphereHead([0.08, 0.09], [0.3]));
        Assert.Throws<ArgumentException>(() => new ConcentricSphereHead([0.09, 0.08], [0.3, 0.3]));
        Assert.Throws<ArgumentException>(() => new ConcentricSphereHead([0.08, 0.09], [0.3, 0]));
        Assert.Throws<ArgumentException>(() => head.PotentialOf(new(0, 0, 0.0789), new(0, 0, 1), [new(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => head.PotentialOf(new(0, 0, double.NaN), new(0, 0, 1), [new(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => head.LeadField(default, Electrodes, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => head.TransferFactor(0));
        Assert.Throws<InvalidOperationException>(() => head.PotentialOf(default, new(0, 0, 1), [default]));
    }

    private static double ClosedForm(HeadVector source, HeadVector moment, HeadVector electrode, double conductivity)
    {
        var d = electrode - source;
        var (distance, radius) = (d.Length, electrode.Length);
        var denominator = radius * (radius * radius - electrode.Dot(source) + radius * distance);
        var boundary = (electrode + d * (radius / distance)) * (1 / denominator);
        return moment.Dot(d * (2 / (distance * distance * distance)) + boundary) / (4 * Math.PI * conductivity);
    }

    private static Arbitrary<HeadVector[]> Directions(int count)
    {
        var coordinate = Gen.Choose(-1000, 1000).Select(v => v / 1000.0);
        var vector = coordinate.Three().Select(t => new HeadVector(t.Item1, t.Item2, t.Item3)).Where(v => v != default);
        return vector.ArrayOf(count).ToArbitrary();
    }

    private static HeadVector Turn(HeadVector v)
    {
        var (sine, cosine) = Math.SinCos(0.7);
        v = new(cosine * v.X - sine * v.Y, sine * v.X + cosine * v.Y, v.Z);
        return new(v.X, cosine * v.Y - sine * v.Z, sine * v.Y + cosine * v.Z);
    }

    private static HeadVector ToVector(JsonElement value) => new(value[0].GetDouble(), value[1].GetDouble(), value[2].GetDouble());

    private static double[] Numbers(JsonElement value) => [.. value.EnumerateArray().Select(v => v.GetDouble())];
}
