using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// A decoder by a weighted sum of an epoch's course in time. Epochs are of one length and of a band below half the rate of the
/// features, such as 0.5 to 12 Hz. The probabilities are the softmax of the scores. Needs two epochs of each class.
/// </summary>
public abstract record ErpLinearDecoder : Decoder
{
    private readonly double _featureRateHz = 20;

    /// <summary>Features of each channel in a second; 20 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double FeatureRateHz
    {
        get => _featureRateHz;
        init
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
            _featureRateHz = value;
        }
    }

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => OwnParameters.Add("featureRateHz", FeatureRateHz);

    /// <summary>The parameters that only this decoder has.</summary>
    private protected virtual ImmutableSortedDictionary<string, double> OwnParameters => ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledTrials.Of(trials, leastTrialsPerClass: 2, Name);
        var step = EpochFeatures.StepFor(trials.Stream.RateHz, FeatureRateHz);
        if (trials.SampleCount < step)
            throw new DecodingException(
                $"{Name} was given epochs of {trials.SampleCount} samples.", $"A feature takes {step} of them.", "Cut longer epochs.");
        try
        {
            var features = FeaturesOf(data, trials.Classes, step);
            var vectors = new Matrix(data.Trials.Length, features.CountOf(trials.Stream.ChannelCount, trials.SampleCount));
            for (var i = 0; i < vectors.Rows; i++) features.Extract(data.Trials[i].Signal.Span, trials.SampleCount, vectors.Row(i));
            var times = trials.SampleCount / step;
            var discriminant = Learn(vectors, data.ClassIndices, trials.Classes, times);
            return new FittedErpLinear(this, trials.Stream, trials.SampleCount, trials.Classes, features, discriminant);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var decoder = WithParameters(content) with { FeatureRateHz = content.Parameter("featureRateHz") };
        var features = decoder.RestoreFeatures(content, EpochFeatures.StepFor(content.Stream.RateHz, decoder.FeatureRateHz));
        var (classes, count) = (content.Classes.Length, features.CountOf(content.Stream.ChannelCount, content.SampleCount));
        var discriminant = ShrinkageDiscriminant.Of(
            new(classes, count, [.. content.Array("weights", classes, count).Values]), [.. content.Array("intercepts", classes).Values]);
        return new FittedErpLinear(decoder, content.Stream, content.SampleCount, content.Classes, features, discriminant);
    }

    /// <summary>The same decoder with the parameters of a model that only it has.</summary>
    private protected virtual ErpLinearDecoder WithParameters(ModelContent content) => this;

    /// <summary>How an epoch becomes a vector: means over time of each channel.</summary>
    private protected virtual EpochFeatures FeaturesOf(LabelledTrials data, ImmutableArray<ClassLabel> classes, int step) =>
        RestoreFeatures(null, step);

    /// <summary>The same from a model.</summary>
    private protected virtual EpochFeatures RestoreFeatures(ModelContent? content, int step) => new(null, step, Averages: true, TimeFirst: true);

    /// <summary>Learns the weights.</summary>
    /// <param name="vectors">[epoch × feature].</param>
    /// <param name="classIndices">The class of each epoch.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="times">How many times a feature vector covers.</param>
    private protected abstract ShrinkageDiscriminant Learn(Matrix vectors, int[] classIndices, ImmutableArray<ClassLabel> classes, int times);
}
