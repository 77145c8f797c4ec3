using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class CouplingTests
{
    private static readonly ReferenceFile s_file = ReferenceFile.Read("spectra");

    [Fact]
    public void Cross_spectrum_is_that_of_the_reference()
    {
        var cross = new CrossSpectrum(Window.Hann(250), 125, 250, 4);
        double[] re = new double[cross.BinCount * 6], im = new double[re.Length];
        cross.Estimate(TestRecording.SampleMajor(), re, im);
        s_file.AssertEqual("csd01", [re[6 * 6], re[10 * 6], im[6 * 6], im[10 * 6]]);
    }

    [Fact]
    public void Coherence_is_that_of_the_reference()
    {
        var cross = new CrossSpectrum(Window.Hann(250), 125, 250, 4);
        var coherence = new double[cross.BinCount * 6];
        cross.Coherence(TestRecording.SampleMajor(), coherence);
        int[] bins = [4, 6, 8, 10, 20];
        s_file.AssertEqual("coherence01", [.. bins.Select(k => coherence[k * 6])]);
        Assert.All(coherence, c => Assert.InRange(c, 0, 1));
    }

    [Fact]
    public void Phase_locking_and_lag_are_those_of_the_reference()
    {
        var x = TestRecording.SampleMajor();
        ZeroPhaseFilter.Apply(Butterworth.BandPass(4, 8, 13, 250), x, x, 4);
        var coupling = new PhaseCoupling(1000, 4);
        var values = new double[6];
        coupling.LockingValues(x, values);
        s_file.AssertEqual("plv", values);
        coupling.WeightedLagIndices(x, values);
        s_file.AssertEqual("wpli", values);
    }

    [Fact]
    public void A_channel_that_lags_by_a_quarter_has_that_phase_and_full_coupling()
    {
        const int Length = 2000;
        var x = new double[2 * Length];
        for (var n = 0; n < Length; n++)
            for (var c = 0; c < 2; c++) x[2 * n + c] = Math.Cos(2 * Math.PI * 10 * n / 250 - c * Math.PI / 2);
        var cross = new CrossSpectrum(Window.Hann(250), 125, 250, 2);
        double[] re = new double[cross.BinCount], im = new double[cross.BinCount], values = new double[1];
        cross.Estimate(x, re, im);
        Assert.Equal(-Math.PI / 2, Math.Atan2(im[10], re[10]), 1e-9);
        var coupling = new PhaseCoupling(Length, 2);
        coupling.LockingValues(x, values);
        Assert.Equal(1, values[0], 1e-9);
        coupling.WeightedLagIndices(x, values);
        Assert.Equal(1, values[0], 1e-9);
    }

    [Fact]
    public void A_channel_and_its_double_are_locked_without_lag()
    {
        var noise = TestRecording.Noise(500);
        var coupling = new PhaseCoupling(500, 2);
        double[] x = [.. noise.SelectMany(v => new[] { v, 2 * v })], values = new double[1];
        coupling.LockingValues(x, values);
        Assert.Equal(1, values[0], 1e-12);
        coupling.WeightedLagIndices(x, values);
        Assert.Equal(0, values[0]);
        var cross = new CrossSpectrum(Window.Hann(100), 50, 250, 2);
        var coherence = new double[cross.BinCount];
        cross.Coherence(x, coherence);
        Assert.All(coherence, c => Assert.Equal(1, c, 1e-12));
    }

    [Fact]
    public void A_pair_does_not_depend_on_the_channels_beside_it()
    {
        const int Channels = 13, Length = 300;
        var x = TestRecording.Noise(Length * Channels);
        x[200 * Channels + 4] = double.NaN;
        var together = Measures(x, Channels);
        for (var a = 0; a < Channels; a++)
        {
            for (var b = a + 1; b < Channels; b++)
            {
                double[] two = [.. Enumerable.Range(0, Length).SelectMany(n => new[] { x[n * Channels + a], x[n * Channels + b] })];
                var alone = Measures(two, 2);
                for (var m = 0; m < alone.Length; m++)
                    Assert.Equal(alone[m][0], together[m][ChannelPairs.IndexOf(a, b, Channels)]);
                Assert.Equal(a == 4 || b == 4, double.IsNaN(alone[0][0]));
            }
        }
    }

    [Fact]
    public void Pairs_are_counted_row_by_row()
    {
        for (int a = 0, at = 0; a < 5; a++)
            for (var b = a + 1; b < 5; b++) Assert.Equal(at++, ChannelPairs.IndexOf(a, b, 5));
        Assert.Equal(10, ChannelPairs.Count(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChannelPairs.IndexOf(2, 2, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChannelPairs.IndexOf(2, 5, 5));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossSpectrum(Window.Hann(10), 5, 250, 1));
        Assert.Throws<ArgumentException>(() => new CrossSpectrum(new double[10], 5, 250, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossSpectrum(Window.Hann(10), 10, 250, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseCoupling(10, 1));
        var cross = new CrossSpectrum(Window.Hann(10), 5, 250, 2);
        Assert.Contains("1 everywhere", Assert.Throws<ArgumentException>(() => cross.Coherence(new double[28], new double[6])).Message);
        Assert.Contains("one segment", Assert.Throws<ArgumentException>(() => cross.Estimate(new double[18], new double[6], new double[6])).Message);
        Assert.Throws<ArgumentException>(() => cross.Estimate(new double[40], new double[6], new double[5]));
        Assert.Throws<ArgumentException>(() => new PhaseCoupling(10, 2).LockingValues(new double[20], new double[2]));
    }

    /// <summary>One bin of real part, imaginary part and coherence, the locking value and the lag index, each by pair.</summary>
    private static double[][] Measures(double[] x, int channels)
    {
        var cross = new CrossSpectrum(Window.Hann(100), 50, 250, channels);
        var coupling = new PhaseCoupling(x.Length / channels, channels);
        double[] re = new double[cross.BinCount * cross.PairCount], im = new double[re.Length], coherence = new double[re.Length];
        double[] locking = new double[cross.PairCount], lag = new double[cross.PairCount];
        cross.Estimate(x, re, im);
        cross.Coherence(x, coherence);
        coupling.LockingValues(x, locking);
        coupling.WeightedLagIndices(x, lag);
        return [.. new[] { re, im, coherence }.Select(v => v.AsSpan(7 * cross.PairCount, cross.PairCount).ToArray()), locking, lag];
    }
}
