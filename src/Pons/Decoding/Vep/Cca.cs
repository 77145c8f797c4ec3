using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>
/// Canonical correlation with sines of the stimulus frequencies (Lin and others 2007, doi 10.1109/TBME.2006.889197): the class
/// whose sines and cosines, harmonics included, correlate best with some weighted sum of the channels. Learns nothing from
/// trials: fitting only takes over classes and checks them, and <see cref="WithoutCalibration"/> needs none. The probabilities
/// are the softmax of the correlations: they rank the classes and are not calibrated. Other lengths of trials are accepted.
/// </summary>
public sealed record Cca : Decoder
{
    private readonly int _harmonics = 2;

    /// <summary>Multiples of the stimulus frequency that are used, the frequency itself among them; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Harmonics
    {
        get => _harmonics;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _harmonics = value;
        }
    }

    /// <summary>
    /// Stimulus frequency in hertz by the name of the class. Classes that are not listed must be named by their frequency, as in
    /// <c>13Hz</c>. Empty by default.
    /// </summary>
    public ImmutableSortedDictionary<string, double> FrequenciesHz { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public override string Name => "cca";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("harmonics", Harmonics)
            .AddRange(StimulusFrequency.ToParameters(FrequenciesHz));

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        _ = LabelledTrials.Of(trials, leastTrialsPerClass: 1, Name);
        return WithoutCalibration(trials.Stream, trials.SampleCount, trials.Classes);
    }

    /// <summary>The decoder for these classes, without any trial.</summary>
    /// <param name="stream">Channels and rate of the trials that will come.</param>
    /// <param name="sampleCount">Their usual length; others are accepted and cost more.</param>
    /// <param name="classes">The classes, in ordinal order.</param>
    /// <exception cref="DecodingException">A class has no frequency, two have the same, or a harmonic is above half the rate.</exception>
    public FittedDecoder WithoutCalibration(StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes) =>
        new FittedSineCorrelation(
            this, stream, sampleCount, classes, StimulusFrequency.Of(classes, FrequenciesHz, Name), Harmonics, bank: null);

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var frequencies = content.Array("frequencies", content.Classes.Length);
        var decoder = new Cca
        {
            Harmonics = (int)content.Parameter("harmonics"),
            FrequenciesHz = StimulusFrequency.FromParameters(content.Parameters),
        };
        return new FittedSineCorrelation(
            decoder, content.Stream, content.SampleCount, content.Classes, [.. frequencies.Values], decoder.Harmonics, bank: null);
    }
}
