using System.Numerics;
using FsCheck.Fluent;
using Pons.Signals;

namespace Pons.Tests.Signals;

public sealed class FourierTransformTests
{
    public static TheoryData<int> Lengths =>
        [1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 16, 17, 25, 49, 77, 97, 100, 121, 128, 143, 169, 250, 251, 257, 343, 500, 509, 601];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Spectrum_is_the_sum_of_its_definition(int length)
    {
        const int Channels = 3;
        var (re, im) = (TestRecording.Noise(length * Channels, 1), TestRecording.Noise(length * Channels, 2));
        Complex At(int i) => new(re[i], im[i]);
        var expected = Enumerable.Range(0, Channels).Select(c => Definition(length, n => At(n * Channels + c))).ToArray();
        new FourierTransform(length).Forward(re, im, Channels);
        for (var k = 0; k < length; k++)
            for (var c = 0; c < Channels; c++)
                Assert.Equal(0, (expected[c][k] - At(k * Channels + c)).Magnitude, 1e-12 * Math.Max(20, length));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Real_spectrum_is_the_sum_of_its_definition(int length)
    {
        const int Channels = 15;
        var x = TestRecording.Noise(length * Channels);
        var transform = new RealFourierTransform(length);
        var (re, im) = (new double[transform.BinCount * Channels], new double[transform.BinCount * Channels]);
        transform.Forward(x, re, im, Channels);
        foreach (var c in new[] { 0, 9, 13, 14 })
        {
            var expected = Definition(length, n => x[n * Channels + c]);
            for (var k = 0; k < transform.BinCount; k++)
            {
                var actual = new Complex(re[k * Channels + c], im[k * Channels + c]);
                Assert.Equal(0, (expected[k] - actual).Magnitude, 1e-12 * Math.Max(20, length));
            }
        }
    }

    [Fact]
    public void Inverse_undoes_forward()
    {
        for (var length = 1; length <= 620; length += length < 130 ? 1 : 7)
        {
            var channels = length % 3 == 0 ? 9 : 1;
            var (re, im) = (TestRecording.Noise(length * channels, 1), TestRecording.Noise(length * channels, 2));
            var (re0, im0) = (re.ToArray(), im.ToArray());
            var transform = new FourierTransform(length);
            transform.Forward(re, im, channels);
            transform.Inverse(re, im, channels);
            AssertNear(re0, re, 1e-12);
            AssertNear(im0, im, 1e-12);

            var real = new RealFourierTransform(length);
            var (sr, si) = (new double[real.BinCount * channels], new double[real.BinCount * channels]);
            real.Forward(re0, sr, si, channels);
            real.Inverse(sr, si, re, channels);
            AssertNear(re0, re, 1e-12);
        }
    }

    [Fact]
    public void Energy_in_time_is_energy_in_frequency() =>
        Prop.ForAll(Gen.Choose(1, 900).Zip(Gen.Choose(1, 10)).ToArbitrary(), p =>
        {
            var (length, channels) = p;
            var (re, im) = (TestRecording.Noise(length * channels, 1), TestRecording.Noise(length * channels, 2));
            var energy = re.Sum(v => v * v) + im.Sum(v => v * v);
            new FourierTransform(length).Forward(re, im, channels);
            return Math.Abs((re.Sum(v => v * v) + im.Sum(v => v * v)) / length - energy) < 1e-12 * energy * Math.Log2(length + 2);
        }).Holds();

    [Fact]
    public void A_delay_turns_the_phase() =>
        Prop.ForAll(Gen.Choose(2, 300).Zip(Gen.Choose(0, 299)).ToArbitrary(), p =>
        {
            var (length, delay) = p;
            var x = TestRecording.Noise(length);
            var later = Enumerable.Range(0, length).Select(n => x[(n + 2 * length * 150 - delay) % length]).ToArray();
            var (im, laterIm) = (new double[length], new double[length]);
            var transform = new FourierTransform(length);
            transform.Forward(x, im, 1);
            transform.Forward(later, laterIm, 1);
            return Enumerable.Range(0, length).All(k =>
            {
                var turned = new Complex(x[k], im[k]) * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * delay / length);
                return (turned - new Complex(later[k], laterIm[k])).Magnitude < 1e-9;
            });
        }).Holds();

    [Theory]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(77)]
    public void A_channel_does_not_depend_on_its_neighbours(int length)
    {
        const int Channels = 15;
        var x = TestRecording.Noise(length * Channels);
        x[3 * Channels + 4] = double.NaN;
        x[5 * Channels + 5] = 1e200;
        var transform = new RealFourierTransform(length);
        var (re, im) = (new double[transform.BinCount * Channels], new double[transform.BinCount * Channels]);
        transform.Forward(x, re, im, Channels);
        var (oneRe, oneIm) = (new double[transform.BinCount], new double[transform.BinCount]);
        for (var c = 0; c < Channels; c++)
        {
            transform.Forward([.. Enumerable.Range(0, length).Select(n => x[n * Channels + c])], oneRe, oneIm, 1);
            for (var k = 0; k < transform.BinCount; k++)
            {
                Assert.Equal(oneRe[k], re[k * Channels + c]);
                Assert.Equal(oneIm[k], im[k * Channels + c]);
                Assert.Equal(c == 4, double.IsNaN(re[k * Channels + c]));
            }
        }
    }

    [Fact]
    public void A_long_transform_keeps_its_precision()
    {
        foreach (var length in new[] { 150_000, 65_537, 16_900, 30_030 })
        {
            var (re, im) = (TestRecording.Noise(length, 1), new double[length]);
            var x = re.ToArray();
            var transform = new FourierTransform(length);
            transform.Forward(re, im, 1);
            foreach (var k in new[] { 1, 777, length / 2, length - 5 })
            {
                var sum = Complex.Zero;
                for (long n = 0; n < length; n++)
                {
                    var (sine, cosine) = double.SinCosPi(2.0 * (n * k % length) / length);
                    sum += new Complex(x[n] * cosine, -x[n] * sine);
                }

                Assert.Equal(0, (sum - new Complex(re[k], im[k])).Magnitude / Math.Sqrt(length), 1e-11);
            }

            transform.Inverse(re, im, 1);
            AssertNear(x, re, 1e-11);
        }
    }

    [Fact]
    public void Fast_lengths_have_factors_2_3_and_5_and_none_is_missed()
    {
        static bool IsSmooth(int n)
        {
            foreach (var f in new[] { 2, 3, 5 })
                while (n % f == 0) n /= f;
            return n == 1;
        }

        for (var least = 1; least < 3000; least++)
            Assert.Equal(Enumerable.Range(least, least + 1).First(IsSmooth), FourierTransform.FastLength(least));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public unsafe void Every_vector_width_gives_the_same_bits(int widest)
    {
        foreach (var length in new[] { 60, 77, 250, 169 })
        {
            foreach (var lanes in new[] { 1, 2, 4, 8 })
            {
                var n = length * lanes;
                var (a, b) = (TestRecording.Noise(2 * n), TestRecording.Noise(2 * n));
                var (workA, workB) = (new double[2 * n], new double[2 * n]);
                fixed (double* pa = a, pb = b, wa = workA, wb = workB)
                {
                    var x = new MixedRadixKernel(length).Transform(new(pa, pa + n), new(wa, wa + n), lanes);
                    var y = new MixedRadixKernel(length, widest).Transform(new(pb, pb + n), new(wb, wb + n), lanes);
                    Assert.Equal(new Span<double>(x.Real, n), new Span<double>(y.Real, n));
                    Assert.Equal(new Span<double>(x.Imaginary, n), new Span<double>(y.Imaginary, n));
                }
            }
        }
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FourierTransform(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealFourierTransform(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FourierTransform.FastLength(0));
        Assert.Throws<ArgumentException>(() => new FourierTransform(4).Forward(new double[8], new double[7], 2));
        Assert.Throws<ArgumentException>(() => new RealFourierTransform(4).Forward(new double[4], new double[2], new double[3], 1));
        Assert.Throws<ArgumentException>(() => new RealFourierTransform(4).Inverse(new double[3], new double[3], new double[5], 1));
    }

    private static Complex[] Definition(int length, Func<int, Complex> x) =>
        [.. Enumerable.Range(0, length).Select(k => Enumerable.Range(0, length).Aggregate(Complex.Zero, (sum, n) =>
        {
            var (sine, cosine) = double.SinCosPi(2.0 * ((long)n * k % length) / length);
            return sum + x(n) * new Complex(cosine, -sine);
        }))];

    private static void AssertNear(double[] expected, double[] actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
