using Pons.Decoding;
using Pons.Decoding.Riemann;
using Pons.Decoding.Spatial;
using Pons.Geometry;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class SpatialPatternTests
{
    /// <summary>Without penalty and loading the filters of the first class are those of plain common spatial patterns.</summary>
    [Fact]
    public void Without_regularisation_the_filters_are_the_plain_ones()
    {
        var means = ClassMeans(ReferenceTrials.TwoClasses);
        var filters = RegularisedCsp.Of(means, 2, loading: 0, penalty: 0);
        var plain = CommonSpatialPatterns.Of(means, 6);
        Assert.All([0, 1], f => Assert.Contains(Enumerable.Range(0, 6), p => Cosine(filters.Row(f), plain.Row(p)) > 1 - 1e-9));
    }

    [Fact]
    public void A_penalty_shortens_the_filters()
    {
        var means = ClassMeans(ReferenceTrials.TwoClasses);
        Matrix free = RegularisedCsp.Of(means, 2, 0, 0), held = RegularisedCsp.Of(means, 2, 0, 10);
        for (var f = 0; f < 2; f++) Assert.True(Roughness(held.Row(f)) < Roughness(free.Row(f)));

        double Roughness(Span<double> w)
        {
            var image = MatrixProduct.Multiply(new Matrix(1, 6, w.ToArray()), means[0]);
            var power = 0.0;
            for (var i = 0; i < 6; i++) power += image[0, i] * w[i];
            return w.ToArray().Sum(v => v * v) / power;
        }
    }

    /// <summary>The loud channels of the three classes of the reference trials carry the information.</summary>
    [Fact]
    public void Joint_patterns_come_in_the_order_of_information()
    {
        var means = ClassMeans(ReferenceTrials.All);
        double[] shares = [1.0 / 3, 1.0 / 3, 1.0 / 3];
        var filters = InformativePatterns.Of(means, shares, 6);
        double[] information = [.. Enumerable.Range(0, 6).Select(f => InformativePatterns.Information(filters.Row(f), means, shares))];
        Assert.Equal(information.OrderDescending(), information);
        Assert.True(information[2] > 3 * information[3], string.Join(" ", information));
    }

    [Fact]
    public void A_feature_that_decides_holds_one_bit_and_noise_none()
    {
        var random = new SplitMix(12);
        int[] classes = [.. Enumerable.Range(0, 400).Select(i => i % 2)];
        Assert.InRange(FeatureInformation.Of([.. classes.Select(k => 10 * k + random.Gaussian())], classes, 2), 0.98, 1);
        Assert.InRange(FeatureInformation.Of([.. classes.Select(_ => random.Gaussian())], classes, 2), 0, 0.05);
    }

    /// <summary>Two classes that differ only at 20 to 24 Hz and only in the third channel.</summary>
    [Fact]
    public void The_filter_bank_chooses_the_band_that_tells_the_classes_apart()
    {
        var random = new SplitMix(77);
        var trials = ReferenceTrials.Of([.. Enumerable.Range(0, 60).Select(i => Tone(random, i % 3 == 0 ? 1.5 : 0))]);
        var two = trials.Select(Enumerable.Range(0, 60).Where(i => i % 3 < 2));
        var model = new FilterBankCspLda { FeatureCount = 1 }.Fit(two.Select(Enumerable.Range(0, 30)));
        Assert.All(model.ToContent().Array("bands", -1).Values, b => Assert.InRange(b, 3, 5));
        Assert.True(Enumerable.Range(30, 10).Count(i => model.Predict(two.Trials[i]).Label == two.Trials[i].Label) >= 9);
    }

    [Fact]
    public void Bands_above_half_the_rate_and_trials_within_the_warm_up_are_refused()
    {
        var fault = Assert.Throws<DecodingException>(() => new FilterBankCspLda { HighHz = 130 }.Fit(ReferenceTrials.TwoClasses));
        Assert.Contains("250 Hz", fault.Message, StringComparison.Ordinal);
        Assert.Throws<DecodingException>(() => new FilterBankCspLda { WarmUpSeconds = 1 }.Fit(ReferenceTrials.TwoClasses));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FilterBankCspLda { LowHz = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularisedCspLda { Loading = 1.1 });
    }

    [Fact]
    public void An_embedding_that_does_not_fit_the_trial_is_refused()
    {
        Assert.Throws<DecodingException>(() => new AugmentedTangentSvm { Order = 5, LagSeconds = 0.2 }.Fit(ReferenceTrials.TwoClasses));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AugmentedTangentSvm { Order = 0 });
    }

    /// <summary>Copy k of channel c is channel c, k lags later.</summary>
    [Fact]
    public void An_embedded_covariance_holds_delayed_products()
    {
        var signal = new SplitMix(2).Gaussians(2 * 500);
        var covariance = new DelayEmbedding(3, 4).Covariance(signal, 2);
        Assert.Equal(6, covariance.Matrix.Rows);
        var expected = Enumerable.Range(0, 492).Average(n => Centred(0, n) * Centred(1, n + 8));
        Assert.Equal(expected * (1 - covariance.Shrinkage), covariance.Matrix[0, 5], 12);

        double Centred(int c, int n) => signal[c * 500 + n] - Enumerable.Range(c * 8, 492).Average(i => signal[c * 500 + i]);
    }

    [Fact]
    public void An_order_of_one_is_the_plain_machine()
    {
        var plain = new TangentSvm().Fit(ReferenceTrials.Train);
        var augmented = new AugmentedTangentSvm { Order = 1 }.Fit(ReferenceTrials.Train);
        Assert.Equal(plain.Predict(ReferenceTrials.Test.Trials[0]).Probabilities, augmented.Predict(ReferenceTrials.Test.Trials[0]).Probabilities);
    }

    private static double[] Tone(SplitMix random, double amplitude)
    {
        var signal = random.Gaussians(6 * 200);
        var phase = 2 * Math.PI * random.Uniform();
        for (var n = 0; n < 200; n++) signal[2 * 200 + n] += amplitude * Math.Sin(2 * Math.PI * 22 * n / 250 + phase);
        return signal;
    }

    private static Matrix[] ClassMeans(TrialSet trials) =>
        [.. trials.Classes.Select(k => EuclideanMean.Of([.. trials.Trials.Where(t => t.Label == k).Select(t => t.Covariance.Matrix)]))];

    private static double Cosine(Span<double> a, Span<double> b)
    {
        double product = 0, left = 0, right = 0;
        for (var i = 0; i < a.Length; i++)
        {
            product += a[i] * b[i];
            left += a[i] * a[i];
            right += b[i] * b[i];
        }

        return Math.Abs(product) / Math.Sqrt(left * right);
    }
}
