using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Decoding.Vep;

/// <summary>
/// Filter-bank canonical correlation (Chen and others 2015, doi 10.1088/1741-2560/12/4/046008): canonical correlations ρ with
/// sines of the stimulus frequencies in each of several sub-bands, combined as Σ (k^−1.25 + 0.25) ρₖ². The sub-bands are those that
/// the stream is stacked of, else k · 8 … 90 Hz, made within the trial without delay. Learns nothing from trials, as
/// <see cref="Cca"/>. The probabilities are the softmax of the combined scores and not calibrated.
/// </summary>
public sealed record Fbcca : Decoder
{
    private readonly int _harmonics = 3;
    private readonly int _bands = 3;

    /// <summary>Multiples of the stimulus frequency that are used, the frequency itself among them; 3 by default.</summary>
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

    /// <summary>Sub-bands that are made of a stream which is not stacked of bands; 3 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Bands
    {
        get => _bands;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _bands = value;
        }
    }

    /// <summary>Lower edge of the first sub-band in hertz, that of band k being k times as high; 8 by default.</summary>
    public double FirstHz { get; init; } = 8;

    /// <summary>Upper edge of all sub-bands in hertz; 90 by default.</summary>
    public double TopHz { get; init; } = 90;

    /// <inheritdoc cref="Cca.FrequenciesHz"/>
    public ImmutableSortedDictionary<string, double> FrequenciesHz { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public override string Name => "fbcca";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty
            .Add("harmonics", Harmonics).Add("bands", Bands).Add("firstHz", FirstHz).Add("topHz", TopHz)
            .AddRange(StimulusFrequency.ToParameters(FrequenciesHz));

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        _ = LabelledTrials.Of(trials, leastTrialsPerClass: 1, Name);
        return WithoutCalibration(trials.Stream, trials.SampleCount, trials.Classes);
    }

    /// <inheritdoc cref="Cca.WithoutCalibration"/>
    public FittedDecoder WithoutCalibration(StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes) =>
        Made(stream, sampleCount, classes, StimulusFrequency.Of(classes, FrequenciesHz, Name));

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var decoder = new Fbcca
        {
            Harmonics = (int)content.Parameter("harmonics"),
            Bands = (int)content.Parameter("bands"),
            FirstHz = content.Parameter("firstHz"),
            TopHz = content.Parameter("topHz"),
            FrequenciesHz = StimulusFrequency.FromParameters(content.Parameters),
        };
        var frequencies = content.Array("frequencies", content.Classes.Length);
        return decoder.Made(content.Stream, content.SampleCount, content.Classes, [.. frequencies.Values]);
    }

    private FittedSineCorrelation Made(StreamInfo stream, int sampleCount, ImmutableArray<ClassLabel> classes, double[] frequencies) =>
        new(this, stream, sampleCount, classes, frequencies, Harmonics, FilterBank.Of(stream, Bands, FirstHz, TopHz, Name));
}
