using FsCheck;
using FsCheck.Fluent;
using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class FilterDesignTests
{
    private static readonly ReferenceFile s_file = ReferenceFile.Read("filters");

    public static TheoryData<string> Designs =>
        ["butter4_bp_1_40", "butter2_hp_0p5", "cheby1_4_bp_8_90", "cheby2_6_lp_30", "ellip_4_bs_48_52", "bessel_4_lp_20"];

    internal static SecondOrderSections Design(string name) => name switch
    {
        "butter4_bp_1_40" => Butterworth.BandPass(4, 1, 40, 250),
        "butter2_hp_0p5" => Butterworth.HighPass(2, 0.5, 250),
        "cheby1_4_bp_8_90" => ChebyshevType1.BandPass(4, 1, 8, 90, 250),
        "cheby2_6_lp_30" => ChebyshevType2.LowPass(6, 40, 30, 250),
        "ellip_4_bs_48_52" => Elliptic.BandStop(4, 0.5, 40, 48, 52, 250),
        "bessel_4_lp_20" => Bessel.LowPass(4, 20, 250),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory]
    [MemberData(nameof(Designs))]
    public void Sections_are_those_of_the_reference(string name)
    {
        var sos = Design(name).Sections.SelectMany(s => new[] { s.B0, s.B1, s.B2, 1, s.A1, s.A2 }).ToArray();
        s_file.AssertEqual("sos." + name, sos);
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void Gain_is_that_of_the_reference(string name)
    {
        double[] frequencies = [1, 5, 10, 20, 35, 45, 50, 60];
        s_file.AssertEqual("sosfreqz." + name, [.. frequencies.Select(f => Design(name).Response(f, 250).Magnitude)]);
    }

    [Fact]
    public void Notch_is_that_of_the_reference()
    {
        var s = Notch.At(50, 30, 250).Sections.Single();
        s_file.AssertEqual("iirnotch50_30", [s.B0, s.B1, s.B2, 1, s.A1, s.A2]);
    }

    [Fact]
    public void Peak_is_that_of_the_reference()
    {
        var s = Peak.At(12, 5, 250).Sections.Single();
        s_file.AssertEqual("iirpeak12_5", [s.B0, s.B1, s.B2, 1, s.A1, s.A2]);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(50, 30)]
    [InlineData(124, 3)]
    public void Peak_and_notch_are_one_together(double line, double quality)
    {
        foreach (var f in new[] { 0, 3, 10, 49, 50, 80, 125.0 })
            Assert.Equal(0, (Peak.At(line, quality, 250).Response(f, 250) + Notch.At(line, quality, 250).Response(f, 250) - 1).Magnitude, 12);
        Assert.Equal(1, Peak.At(line, quality, 250).Response(line, 250).Magnitude, 9);
    }

    [Fact]
    public void Butterworth_is_3_dB_down_at_its_edges() =>
        Prop.ForAll(Bands(), b =>
        {
            var (order, low, high) = b;
            SecondOrderSections[] filters =
            [
                Butterworth.LowPass(order, low, 1), Butterworth.HighPass(order, low, 1), Butterworth.BandPass(order, low, high, 1),
                Butterworth.BandStop(order, low, high, 1),
            ];
            return filters.All(f => Near(f.Response(low, 1).Magnitude, Math.Sqrt(0.5)))
                && filters.Skip(2).All(f => Near(f.Response(high, 1).Magnitude, Math.Sqrt(0.5)));
        }).Holds();

    [Fact]
    public void Chebyshev_type_1_leaves_its_ripple_at_its_edges() =>
        Prop.ForAll(Bands(), b =>
        {
            var (order, low, high) = b;
            var edge = Math.Pow(10, -0.5 / 20);
            return Near(ChebyshevType1.LowPass(order, 0.5, low, 1).Response(low, 1).Magnitude, edge)
                && Near(ChebyshevType1.HighPass(order, 0.5, low, 1).Response(low, 1).Magnitude, edge)
                && Near(ChebyshevType1.BandPass(order, 0.5, low, high, 1).Response(high, 1).Magnitude, edge)
                && Near(ChebyshevType1.BandStop(order, 0.5, low, high, 1).Response(low, 1).Magnitude, edge);
        }).Holds();

    [Fact]
    public void Chebyshev_type_2_begins_its_stop_band_at_its_edges() =>
        Prop.ForAll(Bands(), b =>
        {
            var (order, low, high) = b;
            var edge = Math.Pow(10, -40.0 / 20);
            return Near(ChebyshevType2.LowPass(order, 40, low, 1).Response(low, 1).Magnitude, edge)
                && Near(ChebyshevType2.HighPass(order, 40, low, 1).Response(low, 1).Magnitude, edge)
                && Near(ChebyshevType2.BandPass(order, 40, low, high, 1).Response(high, 1).Magnitude, edge)
                && Near(ChebyshevType2.BandStop(order, 40, low, high, 1).Response(low, 1).Magnitude, edge);
        }).Holds();

    [Fact]
    public void Elliptic_leaves_its_ripple_at_its_edges() =>
        Prop.ForAll(Bands(), b =>
        {
            var (order, low, high) = b;
            var edge = Math.Pow(10, -0.5 / 20);
            return Near(Elliptic.LowPass(order, 0.5, 40, low, 1).Response(low, 1).Magnitude, edge)
                && Near(Elliptic.HighPass(order, 0.5, 40, low, 1).Response(low, 1).Magnitude, edge)
                && Near(Elliptic.BandPass(order, 0.5, 40, low, high, 1).Response(high, 1).Magnitude, edge)
                && Near(Elliptic.BandStop(order, 0.5, 40, low, high, 1).Response(low, 1).Magnitude, edge);
        }).Holds();

    [Theory]
    [InlineData(2, 0.1, 20)]
    [InlineData(3, 0.5, 40)]
    [InlineData(4, 1, 60)]
    [InlineData(7, 3, 100)]
    [InlineData(10, 0.01, 80)]
    [InlineData(20, 1, 200)]
    public void Elliptic_ripples_equally_in_both_bands(int order, double rippleDb, double attenuationDb)
    {
        var filter = Elliptic.LowPass(order, rippleDb, attenuationDb, 20, 250);
        var gains = Enumerable.Range(0, 250_000).Select(i => filter.Response(i * 0.0005, 250).Magnitude).ToArray();
        var stop = Array.FindIndex(gains, g => g <= Math.Pow(10, -attenuationDb / 20));
        Assert.Equal(1, gains.Max(), 1e-6);
        Assert.Equal(-rippleDb, 20 * Math.Log10(gains.Take(40_001).Min()), 1e-4 * rippleDb);
        Assert.Equal(-attenuationDb, 20 * Math.Log10(gains.Skip(stop).Max()), 0.01);
    }

    [Fact]
    public void An_elliptic_filter_of_order_one_is_a_Chebyshev_filter()
    {
        var (elliptic, chebyshev) = (Elliptic.LowPass(1, 1, 40, 30, 250), ChebyshevType1.LowPass(1, 1, 30, 250));
        foreach (var f in new[] { 0.0, 10, 30, 100 })
            Assert.Equal(0, (elliptic.Response(f, 250) - chebyshev.Response(f, 250)).Magnitude, 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(25)]
    [InlineData(64)]
    public void Bessel_delays_its_pass_band_equally_and_falls_as_Butterworth(int order)
    {
        // Far below half the rate the bilinear transform hardly bends the frequencies; the analogue delay is (1 · 3 · 5 …)^(1 / order) / ω.
        var filter = Bessel.LowPass(order, 1, 1000);
        var delay = Math.Exp(Enumerable.Range(1, order).Sum(k => Math.Log(2 * k - 1)) / order) / (2 * Math.PI) * 1000;
        Assert.Equal(1, filter.GroupDelaySamples(0.01, 1000) / delay, 1e-3);
        if (order > 4) Assert.Equal(1, filter.GroupDelaySamples(0.5, 1000) / delay, 0.01);
        Assert.Equal(1, filter.Response(300, 1000).Magnitude / Butterworth.LowPass(order, 1, 1000).Response(300, 1000).Magnitude, 0.01);
    }

    [Fact]
    public void A_step_through_Bessel_hardly_overshoots()
    {
        var y = Enumerable.Repeat(1.0, 4000).ToArray();
        new CausalFilter(Bessel.LowPass(8, 20, 2500), 1).Process(y, y);
        Assert.InRange(y.Max(), 1, 1.01);
        Assert.Equal(1, y[^1], 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void An_odd_order_ends_in_a_section_of_order_one(int order)
    {
        var sections = Butterworth.LowPass(order, 10, 100).Sections;
        Assert.Equal((order + 1) / 2, sections.Length);
        Assert.Single(sections, s => s.A2 == 0);
        Assert.Single(sections, s => s.B2 == 0);
    }

    [Fact]
    public void Group_delay_is_the_slope_of_the_phase()
    {
        var filter = Butterworth.BandPass(3, 8, 30, 250);
        foreach (var f in new[] { 5.0, 12, 20, 29, 60 })
        {
            const double Step = 1e-4;
            var turn = (filter.Response(f + Step, 250) / filter.Response(f - Step, 250)).Phase;
            Assert.Equal(-turn / (2 * Math.PI * 2 * Step / 250), filter.GroupDelaySamples(f, 250), 4);
        }
    }

    [Fact]
    public void Impossible_designs_are_refused_with_the_reason()
    {
        Assert.Contains("125 Hz", Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.LowPass(4, 125, 250)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.HighPass(4, 0, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.HighPass(4, double.NaN, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.HighPass(0, 1, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.HighPass(2, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.HighPass(2, 1, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => Butterworth.BandPass(2, 40, 1, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Butterworth.BandStop(2, 40, 126, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChebyshevType1.LowPass(2, 0, 10, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChebyshevType2.LowPass(2, -3, 10, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Notch.At(125, 30, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Notch.At(50, 0.2, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Peak.At(50, double.NaN, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Elliptic.LowPass(2, 0, 40, 10, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => Elliptic.LowPass(2, 1, double.NaN, 10, 250));
        Assert.Contains("3 dB", Assert.Throws<ArgumentException>(() => Elliptic.LowPass(2, 3, 3, 10, 250)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bessel.LowPass(65, 10, 250));
        Assert.Throws<ArgumentException>(() => new SecondOrderSections([]));
        Assert.Throws<ArgumentException>(() => new SecondOrderSections([new Biquad(1, 0, 0, -2, 1)]));
        Assert.Throws<ArgumentException>(() => new SecondOrderSections([new Biquad(double.NaN, 0, 0, 0, 0)]));
    }

    private static bool Near(double actual, double expected) => Math.Abs(actual - expected) < 1e-6 * expected;

    private static Arbitrary<(int Order, double Low, double High)> Bands() =>
        (from order in Gen.Choose(1, 6)
         from low in Gen.Choose(20, 300)
         from width in Gen.Choose(40, 190)
         select (order, low / 1000.0, (low + width) / 1000.0)).ToArbitrary();
}
