using System.Numerics;
using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class MorletPowerTests
{
    [Fact]
    public void Power_is_that_of_the_reference()
    {
        var morlet = new MorletPower(1000, [6, 10, 18], [3, 5, 9], 250);
        var power = new double[3 * 1000 * 4];
        morlet.Estimate(TestRecording.SampleMajor(), power, 4);
        int[] samples = [250, 500, 750];
        ReferenceFile.Read("spectra").AssertEqual(
            "morlet", [.. from c in Enumerable.Range(0, 4) from f in Enumerable.Range(0, 3) from n in samples select power[(f * 1000 + n) * 4 + c]]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(181)]
    public void Power_is_that_of_the_convolution_up_to_the_ends(int length)
    {
        const double Sigma = 3 / (2 * Math.PI * 20);
        var x = TestRecording.Noise(length);
        var power = new double[length];
        new MorletPower(length, [20], [3], 250).Estimate(x, power, 1);
        var taps = Enumerable.Range(-29, 59).Select(n =>
            Math.Exp(-Math.Pow(n / 250.0 / Sigma, 2) / 2) * (Complex.FromPolarCoordinates(1, 2 * Math.PI * 20 * n / 250) - Math.Exp(-4.5))).ToArray();
        var scale = 2 / taps.Sum(w => w.Magnitude * w.Magnitude);
        for (var n = 0; n < length; n++)
        {
            var sum = Complex.Zero;
            for (var k = 0; k < taps.Length; k++)
                if (n - (k - 29) is var at && at >= 0 && at < length) sum += taps[k] * x[at];
            Assert.Equal(scale * sum.Magnitude * sum.Magnitude, power[n], 1e-10);
        }
    }

    [Fact]
    public void A_constant_has_no_power_away_from_the_ends()
    {
        var power = new double[500];
        new MorletPower(500, [10], [2], 250).Estimate([.. Enumerable.Repeat(7.0, 500)], power, 1);
        Assert.All(power[60..440], p => Assert.Equal(0, p, 1e-6));
    }

    [Fact]
    public void A_channel_does_not_depend_on_its_neighbours()
    {
        const int Channels = 15, Length = 400;
        var x = TestRecording.Noise(Length * Channels);
        x[100 * Channels + 4] = double.NaN;
        var morlet = new MorletPower(Length, [12, 30], [4, 7], 250);
        double[] together = new double[2 * x.Length], alone = new double[2 * Length];
        morlet.Estimate(x, together, Channels);
        for (var c = 0; c < Channels; c++)
        {
            morlet.Estimate([.. Enumerable.Range(0, Length).Select(n => x[n * Channels + c])], alone, 1);
            for (var i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i * Channels + c]);
            Assert.Equal(c == 4, double.IsNaN(alone[0]));
        }
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Contains("Use fewer cycles", Assert.Throws<ArgumentException>(() => new MorletPower(100, [6], [3], 250)).Message);
        Assert.Throws<ArgumentException>(() => new MorletPower(100, [], [], 250));
        Assert.Throws<ArgumentException>(() => new MorletPower(100, [20], [3, 3], 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MorletPower(1000, [0], [3], 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MorletPower(1000, [126], [3], 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MorletPower(1000, [20], [double.NaN], 250));
        Assert.Throws<ArgumentException>(() => new MorletPower(200, [20], [3], 250).Estimate(new double[200], new double[199], 1));
    }
}
