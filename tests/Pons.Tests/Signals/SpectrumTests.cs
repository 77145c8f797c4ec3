using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class SpectrumTests
{
    private static readonly ReferenceFile s_file = ReferenceFile.Read("spectra");

    [Fact]
    public void Welch_mean_is_that_of_the_reference()
    {
        var welch = new WelchSpectrum(Window.Hann(250), 125, 250);
        s_file.AssertEqual("welch_250_125", TestRecording.Pick(Density(welch, TestRecording.SampleMajor(), 4), 0, 1, 6, 10, 14, 18, 125));
    }

    [Fact]
    public void Welch_median_is_that_of_the_reference()
    {
        var welch = new WelchSpectrum(Window.Hann(250), 125, 250, SpectrumAverage.Median);
        s_file.AssertEqual("welch_median", TestRecording.Pick(Density(welch, TestRecording.SampleMajor(), 4), 1, 6, 10, 14, 18));
    }

    [Fact]
    public void Multitaper_is_that_of_the_reference()
    {
        var multitaper = new MultitaperSpectrum(1000, 4, 250);
        var density = new double[multitaper.BinCount * 4];
        multitaper.Estimate(TestRecording.SampleMajor(), density, 4);
        s_file.AssertEqual("multitaper_bw4_adaptFalse", TestRecording.Pick(density, 8, 24, 40, 56, 72, 240));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(251)]
    public void Density_of_white_noise_integrates_to_its_variance(int length)
    {
        const int Channels = 3;
        var x = TestRecording.Noise(60_000 * Channels);
        var welch = new WelchSpectrum(Window.Hann(length), length / 2, 250);
        var density = Density(welch, x, Channels);
        var power = new double[Channels];
        BandPower.Integrate(density, welch.FrequenciesHz, 0, 126, power);
        foreach (var p in power) Assert.Equal(1, p, 0.03);

        var median = Density(new WelchSpectrum(Window.Hann(length), 0, 250, SpectrumAverage.Median), x, Channels);
        BandPower.Integrate(median, welch.FrequenciesHz, 0, 126, power);
        foreach (var p in power) Assert.Equal(1, p, 0.03);
    }

    [Fact]
    public void Multitaper_density_of_white_noise_integrates_to_its_variance()
    {
        const int Channels = 40;
        var multitaper = new MultitaperSpectrum(999, 4, 250);
        var density = new double[multitaper.BinCount * Channels];
        multitaper.Estimate(TestRecording.Noise(999 * Channels), density, Channels);
        var power = new double[Channels];
        BandPower.Integrate(density, multitaper.FrequenciesHz, 0, 126, power);
        Assert.Equal(1, power.Average(), 0.03);
    }

    [Fact]
    public void A_sine_has_the_power_of_half_its_squared_amplitude()
    {
        var x = Enumerable.Range(0, 2500).Select(n => 3 * Math.Sin(2 * Math.PI * 10 * n / 250)).ToArray();
        var welch = new WelchSpectrum(Window.Hann(500), 250, 250);
        var power = new double[1];
        BandPower.Integrate(Density(welch, x, 1), welch.FrequenciesHz, 8, 13, power);
        Assert.Equal(4.5, power[0], 1e-9);
    }

    [Fact]
    public void Bands_that_touch_add_up()
    {
        var welch = new WelchSpectrum(Window.Hann(250), 125, 250);
        var density = Density(welch, TestRecording.SampleMajor(), 4);
        double[] Power(double low, double high)
        {
            var power = new double[4];
            BandPower.Integrate(density, welch.FrequenciesHz, low, high, power);
            return power;
        }

        for (var c = 0; c < 4; c++) Assert.Equal(Power(4, 30)[c], Power(4, 13)[c] + Power(13, 30)[c], 1e-12);
        Assert.Contains("1 Hz apart", Assert.Throws<ArgumentException>(() => Power(4.1, 4.9)).Message);
    }

    [Theory]
    [InlineData(SpectrumAverage.Mean)]
    [InlineData(SpectrumAverage.Median)]
    public void A_channel_does_not_depend_on_its_neighbours(SpectrumAverage average)
    {
        const int Channels = 15;
        var x = TestRecording.Noise(1300 * Channels);
        x[700 * Channels + 4] = double.NaN;
        var welch = new WelchSpectrum(Window.Hann(250), 125, 250, average);
        var together = Density(welch, x, Channels);
        for (var c = 0; c < Channels; c++)
        {
            var alone = Density(welch, [.. Enumerable.Range(0, 1300).Select(n => x[n * Channels + c])], 1);
            for (var k = 0; k < welch.BinCount; k++)
            {
                Assert.Equal(alone[k], together[k * Channels + c]);
                Assert.Equal(c == 4, double.IsNaN(alone[k]));
            }
        }
    }

    [Fact]
    public void Envelope_is_that_of_the_reference()
    {
        var x = TestRecording.SampleMajor();
        new AnalyticSignal(1000).Envelope(x, x, 4);
        ReferenceFile.Read("filters").AssertEqual("hilbert.env", TestRecording.Pick(x, 0, 1, 500, 999));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(999)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(997)]
    public void Quadrature_of_a_cosine_is_a_sine(int length)
    {
        var turns = length / 9;
        var x = Enumerable.Range(0, length * 3).Select(i => Math.Cos(2 * Math.PI * turns * (i / 3) / length + i % 3)).ToArray();
        var q = new double[x.Length];
        new AnalyticSignal(length).Quadrature(x, q, 3);
        if (turns > 0)
            for (var i = 0; i < x.Length; i++) Assert.Equal(Math.Sin(2 * Math.PI * turns * (i / 3) / length + i % 3), q[i], 1e-11);
        else
            Assert.All(q, v => Assert.Equal(0, v, 1e-15));
    }

    [Fact]
    public void Linear_trend_is_removed_as_in_the_reference()
    {
        var x = TestRecording.SampleMajor();
        Detrend.Linear(x, 4);
        ReferenceFile.Read("filters").AssertEqual("detrend_linear", TestRecording.Pick(x, 0, 999));
    }

    [Fact]
    public void Trends_vanish_and_what_is_left_has_none()
    {
        var line = Enumerable.Range(0, 600).Select(i => 5.0 * (i % 3) - (i / 3) * (1 + i % 3)).ToArray();
        Detrend.Linear(line, 3);
        Assert.All(line, v => Assert.Equal(0, v, 1e-10));

        var x = TestRecording.SampleMajor();
        Detrend.Constant(x, 4);
        for (var c = 0; c < 4; c++) Assert.Equal(0, x.Where((_, i) => i % 4 == c).Sum(), 1e-10);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new WelchSpectrum(new double[10], 5, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WelchSpectrum(Window.Hann(10), 10, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WelchSpectrum(Window.Hann(10), -1, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WelchSpectrum(Window.Hann(10), 5, 0));
        var welch = new WelchSpectrum(Window.Hann(10), 5, 1);
        Assert.Contains("one segment", Assert.Throws<ArgumentException>(() => welch.Estimate(new double[9], new double[6], 1)).Message);
        Assert.Throws<ArgumentException>(() => welch.Estimate(new double[20], new double[7], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultitaperSpectrum(100, 1, 250));
        Assert.Throws<ArgumentException>(() => new MultitaperSpectrum(100, 2.5, 250).Estimate(new double[99], new double[51], 1));
        Assert.Throws<ArgumentException>(() => Detrend.Linear(new double[1], 1));
        Assert.Throws<ArgumentException>(() => Detrend.Constant(new double[5], 2));
        Assert.Throws<ArgumentException>(() => new AnalyticSignal(10).Envelope(new double[10], new double[9], 1));
    }

    private static double[] Density(WelchSpectrum welch, double[] x, int channels)
    {
        var density = new double[welch.BinCount * channels];
        welch.Estimate(x, density, channels);
        return density;
    }
}
