using System.Collections.Immutable;
using Pons.Decoding;
using Pons.Decoding.Vep;
using Pons.Streams;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding.Vep;

public sealed class TemplateDecoderTests
{
    public static TheoryData<string> Names => [.. Decoders.All.OfType<TemplateDecoder>().Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_decoder_by_templates_decides_trials_that_it_has_not_seen(string name)
    {
        var model = Decoders.Named(name).Fit(FlickerTrials.All.Select(Enumerable.Range(0, 16)));
        Assert.All(FlickerTrials.All.Trials.Skip(16), t => Assert.Equal(t.Label, model.Predict(t).Label));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Classes_of_one_frequency_are_told_apart_by_their_phase(string name)
    {
        var one = FlickerTrials.Frequencies[0];
        var set = PhaseCoded();
        var stated = ImmutableSortedDictionary<string, double>.Empty.Add("0", one).Add("1", one).Add("2", one).Add("3", one);
        var decoder = (TemplateDecoder)Decoders.Named(name) with { FrequenciesHz = stated };
        var model = decoder.Fit(set.Select(Enumerable.Range(0, 16)));
        var right = set.Trials.Skip(16).Count(t => model.Predict(t).Label == t.Label);
        Assert.InRange(right, name is "mset-cca" ? 1 : 7, 8);
    }

    [Fact]
    public void A_filter_bank_decides_as_well()
    {
        var model = new EnsembleTrca { Bands = 3 }.Fit(FlickerTrials.All.Select(Enumerable.Range(0, 16)));
        Assert.All(FlickerTrials.All.Trials.Skip(16), t => Assert.Equal(t.Label, model.Predict(t).Label));
    }

    [Fact]
    public void Trials_of_another_length_are_refused() =>
        Assert.Throws<DecodingException>(() => new Trca().Fit(FlickerTrials.All).Predict(new double[8 * 100], 100));

    [Fact]
    public void Codes_are_decided_and_the_responses_to_flashes_found()
    {
        var (set, codes, kernel) = Coded();
        var model = (FittedReconvolutionCca)new ReconvolutionCca { Codes = codes }.Fit(set.Select(Enumerable.Range(0, 24)));
        var right = set.Trials.Skip(24).Count(t => model.Predict(t).Label == t.Label);
        Assert.Equal(24, right);
        Assert.InRange(Math.Abs(Correlation(model.Responses[..36].ToArray(), kernel)), 0.85, 1);
        var shorter = set.Trials[30];
        double[] half = [.. Enumerable.Range(0, 4).SelectMany(c => shorter[c][..180].ToArray())];
        Assert.Equal(shorter.Label, model.Predict(half, 180).Label);
    }

    [Fact]
    public void Codes_that_cannot_be_told_apart_are_refused()
    {
        var (set, codes, _) = Coded();
        Assert.Throws<DecodingException>(() => new ReconvolutionCca { Codes = codes.SetItem("0", codes["1"]) }.Fit(set));
        Assert.Throws<DecodingException>(() => new ReconvolutionCca { Codes = codes.SetItem("0", "0000") }.Fit(set));
        Assert.Throws<DecodingException>(() => new ReconvolutionCca().Fit(set));
        Assert.Throws<DecodingException>(() => new ReconvolutionCca { Codes = codes, ResponseSeconds = 9 }.Fit(set));
    }

    private static TrialSet PhaseCoded()
    {
        var random = new SplitMix(29);
        var mix = random.Uniforms(8);
        return new(FlickerTrials.Stream, [.. Enumerable.Range(0, 24).Select(i =>
        {
            var values = random.Gaussians(2000);
            for (var c = 0; c < 8; c++)
                for (var n = 0; n < 250; n++)
                    values[c * 250 + n] += 0.8 * mix[c] * Math.Sin(2 * Math.PI * 8 * (n / 250.0) + i % 4 * Math.PI / 2);
            return FlickerTrials.OneTrial(values, i, new($"{i % 4}"));
        })]);
    }

    // Eight shifts of a maximal-length sequence of 63 bits at 60 a second, trials of 3 s at 120 Hz; flashes of every length evoke one kernel.
    private static (TrialSet Set, ImmutableSortedDictionary<string, string> Codes, double[] Kernel) Coded()
    {
        var (bits, state) = ("", 1);
        for (var i = 0; i < 63; i++)
        {
            bits += state & 1;
            state = (state >> 1) | (((state ^ (state >> 1)) & 1) << 5);
        }

        var codes = Enumerable.Range(0, 8).ToImmutableSortedDictionary(k => $"{k}", k => bits[(7 * k)..] + bits[..(7 * k)]);
        double[] kernel = [.. Enumerable.Range(0, 36).Select(n => Math.Sin(2 * Math.PI * n / 18.0) * Math.Exp(-n / 12.0))];
        var random = new SplitMix(31);
        var mix = random.Gaussians(4);
        var stream = new StreamInfo("codes", [.. Enumerable.Range(0, 4).Select(c => new Channel($"C{c}"))], 120, new("file"));
        return (new(stream, [.. Enumerable.Range(0, 48).Select(i => CodedTrial(random, mix, kernel, codes[$"{i % 8}"], i))]), codes, kernel);
    }

    private static Trial CodedTrial(SplitMix random, double[] mix, double[] kernel, string code, int index)
    {
        var values = random.Gaussians(4 * 360);
        for (var bit = 0; bit < 180; bit++)
        {
            if (code[bit % 63] == '0' || (bit > 0 && code[(bit - 1) % 63] == '1')) continue;
            for (var lag = 0; lag < 36 && 2 * bit + lag < 360; lag++)
                for (var c = 0; c < 4; c++) values[c * 360 + 2 * bit + lag] += mix[c] * kernel[lag];
        }

        var first = index * 1000L;
        return new(
            values, 4, new($"{index % 8}"), new(new("s"), new("1"), new("1"), first, first + 360, new(new("file"), first * 1_000_000), first));
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var product = a.Zip(b).Sum(p => (p.First - meanA) * (p.Second - meanB));
        return product / Math.Sqrt(a.Sum(v => (v - meanA) * (v - meanA)) * b.Sum(v => (v - meanB) * (v - meanB)));
    }
}
