using Pons.Artefacts;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Artefacts;

public sealed class ArtefactTests
{
    [Fact]
    public void Fast_ica_finds_a_known_mixing()
    {
        var (signal, mixing) = Mixed(6, 8000, 3);
        var found = new FastIca().Fit(signal, 6);
        Assert.InRange(Amari(MatrixProduct.Multiply(found.Unmixing, mixing)), 0, 0.05);
        Assert.Equal(found.Unmixing.Values.ToArray(), new FastIca().Fit(signal, 6).Unmixing.Values.ToArray());
        var sources = found.Sources(signal);
        for (var k = 0; k < 6; k++) Assert.Equal(8000, sources.Row(k).ToArray().Sum(v => v * v), 1e-4);
    }

    public static TheoryData<ComponentAnalysis> Analyses => [new FastIca(), new ExtendedInfomax { Tolerance = 1e-6 }, new Picard()];

    [Theory]
    [MemberData(nameof(Analyses), DisableDiscoveryEnumeration = true)]
    public void Heavy_and_flat_sources_are_parted(ComponentAnalysis analysis)
    {
        var (signal, mixing) = Mixed(8, 16000, 11);
        var found = analysis.Fit(signal, 8);
        Assert.True(found.IsSettled);
        Assert.InRange(Amari(MatrixProduct.Multiply(found.Unmixing, mixing)), 0, 0.05);
        var identity = MatrixProduct.Multiply(found.Unmixing, found.Mixing);
        for (var k = 0; k < 64; k++) Assert.Equal(k / 8 == k % 8 ? 1 : 0, identity.Values[k], 1e-9);
        Assert.Equal(found.Unmixing.Values.ToArray(), analysis.Fit(signal, 8).Unmixing.Values.ToArray());
        var sources = found.Sources(signal);
        for (var k = 0; k < 8; k++) Assert.Equal(1, sources.Row(k).ToArray().Average(v => v * v), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Analyses), DisableDiscoveryEnumeration = true)]
    public void A_search_cut_short_is_refused_or_says_so(ComponentAnalysis analysis)
    {
        var (signal, _) = Mixed(4, 4000, 3);
        var hurried = analysis with { MaximalSteps = 1, Tolerance = 0 };
        Assert.Throws<ArtefactException>(() => hurried.Fit(signal, 4));
        Assert.False((hurried with { AcceptsUnsettled = true }).Fit(signal, 4).IsSettled);
    }

    [Fact]
    public void Picard_and_infomax_agree_in_fewer_steps()
    {
        var (signal, _) = Mixed(6, 12000, 21);
        IndependentComponents fast = new Picard().Fit(signal, 6), slow = new ExtendedInfomax { Tolerance = 1e-6 }.Fit(signal, 6);
        Assert.InRange(Amari(MatrixProduct.Multiply(slow.Unmixing, fast.Mixing)), 0, 0.02);
        Assert.True(fast.Iterations < slow.Iterations);
    }

    [Fact]
    public void A_map_does_what_its_maker_does()
    {
        var (signal, _) = Mixed(4, 8000, 5);
        for (var i = 0; i < signal.Length; i++) signal[i] += 3;
        var found = new FastIca().Fit(signal, 4);
        var cleaned = found.Removing(1).Apply(signal).Values.ToArray();
        var sources = found.Sources(cleaned);
        Assert.InRange(sources.Row(1).ToArray().Max(Math.Abs), 0, 1e-9);
        Assert.Equal(found.Sources(signal).Row(2).ToArray()[77], sources.Row(2)[77], 1e-9);
        var regression = EogRegression.Fit(signal, 4, 2);
        double[] sample = [1, 2, 3, 4], mapped = new double[4];
        regression.Map.Apply(sample, mapped);
        regression.Clean(sample);
        for (var c = 0; c < 4; c++) Assert.Equal(sample[c], mapped[c], 1e-12);
    }

    [Fact]
    public void Average_reference_leaves_one_source_less()
    {
        var (signal, _) = Mixed(5, 6000, 4);
        for (var t = 0; t < 6000; t++)
        {
            var mean = Enumerable.Range(0, 5).Average(c => signal[c * 6000 + t]);
            for (var c = 0; c < 5; c++) signal[c * 6000 + t] -= mean;
        }

        Assert.Equal(4, new FastIca { Tolerance = 1e-4, MaximalSteps = 2000 }.Fit(signal, 5).Count);
    }

    [Fact]
    public void Removing_a_source_removes_it_alone()
    {
        var (signal, mixing) = Mixed(4, 8000, 5);
        var found = new FastIca().Fit(signal, 4);
        var seen = MatrixProduct.Multiply(found.Unmixing, MatrixProduct.Multiply(found.Without(2), mixing));
        for (var s = 0; s < 4; s++) Assert.Equal(0, seen[2, s], 1e-9);
        var kept = MatrixProduct.Multiply(found.Without(2), found.Mixing);
        for (var c = 0; c < 4; c++) Assert.Equal(found.Mixing[c, 0], kept[c, 0], 1e-9);
    }

    [Fact]
    public void Eye_channels_are_taken_out()
    {
        var random = new SplitMix(6);
        const int Samples = 5000;
        var signal = random.Gaussians(4 * Samples);
        double[] clean = [.. signal];
        for (var t = 0; t < Samples; t++)
        {
            var blink = t % 500 < 50 ? 100.0 : 0;
            signal[3 * Samples + t] = blink + 0.1 * signal[3 * Samples + t];
            for (var c = 0; c < 3; c++) signal[c * Samples + t] += 0.2 * (c + 1) * signal[3 * Samples + t];
        }

        var regression = EogRegression.Fit(signal, 4, 3);
        for (var c = 0; c < 3; c++) Assert.Equal(0.2 * (c + 1), regression.Weights[c, 0], 2e-3);
        double[] sample = [.. Enumerable.Range(0, 4).Select(c => signal[c * Samples + 10])];
        regression.Clean(sample);
        for (var c = 0; c < 3; c++) Assert.Equal(clean[c * Samples + 10], sample[c], 0.2);
    }

    [Fact]
    public void Signals_that_cannot_be_used_are_refused()
    {
        Assert.Throws<ArtefactException>(() => new FastIca().Fit(new double[400], 4));
        Assert.Throws<ArtefactException>(() => new FastIca().Fit([.. Enumerable.Repeat(double.NaN, 4000)], 4));
        Assert.Throws<ArtefactException>(() => new FastIca().Fit(new double[50], 4));
        Assert.Throws<ArtefactException>(() => EogRegression.Fit(new SplitMix(1).Gaussians(400), 4, 7));
        Assert.Throws<ArtefactException>(() => EogRegression.Fit(new double[400], 4, 1));
    }

    /// <summary>Mean share of what is not on one source, over rows and columns: 0 for a permutation (Amari et al. 1996).</summary>
    private static double Amari(Matrix p)
    {
        double n = p.Rows, sum = 0;
        double[] Line(int k, bool row) => [.. Enumerable.Range(0, p.Rows).Select(i => Math.Abs(row ? p[k, i] : p[i, k]))];
        for (var k = 0; k < p.Rows; k++)
            foreach (var row in (bool[])[true, false]) sum += Line(k, row).Sum() / Line(k, row).Max() - 1;
        return sum / (2 * n * (n - 1));
    }

    /// <summary>Sources with heavy tails and flat ones in turn, mixed at random.</summary>
    private static (double[] Signal, Matrix Mixing) Mixed(int count, int samples, ulong seed)
    {
        var random = new SplitMix(seed);
        var sources = new Matrix(count, samples);
        for (var k = 0; k < count; k++)
            for (var t = 0; t < samples; t++)
                sources[k, t] = k % 2 == 0 ? Math.Pow(random.Gaussian(), 3) / 3.9 : 3.46 * (random.Uniform() - 0.5);
        var mixing = new Matrix(count, count, random.Gaussians(count * count));
        return (MatrixProduct.Multiply(mixing, sources).Values.ToArray(), mixing);
    }
}
