using System.Collections.Immutable;
using FsCheck.Fluent;
using Pons.Decoding;
using Pons.Decoding.Calibration;
using Pons.Decoding.Riemann;
using Pons.Tests.Reference;

namespace Pons.Tests.Decoding;

public sealed class CalibrationTests
{
    private static readonly ClassLabel[] Labels = [new("a"), new("b"), new("c")];

    /// <summary>Labels are drawn from softened probabilities, so the temperature that was used must be found.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(0.5)]
    public void The_temperature_of_the_labels_is_found(double temperature)
    {
        var (predictions, truth) = Drawn(20_000, temperature, seed: 5);
        var scaling = TemperatureScaling.Fit(predictions, truth);
        Assert.InRange(scaling.Temperature / temperature, 0.95, 1.05);
        Prediction[] scaled = [.. predictions.Select(scaling.Apply)];
        Assert.True(Reliability.Of(scaled, truth).ExpectedError < 0.25 * Reliability.Of(predictions, truth).ExpectedError);
        Assert.All(predictions.Zip(scaled), pair => Assert.Equal(pair.First.Index, pair.Second.Index));
    }

    [Fact]
    public void Log_loss_never_rises_on_the_trials_of_the_fit() => Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var (predictions, truth) = Drawn(30, 1 + seed % 7, (ulong)seed);
        Prediction[] scaled = [.. predictions.Select(TemperatureScaling.Fit(predictions, truth).Apply)];
        return ProbabilityScores.LogLoss(scaled, truth) <= ProbabilityScores.LogLoss(predictions, truth) + 1e-9;
    }).Holds();

    [Fact]
    public void Certain_and_right_gets_colder_and_certain_and_wrong_hotter()
    {
        Prediction sure = new([Labels[0], Labels[1]], [0.9, 0.1]);
        Assert.Equal(1e-3, TemperatureScaling.Fit([sure], [Labels[0]]).Temperature, 9);
        Assert.Equal(1e6, TemperatureScaling.Fit([sure], [Labels[1]]).Temperature);
        Assert.Equal(0.5, new TemperatureScaling(1e6).Apply(sure).Probabilities[0], 5);
        Prediction ruledOut = new([Labels[0], Labels[1]], [1, 0]);
        Assert.Equal(double.PositiveInfinity, ProbabilityScores.LogLoss([ruledOut], [Labels[1]]));
        Assert.True(new TemperatureScaling(1000).Apply(ruledOut).Probabilities[1] > 0.3);
    }

    [Fact]
    public void Rejecting_trades_coverage_for_accuracy()
    {
        Prediction[] predictions = [Sure(0.9), Sure(0.8), Sure(0.8), Sure(0.6)];
        ClassLabel[] truth = [Labels[0], Labels[0], Labels[1], Labels[1]];
        Assert.Equal([new(0.9, 0.25, 1), new(0.8, 0.75, 2.0 / 3), new(0.6, 1, 0.5)], RejectOption.Curve(predictions, truth));
        Assert.Equal(0.8, RejectOption.ForAccuracy(predictions, truth, 0.6)!.LeastConfidence);
        Assert.Null(RejectOption.ForAccuracy([Sure(0.9)], [Labels[1]], 0.6));
        Assert.Null(new RejectOption(0.7).Decide(Sure(0.6)));
        Assert.Equal(Labels[0], new RejectOption(0.7).Decide(Sure(0.7)));
    }

    [Fact]
    public void A_temperature_softens_an_overconfident_decoder_and_changes_no_decision()
    {
        var (plain, calibrated) = (new TangentLda(), Decoders.Named("tangent-lda+temperature"));
        Assert.Equal(calibrated, new TemperatureScaled(plain));
        FittedDecoder one = plain.Fit(ReferenceTrials.Train), other = calibrated.Fit(ReferenceTrials.Train);
        foreach (var trial in ReferenceTrials.Test.Trials)
            Assert.Equal(one.Predict(trial).Label, other.Predict(trial).Label);
        var lineage = new ModelLineage("p", ImmutableSortedDictionary<string, double>.Empty, [], 45, "pons");
        var loaded = ModelFile.FromBytes(ModelFile.ToBytes(other, lineage), "m").Decoder;
        Assert.Equal(other.ContentHash, loaded.ContentHash);
    }

    [Fact]
    public void Unknown_names_and_bad_confidences_are_refused()
    {
        Assert.Throws<DecodingException>(() => Decoders.Named("absent+temperature"));
        Assert.Throws<ArgumentException>(() => Reliability.Of([1.2], [true]));
        Assert.Throws<ArgumentException>(() => Reliability.Of([0.5], [true, false]));
        Assert.Throws<ArgumentException>(() => ProbabilityScores.Brier([Sure(0.5)], [new("absent")]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TemperatureScaling(0));
    }

    private static Prediction Sure(double p) => new([Labels[0], Labels[1]], [p, 1 - p]);

    private static (Prediction[] Predictions, ClassLabel[] Truth) Drawn(int count, double temperature, ulong seed)
    {
        var random = new SplitMix(seed);
        var predictions = new Prediction[count];
        var truth = new ClassLabel[count];
        for (var i = 0; i < count; i++)
        {
            double[] scores = [.. random.Gaussians(3).Select(g => Math.Exp(3 * g))];
            predictions[i] = new([.. Labels], [.. scores.Select(s => s / scores.Sum())]);
            var soft = new TemperatureScaling(temperature).Apply(predictions[i]).Probabilities;
            var u = random.Uniform();
            truth[i] = Labels[u < soft[0] ? 0 : u < soft[0] + soft[1] ? 1 : 2];
        }

        return (predictions, truth);
    }
}
