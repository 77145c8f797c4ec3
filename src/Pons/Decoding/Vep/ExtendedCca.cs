using System.Collections.Immutable;

namespace Pons.Decoding.Vep;

/// <summary>
/// Canonical correlation extended by the mean response of each class (Nakanishi and others 2015, doi 10.1371/journal.pone.0140703, "combination
/// method"): besides the canonical correlation of a trial with sines, its correlation with the mean response behind three
/// sets of weights, those of trial and sines, of trial and mean response, and of mean response and sines. The four are combined as Σ r · |r|.
/// </summary>
public sealed record ExtendedCca : TemplateDecoder
{
    private readonly int _harmonics = 3;

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

    /// <inheritdoc/>
    public override string Name => "extended-cca";

    private protected override int HarmonicCount => Harmonics;

    private protected override ImmutableSortedDictionary<string, double> OwnParameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("harmonics", Harmonics);

    private protected override TemplateDecoder WithParameters(ModelContent content) =>
        this with { Harmonics = (int)content.Parameter("harmonics") };

    private protected override BandTemplates Learn(BandTrials trials) =>
        new ExtendedTemplates(
            trials.Means(), trials.ChannelCount, ReferenceRows.Sines(trials.FrequenciesHz, Harmonics, trials.SampleCount, trials.RateHz));

    private protected override BandTemplates RestoreBand(ModelContent content, string suffix, int channels, double[] frequencies)
    {
        var rateHz = ReferenceRows.RequireHeld(frequencies, Harmonics, content.Stream.RateHz, Name);
        return ExtendedTemplates.Restore(
            content, suffix, channels, ReferenceRows.Sines(frequencies, Harmonics, content.SampleCount, rateHz));
    }
}
