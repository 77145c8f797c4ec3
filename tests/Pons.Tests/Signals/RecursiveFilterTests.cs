using FsCheck.Fluent;
using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class RecursiveFilterTests
{
    private static readonly int[] s_picked = [0, 1, 10, 500, 999];

    [Theory]
    [MemberData(nameof(FilterDesignTests.Designs), MemberType = typeof(FilterDesignTests))]
    public void Causal_output_is_that_of_the_reference(string name)
    {
        var y = TestRecording.SampleMajor();
        new CausalFilter(FilterDesignTests.Design(name), 4).Process(y, y);
        ReferenceFile.Read("filters").AssertEqual("sosfilt." + name, TestRecording.Pick(y, s_picked));
    }

    [Theory]
    [MemberData(nameof(FilterDesignTests.Designs), MemberType = typeof(FilterDesignTests))]
    public void Zero_phase_output_is_that_of_the_reference(string name)
    {
        var y = TestRecording.SampleMajor();
        ZeroPhaseFilter.Apply(FilterDesignTests.Design(name), y, y, 4);
        ReferenceFile.Read("filters").AssertEqual("sosfiltfilt." + name, TestRecording.Pick(y, s_picked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(500)]
    [InlineData(0)]
    public void Output_does_not_depend_on_the_cutting(int length)
    {
        const int Channels = 11;
        var x = TestRecording.Noise(1003 * Channels);
        var single = x.Select(v => (float)v).ToArray();
        foreach (var sections in Cascades())
        {
            Assert.Equal(Filtered(sections, Channels, x, x.Length), Filtered(sections, Channels, x, length));
            Assert.Equal(Filtered(sections, Channels, single, x.Length), Filtered(sections, Channels, single, length));
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(1)]
    public void Every_vector_width_gives_the_same_bits(int widest)
    {
        const int Channels = 15;
        var x = TestRecording.Noise(300 * Channels);
        foreach (var sections in Cascades())
        {
            var each = new double[x.Length];
            for (var c = 0; c < Channels; c++)
            {
                var alone = Enumerable.Range(0, 300).Select(n => x[n * Channels + c]).ToArray();
                new CausalFilter(sections, 1).Process(alone, alone);
                for (var n = 0; n < 300; n++) each[n * Channels + c] = alone[n];
            }

            var y = new double[x.Length];
            new CausalFilter(sections, Channels, widest).Process(x, y);
            Assert.Equal(each, y);
            var zero = new double[x.Length];
            ZeroPhaseFilter.Apply(sections, x, zero, Channels, widest);
            ZeroPhaseFilter.Apply(sections, x, y, Channels);
            Assert.Equal(y, zero);
            var single = x.Select(v => (float)v).ToArray();
            new CausalFilter(sections, Channels, widest).Process(single, single);
            Assert.Equal(Filtered(sections, Channels, x.Select(v => (double)(float)v).ToArray(), x.Length).Select(v => (float)v), single);
        }
    }

    [Fact]
    public void Agrees_with_the_difference_equation()
    {
        var x = TestRecording.Noise(400);
        foreach (var sections in Cascades())
        {
            var expected = x;
            foreach (var s in sections.Sections) expected = Direct(s, expected);
            var y = new double[x.Length];
            new CausalFilter(sections, 1).Process(x, y);
            for (var i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 9);
        }
    }

    [Fact]
    public void Filtering_is_linear_and_time_invariant() =>
        Prop.ForAll(Gen.Choose(0, 40).Zip(Gen.Choose(-50, 50)).ToArbitrary(), p =>
        {
            var (delay, weight) = p;
            var (x, u) = (TestRecording.Noise(300), TestRecording.Noise(300, 4));
            var filter = Butterworth.BandPass(3, 8, 30, 250);
            double[] Run(double[] v) => Filtered(filter, 1, v, v.Length);
            var sum = Run([.. x.Zip(u, (a, b) => a + weight * b)]);
            var parts = Run(x).Zip(Run(u), (a, b) => a + weight * b);
            var later = Run([.. new double[delay], .. x]);
            return sum.Zip(parts, (a, b) => Math.Abs(a - b)).Max() < 1e-11 * (1 + Math.Abs(weight))
                && later.Skip(delay).SequenceEqual(Run(x));
        }).Holds();

    [Fact]
    public void Response_is_the_spectrum_of_the_impulse_response()
    {
        var filter = ChebyshevType1.BandPass(3, 1, 8, 30, 250);
        var impulse = new double[4000];
        impulse[0] = 1;
        new CausalFilter(filter, 1).Process(impulse, impulse);
        foreach (var f in new[] { 2.0, 8, 17, 30, 90 })
        {
            var sum = System.Numerics.Complex.Zero;
            for (var n = 0; n < impulse.Length; n++)
                sum += impulse[n] * System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * f * n / 250);
            Assert.Equal(0, (sum - filter.Response(f, 250)).Magnitude, 9);
        }
    }

    [Fact]
    public void An_envelope_comes_later_by_the_group_delay()
    {
        var filter = Butterworth.BandPass(2, 8, 16, 250);
        static double Burst(int n) => Math.Exp(-Math.Pow((n - 700) / 150.0, 2)) * Math.Cos(2 * Math.PI * 11 * n / 250);
        var burst = Enumerable.Range(0, 2000).Select(Burst).ToArray();
        var y = new double[burst.Length];
        new CausalFilter(filter, 1).Process(burst, y);
        static double Centre(double[] v) => v.Select((a, n) => a * a * n).Sum() / v.Sum(a => a * a);
        Assert.Equal(filter.GroupDelaySamples(11, 250), Centre(y) - Centre(burst), 0.3);
    }

    [Fact]
    public void Zero_phase_filtering_mirrors_with_time()
    {
        // Only far from the ends, because the first pass starts at one of them.
        var x = TestRecording.Noise(3000);
        var filter = Butterworth.BandPass(3, 8, 30, 250);
        double[] Run(double[] v)
        {
            var y = new double[v.Length];
            ZeroPhaseFilter.Apply(filter, v, y, 1);
            return y;
        }

        var forwards = Run(x);
        var mirrored = Run([.. x.Reverse()]).Reverse().ToArray();
        for (var n = 1000; n < 2000; n++) Assert.Equal(forwards[n], mirrored[n], 9);
    }

    [Fact]
    public void Not_a_number_stays_in_its_channel()
    {
        const int Channels = 13;
        var x = TestRecording.Noise(500 * Channels);
        var filter = Butterworth.BandPass(4, 1, 40, 250);
        var clean = Filtered(filter, Channels, x, x.Length);
        x[200 * Channels + 5] = double.NaN;
        var y = Filtered(filter, Channels, x, x.Length);
        for (var i = 0; i < y.Length; i++)
        {
            if (i % Channels == 5 && i / Channels >= 200) Assert.True(double.IsNaN(y[i]));
            else Assert.Equal(clean[i], y[i]);
        }
    }

    [Fact]
    public void A_decaying_tail_reaches_zero_and_not_denormal_numbers()
    {
        var x = new double[60_000];
        x[0] = 1;
        var y = Filtered(Butterworth.BandPass(4, 1, 40, 250), 1, x, 10);
        Assert.Equal(0, y[^1]);
        Assert.DoesNotContain(y, double.IsSubnormal);
    }

    [Fact]
    public void Reset_returns_to_rest()
    {
        var x = TestRecording.Noise(330);
        var filter = new CausalFilter(Butterworth.LowPass(5, 20, 250), 3);
        var (first, second) = (new double[330], new double[330]);
        filter.Process(x, first);
        filter.Reset();
        filter.Process(x, second);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        var sections = Butterworth.BandPass(4, 1, 40, 250);
        var filter = new CausalFilter(sections, 3);
        var x = new double[90];
        Assert.Throws<ArgumentException>(() => filter.Process(x.AsSpan(0, 10), x.AsSpan(0, 10)));
        Assert.Throws<ArgumentException>(() => filter.Process(x.AsSpan(0, 9), x.AsSpan(0, 12)));
        Assert.Throws<ArgumentException>(() => filter.Process(x.AsSpan(0, 9), x.AsSpan(3, 9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CausalFilter(sections, 0));
        Assert.Throws<ArgumentNullException>(() => new CausalFilter(null!, 1));
        Assert.Equal(27, ZeroPhaseFilter.PaddingSamples(sections));
        var tooShort = Assert.Throws<ArgumentException>(() => ZeroPhaseFilter.Apply(sections, new double[27], new double[27], 1));
        Assert.Contains("by 27 samples", tooShort.Message);
        filter.Process(ReadOnlySpan<float>.Empty, []);
    }

    private static SecondOrderSections[] Cascades() =>
    [
        Notch.At(50, 30, 250), Butterworth.LowPass(4, 30, 250), Butterworth.BandPass(3, 8, 30, 250), Butterworth.BandPass(4, 1, 40, 250),
        Butterworth.BandPass(7, 8, 30, 250), ChebyshevType2.BandStop(10, 40, 45, 55, 250),
    ];

    private static double[] Filtered(SecondOrderSections sections, int channels, double[] x, int length)
    {
        var filter = new CausalFilter(sections, channels);
        var y = new double[x.Length];
        var at = 0;
        foreach (var n in TestRecording.Cuts(x.Length / channels, length))
        {
            filter.Process(x.AsSpan(at, n * channels), y.AsSpan(at, n * channels));
            at += n * channels;
        }

        return y;
    }

    private static float[] Filtered(SecondOrderSections sections, int channels, float[] x, int length)
    {
        var filter = new CausalFilter(sections, channels);
        var y = new float[x.Length];
        var at = 0;
        foreach (var n in TestRecording.Cuts(x.Length / channels, length))
        {
            filter.Process(x.AsSpan(at, n * channels), y.AsSpan(at, n * channels));
            at += n * channels;
        }

        return y;
    }

    private static double[] Direct(Biquad s, double[] x)
    {
        var y = new double[x.Length];
        for (var n = 0; n < x.Length; n++)
        {
            double X(int k) => n >= k ? x[n - k] : 0;
            double Y(int k) => n >= k ? y[n - k] : 0;
            y[n] = s.B0 * x[n] + s.B1 * X(1) + s.B2 * X(2) - s.A1 * Y(1) - s.A2 * Y(2);
        }

        return y;
    }
}
