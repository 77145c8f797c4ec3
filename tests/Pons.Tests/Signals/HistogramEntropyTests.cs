using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class HistogramEntropyTests
{
    [Fact]
    public void Entropy_is_that_of_the_reference()
    {
        var entropies = new double[4];
        HistogramEntropy.Estimate(TestRecording.SampleMajor(), 16, entropies);
        ReferenceFile.Read("spectra").AssertEqual("histogram_entropy", [entropies[0]]);
    }

    [Fact]
    public void A_ramp_fills_all_bins_alike_and_a_line_only_one()
    {
        var entropies = new double[3];
        double[] x = [.. Enumerable.Range(0, 3200).SelectMany(n => new[] { n + 0.5, 7, n == 5 ? double.NaN : n })];
        HistogramEntropy.Estimate(x, 32, entropies);
        Assert.Equal(Math.Log(32), entropies[0], 1e-6);
        Assert.Equal(0, entropies[1]);
        Assert.Equal(double.NaN, entropies[2]);
    }

    [Fact]
    public void Scale_does_not_matter()
    {
        var x = TestRecording.SampleMajor();
        double[] entropies = new double[4], moved = new double[4];
        HistogramEntropy.Estimate(x, 16, entropies);
        HistogramEntropy.Estimate([.. x.Select(v => 1024 * v)], 16, moved);
        Assert.Equal(entropies, moved);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HistogramEntropy.Estimate([1, 2], 1, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => HistogramEntropy.Estimate([1, 2], 5000, new double[1]));
        Assert.Throws<ArgumentException>(() => HistogramEntropy.Estimate([], 4, new double[1]));
        Assert.Throws<ArgumentException>(() => HistogramEntropy.Estimate([1, 2, 3], 4, new double[2]));
    }
}
