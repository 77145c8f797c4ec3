using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>
/// A decoder of flicker that learns the response to every stimulus from calibration trials, and so needs stimuli whose phase is
/// locked to the start of the trials: fitting checks it (<see cref="PhaseLock"/>) and refuses other data. Sub-bands are those that the stream is
/// stacked of, else made within the trial; correlations r of the bands are combined as Σ (k^−1.25 + 0.25) · r · |r|. The
/// probabilities are the softmax of these scores and not calibrated. Needs two trials of each class, and trials of one length.
/// </summary>
public abstract record TemplateDecoder : Decoder
{
    private readonly int _bands = 1;
    private readonly double _lockSignificance = 0.01;

    /// <summary>
    /// Sub-bands k · first … top hertz that are made of a stream which is not stacked of bands; 1 by default: the trial as it is.
    /// </summary>
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

    /// <summary>Lower edge of the first of several sub-bands in hertz; 8 by default.</summary>
    public double FirstHz { get; init; } = 8;

    /// <summary>Upper edge of several sub-bands in hertz; 90 by default.</summary>
    public double TopHz { get; init; } = 90;

    /// <summary>Probability with which trials of random phase pass for locked; 0.01 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 1.</exception>
    public double LockSignificance
    {
        get => _lockSignificance;
        init
        {
            if (!(value is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(value), value, "Must lie between 0 and 1.");
            _lockSignificance = value;
        }
    }

    /// <inheritdoc cref="Cca.FrequenciesHz"/>
    public ImmutableSortedDictionary<string, double> FrequenciesHz { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        OwnParameters.Add("bands", Bands).Add("firstHz", FirstHz).Add("topHz", TopHz).Add("lockSignificance", LockSignificance)
            .AddRange(StimulusFrequency.ToParameters(FrequenciesHz));

    /// <summary>The parameters that only this decoder has.</summary>
    private protected virtual ImmutableSortedDictionary<string, double> OwnParameters => ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The most multiples of a stimulus frequency that sines are made of.</summary>
    private protected virtual int HarmonicCount => 1;

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledTrials.Of(trials, leastTrialsPerClass: 2, Name);
        var frequencies = trials.Classes.Select(c => StimulusFrequency.Of(c, FrequenciesHz, Name)).ToArray();
        var rateHz = ReferenceRows.RequireHeld(frequencies, HarmonicCount, trials.Stream.RateHz, Name);
        var bank = FilterBank.Of(trials.Stream, Bands, FirstHz, TopHz, Name);
        try
        {
            PhaseLock.Require(trials, FrequenciesHz, LockSignificance, Name);
            var workspace = new double[bank.WorkspaceLength(trials.Stream.ChannelCount * trials.SampleCount)];
            var split = data.Trials.Select(t => Bands(bank.Split(t.Signal.Span, t.SampleCount, workspace))).ToArray();
            var bands = Enumerable.Range(0, bank.Count).Select(b => Learn(BandOf(b))).ToArray();
            return new FittedTemplateDecoder(this, trials.Stream, trials.SampleCount, trials.Classes, bank, bands, frequencies);

            BandTrials BandOf(int band)
            {
                double[][][] byClass = [.. trials.Classes.Select((_, k) => split.Where((_, i) => data.ClassIndices[i] == k).Select(s => s[band]).ToArray())];
                return new(byClass, bank.ChannelCount, trials.SampleCount, frequencies, rateHz);
            }

            double[][] Bands(ReadOnlySpan<double> all)
            {
                var bands = new double[bank.Count][];
                for (var b = 0; b < bands.Length; b++) bands[b] = all.Slice(b * all.Length / bands.Length, all.Length / bands.Length).ToArray();
                return bands;
            }
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"{Name} cannot be fitted: {fault.What}", fault.Why, fault.Remedy, fault);
        }
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content)
    {
        var decoder = WithParameters(content) with
        {
            Bands = (int)content.Parameter("bands"),
            FirstHz = content.Parameter("firstHz"),
            TopHz = content.Parameter("topHz"),
            LockSignificance = content.Parameter("lockSignificance"),
            FrequenciesHz = StimulusFrequency.FromParameters(content.Parameters),
        };
        var bank = FilterBank.Of(content.Stream, decoder.Bands, decoder.FirstHz, decoder.TopHz, Name);
        double[] frequencies = [.. content.Array("frequencies", content.Classes.Length).Values];
        try
        {
            var bands = Enumerable.Range(0, bank.Count).Select(b => decoder.RestoreBand(content, Suffix(b), bank.ChannelCount, frequencies));
            return new FittedTemplateDecoder(decoder, content.Stream, content.SampleCount, content.Classes, bank, [.. bands], frequencies);
        }
        catch (GeometryException fault)
        {
            throw new DecodingException($"The model of decoder '{Name}' cannot be used: {fault.What}", fault.Why, "Train again.", fault);
        }
    }

    /// <summary>What stands behind the names of a band's arrays.</summary>
    internal static string Suffix(int band) => FormattableString.Invariant($" of band {band + 1}");

    /// <summary>The same decoder with the parameters of a model that only it has.</summary>
    private protected virtual TemplateDecoder WithParameters(ModelContent content) => this;

    /// <summary>Learns from one sub-band.</summary>
    private protected abstract BandTemplates Learn(BandTrials trials);

    /// <summary>Makes again what was learnt of one sub-band.</summary>
    private protected abstract BandTemplates RestoreBand(ModelContent content, string suffix, int channels, double[] frequencies);
}
