using FsCheck.Fluent;
using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class SavitzkyGolayTests
{
    [Fact]
    public void Output_is_that_of_the_reference()
    {
        var x = TestRecording.SampleMajor();
        var y = Smoothed(x, 11, 3, TestRecording.Channels);
        ReferenceFile.Read("filters").AssertEqual("savgol_11_3", TestRecording.Pick(y, 0, 5, 500, 999));
    }

    [Fact]
    public void The_middle_of_five_samples_has_the_weights_of_the_paper()
    {
        var y = Smoothed([0, 0, 0, 0, 35, 0, 0, 0, 0], 5, 2, 1);
        double[] expected = [-3, 12, 17, 12, -3];
        for (var i = 0; i < 5; i++) Assert.Equal(expected[i], y[i + 2], 1e-12);
    }

    [Fact]
    public void Polynomials_up_to_the_degree_stay_as_they_are() =>
        Prop.ForAll(
            (from half in Gen.Choose(0, 40)
             from degree in Gen.Choose(0, 2 * half)
             from power in Gen.Choose(0, degree)
             from more in Gen.Choose(0, 60)
             select (2 * half + 1, degree, power, more)).ToArbitrary(),
            p =>
            {
                var (window, degree, power, more) = p;
                var x = Enumerable.Range(0, window + more).Select(n => Math.Pow((n - window / 2.0) / window, power)).ToArray();
                var scale = x.Max(Math.Abs);
                return Smoothed(x, window, degree, 1).Zip(x, (a, b) => Math.Abs(a - b)).Max() <= 1e-10 * scale;
            }).Holds();

    [Fact]
    public void A_channel_does_not_depend_on_its_neighbours()
    {
        const int Channels = 13;
        var x = TestRecording.Noise(500 * Channels);
        x[200 * Channels + 5] = double.NaN;
        var y = Smoothed(x, 21, 4, Channels);
        for (var c = 0; c < Channels; c++)
        {
            var alone = Smoothed([.. Enumerable.Range(0, 500).Select(n => x[n * Channels + c])], 21, 4, 1);
            for (var n = 0; n < 500; n++) Assert.Equal(alone[n], y[n * Channels + c]);
            Assert.Equal(c == 5 ? 21 : 0, alone.Count(double.IsNaN));
        }
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolayFilter(10, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolayFilter(11, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SavitzkyGolayFilter(11, -1));
        Assert.Contains("10 samples", Assert.Throws<ArgumentException>(() => Smoothed(new double[20], 11, 3, 2)).Message);
        Assert.Throws<ArgumentException>(() => Smoothed(new double[25], 11, 3, 2));
        var x = new double[22];
        Assert.Throws<ArgumentException>(() => new SavitzkyGolayFilter(11, 3).Apply(x, x, 1));
    }

    private static double[] Smoothed(double[] x, int window, int degree, int channels)
    {
        var y = new double[x.Length];
        new SavitzkyGolayFilter(window, degree).Apply(x, y, channels);
        return y;
    }
}
