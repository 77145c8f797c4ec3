using System.Numerics;
using FsCheck.Fluent;
using Pons.Signals;
using Pons.Tests.Reference;

namespace Pons.Tests.Signals;

public sealed class FirFilterTests
{
    [Fact]
    public void Taps_are_those_of_the_reference()
    {
        var taps = WindowedSinc.BandPass(Window.Hamming(101, WindowSymmetry.Symmetric), 8, 30, 250);
        ReferenceFile.Read("filters").AssertEqual("firwin.101_hamming_8_30", taps);
    }

    [Fact]
    public void Length_from_the_pass_band_is_that_of_the_reference() =>
        ReferenceFile.Read("filters").AssertEqual("mne.create_filter_1_40.len", [PassBandFir.BandPass(1, 40, 250).Length]);

    [Fact]
    public void Output_of_the_pass_band_is_that_of_the_reference()
    {
        var x = TestRecording.SampleMajor();
        new OverlapAddFilter(PassBandFir.BandPass(8, 30, 250)).ZeroPhase(x, x, TestRecording.Channels);
        ReferenceFile.Read("filters").AssertEqual("mne.filter_data", TestRecording.Pick(x, 0, 1, 500, 999));
    }

    [Theory]
    [InlineData(0.5, 100)]
    [InlineData(1, 40)]
    [InlineData(8, 30)]
    [InlineData(40, 120)]
    public void The_whole_pass_band_passes_and_nothing_beyond_its_transition(double low, double high)
    {
        double[][] filters = [PassBandFir.HighPass(low, 250), PassBandFir.BandPass(low, high, 250), PassBandFir.LowPass(high, 250)];
        // The window leaves 0.005 at the end of a transition, and at 0 and half the rate the two sides add.
        var below = low - Math.Min(Math.Max(low / 4, 2), low);
        var above = high + Math.Min(Math.Max(high / 4, 2), 125 - high);
        foreach (var taps in filters) Assert.Equal(1, Gain(taps, (low + high) / 2), 0.005);
        foreach (var taps in filters[..2]) Assert.InRange(Gain(taps, below), 0, 0.011);
        foreach (var taps in filters[1..]) Assert.InRange(Gain(taps, above), 0, 0.011);
        foreach (var taps in filters[..2]) Assert.Equal(1, Gain(taps, low), 0.011);
        foreach (var taps in filters[1..]) Assert.Equal(1, Gain(taps, high), 0.011);
        Assert.All(filters, taps => Assert.Equal(1, taps.Length % 2));
    }

    [Fact]
    public void Gain_is_one_where_it_is_promised_and_small_in_the_stop_band()
    {
        var window = Window.Hamming(201, WindowSymmetry.Symmetric);
        Assert.Equal(1, Gain(WindowedSinc.LowPass(window, 30, 250), 0), 1e-12);
        Assert.Equal(1, Gain(WindowedSinc.HighPass(window, 30, 250), 125), 1e-12);
        Assert.Equal(1, Gain(WindowedSinc.BandPass(window, 20, 40, 250), 30), 1e-12);
        Assert.Equal(1, Gain(WindowedSinc.BandStop(window, 20, 40, 250), 0), 1e-12);
        Assert.InRange(Gain(WindowedSinc.LowPass(window, 30, 250), 40), 0, 0.005);
        Assert.InRange(Gain(WindowedSinc.HighPass(window, 30, 250), 20), 0, 0.005);
        Assert.InRange(Gain(WindowedSinc.BandPass(window, 20, 40, 250), 60), 0, 0.005);
        Assert.InRange(Gain(WindowedSinc.BandStop(window, 20, 40, 250), 30), 0, 0.005);
        Assert.Equal(0.5, Gain(WindowedSinc.LowPass(window, 30, 250), 30), 0.01);
    }

    [Fact]
    public void Overlap_add_and_the_stream_agree_with_the_convolution() =>
        Prop.ForAll(
            (from taps in Gen.Choose(1, 120)
             from samples in Gen.Choose(1, 500)
             from channels in Gen.Choose(1, 13)
             select (taps, samples, channels)).ToArbitrary(),
            p =>
            {
                var (tapCount, samples, channels) = p;
                var (taps, x) = (TestRecording.Noise(tapCount, 8), TestRecording.Noise(samples * channels));
                var expected = Convolution(taps, x, channels);
                var (fast, stream) = (x.ToArray(), x.ToArray());
                new OverlapAddFilter(taps).Causal(fast, fast, channels);
                new CausalFirFilter(taps, channels).Process(stream, stream);
                return Near(expected, fast, 1e-10) && Near(expected, stream, 1e-10);
            }).Holds();

    [Fact]
    public void Overlap_add_joins_many_pieces()
    {
        var (taps, x) = (TestRecording.Noise(31, 8), TestRecording.Noise(20_000));
        var fast = new double[x.Length];
        new OverlapAddFilter(taps).Causal(x, fast, 2);
        Assert.True(Near(Convolution(taps, x, 2), fast, 1e-10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(500)]
    [InlineData(0)]
    public void Stream_output_does_not_depend_on_the_cutting(int length)
    {
        const int Channels = 43;
        var taps = TestRecording.Noise(61, 8);
        var x = TestRecording.Noise(1100 * Channels);
        var whole = new double[x.Length];
        new CausalFirFilter(taps, Channels).Process(x, whole);
        foreach (var widest in new[] { 8, 4, 2, 1 })
        {
            var filter = new CausalFirFilter(taps, Channels, widest);
            var (y, at) = (new double[x.Length], 0);
            foreach (var n in TestRecording.Cuts(1100, length))
            {
                filter.Process(x.AsSpan(at, n * Channels), y.AsSpan(at, n * Channels));
                at += n * Channels;
            }

            Assert.Equal(whole, y);
        }
    }

    [Fact]
    public void Reset_forgets_the_stream_and_single_precision_only_rounds()
    {
        var filter = new CausalFirFilter([0.5, 0.25, -1], 2);
        var x = TestRecording.Noise(40).Select(v => (float)v).ToArray();
        var (first, second, exact) = (new float[40], new float[40], new double[40]);
        filter.Process(x, first);
        filter.Reset();
        filter.Process(x, second);
        Assert.Equal(first, second);
        filter.Reset();
        filter.Process(x.Select(v => (double)v).ToArray(), exact);
        Assert.Equal(exact.Select(v => (float)v), first);
    }

    [Fact]
    public void Zero_phase_takes_the_delay_back()
    {
        var taps = WindowedSinc.BandPass(Window.Hamming(101, WindowSymmetry.Symmetric), 8, 30, 250);
        var x = TestRecording.SampleMajor();
        var (causal, zero) = (new double[x.Length], x.ToArray());
        var filter = new OverlapAddFilter(taps);
        filter.Causal(x, causal, 4);
        filter.ZeroPhase(zero, zero, 4);
        for (var i = 100 * 4; i < x.Length; i++) Assert.Equal(causal[i], zero[i - 50 * 4], 1e-12);
    }

    [Fact]
    public void Zero_phase_low_pass_leaves_a_line_as_it_is()
    {
        var x = Enumerable.Range(0, 600).Select(n => 3 + 0.5 * n).ToArray();
        var y = new double[600];
        new OverlapAddFilter(WindowedSinc.LowPass(Window.Hann(51, WindowSymmetry.Symmetric), 30, 250)).ZeroPhase(x, y, 1);
        for (var n = 0; n < 600; n++) Assert.Equal(x[n], y[n], 1e-9);
    }

    [Fact]
    public void Resampling_is_that_of_the_reference()
    {
        var y = new double[400 * 4];
        Resampling.Apply(TestRecording.SampleMajor(), y, 4, 2, 5);
        ReferenceFile.Read("filters").AssertEqual("resample_poly_2_5", TestRecording.Pick(y, 0, 1, 200, 399));
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(5, 2)]
    [InlineData(3, 1)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(147, 160)]
    public void Resampling_is_the_sum_of_its_definition(int up, int down)
    {
        var x = TestRecording.Noise(333);
        var y = new double[Resampling.OutputCount(333, up, down)];
        Resampling.Apply(x, y, 1, up, down);
        var ratio = new ResamplingRatio(up, down);
        var taps = ratio.Taps();
        for (var m = 0; m < y.Length; m++)
        {
            var sum = 0.0;
            for (var k = 0; k < x.Length; k++)
            {
                var at = m * ratio.Down + ratio.DelaySteps - k * ratio.Up;
                if (at >= 0 && at < taps.Length) sum += taps[at] * x[k];
            }

            Assert.Equal(sum, y[m], 1e-12);
        }
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(8, 5)]
    public void A_resampled_sine_comes_late_by_the_stated_delay(int up, int down)
    {
        const double Frequency = 0.03;
        var resampler = new StreamResampler(up, down, 1);
        var x = Enumerable.Range(0, 1000).Select(n => Math.Sin(2 * Math.PI * Frequency * n)).ToArray();
        var y = new double[resampler.OutputCount(1000)];
        Assert.Equal(y.Length, resampler.Process(x, y));
        for (var m = y.Length / 2; m < y.Length; m++)
            Assert.Equal(Math.Sin(2 * Math.PI * Frequency * ((double)m * down / up - resampler.DelayInputSamples)), y[m], 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    [InlineData(500)]
    [InlineData(0)]
    public void Resampled_stream_does_not_depend_on_the_cutting(int length)
    {
        const int Channels = 19;
        var x = TestRecording.Noise(1200 * Channels);
        foreach (var (up, down) in new[] { (2, 5), (5, 3), (1, 4), (1, 1), (7, 1) })
        {
            var whole = new double[Resampling.OutputCount(1200, up, down) * Channels];
            Assert.Equal(whole.Length / Channels, new StreamResampler(up, down, Channels).Process(x, whole));
            foreach (var widest in new[] { 8, 4, 2, 1 })
            {
                var resampler = new StreamResampler(up, down, Channels, widest);
                var (y, at, written) = (new double[whole.Length], 0, 0);
                foreach (var n in TestRecording.Cuts(1200, length))
                {
                    var expected = resampler.OutputCount(n);
                    Assert.Equal(expected, resampler.Process(x.AsSpan(at, n * Channels), y.AsSpan(written)));
                    (at, written) = (at + n * Channels, written + expected * Channels);
                }

                Assert.Equal(whole, y);
            }
        }
    }

    [Fact]
    public void Offline_resampling_is_the_stream_without_its_delay()
    {
        var x = TestRecording.SampleMajor();
        var offline = new double[Resampling.OutputCount(1000, 2, 5) * 4];
        Resampling.Apply(x, offline, 4, 2, 5);
        var resampler = new StreamResampler(2, 5, 4);
        var stream = new float[resampler.OutputCount(1000) * 4];
        resampler.Process(x.Select(v => (float)v).ToArray(), stream);
        var delay = (int)(resampler.DelayInputSamples * 2 / 5) * 4;
        Assert.Equal(40, delay);
        for (var i = delay; i < stream.Length; i++) Assert.Equal(offline[i - delay], stream[i], 1e-6);
        resampler.Reset();
        Assert.Equal(400, resampler.OutputCount(1000));
    }

    [Fact]
    public void Not_a_number_stays_in_its_channel()
    {
        const int Channels = 9;
        var x = TestRecording.Noise(500 * Channels);
        x[200 * Channels + 5] = double.NaN;
        var (y, z) = (new double[x.Length], new double[x.Length]);
        new OverlapAddFilter(TestRecording.Noise(21, 8)).Causal(x, y, Channels);
        new CausalFirFilter(TestRecording.Noise(21, 8), Channels).Process(x, z);
        for (var i = 0; i < x.Length; i++)
        {
            Assert.True(i % Channels == 5 || !double.IsNaN(y[i]));
            Assert.Equal(i % Channels == 5 && i / Channels is >= 200 and <= 220, double.IsNaN(z[i]));
        }
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        var even = Window.Hann(10, WindowSymmetry.Symmetric);
        Assert.Throws<ArgumentException>(() => WindowedSinc.HighPass(even, 10, 100));
        Assert.Throws<ArgumentException>(() => WindowedSinc.BandStop(even, 10, 20, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowedSinc.LowPass(even, 50, 100));
        Assert.Throws<ArgumentException>(() => WindowedSinc.BandPass(even, 20, 10, 100));
        Assert.Throws<ArgumentException>(() => WindowedSinc.LowPass([], 10, 100));
        Assert.Throws<ArgumentException>(() => WindowedSinc.LowPass(new double[5], 10, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassBandFir.LowPass(125, 250));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassBandFir.HighPass(0, 250));
        Assert.Throws<ArgumentException>(() => PassBandFir.BandPass(30, 8, 250));
        Assert.Throws<ArgumentException>(() => new OverlapAddFilter([]));
        Assert.Throws<ArgumentException>(() => new CausalFirFilter([1, double.NaN], 1));
        Assert.Throws<InvalidOperationException>(() => new OverlapAddFilter([1, 1]).ZeroPhase(new double[5], new double[5], 1));
        Assert.Throws<ArgumentException>(() => new OverlapAddFilter([1, 1, 1]).ZeroPhase(new double[1], new double[1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamResampler(0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamResampler(1, 1, 0));
        Assert.Throws<ArgumentException>(() => new StreamResampler(3, 1, 1).Process(new double[5], new double[14]));
        Assert.Throws<ArgumentException>(() => Resampling.Apply(new double[5], new double[14], 1, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampling.OutputCount(-1, 1, 1));
    }

    private static double Gain(double[] taps, double frequency)
    {
        var sum = Complex.Zero;
        for (var n = 0; n < taps.Length; n++) sum += taps[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * frequency * n / 250);
        return sum.Magnitude;
    }

    private static double[] Convolution(double[] taps, double[] x, int channels)
    {
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            for (var k = 0; k < taps.Length && i - k * channels >= 0; k++) y[i] += taps[k] * x[i - k * channels];
        return y;
    }

    private static bool Near(double[] a, double[] b, double tolerance) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max() < tolerance;
}
