namespace Pons.Decoding.Vep;

/// <summary>
/// Task-related component analysis (Nakanishi and others 2018, doi 10.1109/TBME.2017.2694818): for every class the sum of channels that is most alike
/// from trial to trial, and the correlation of a trial with the mean response, both behind that filter.
/// </summary>
public sealed record Trca : TemplateDecoder
{
    /// <inheritdoc/>
    public override string Name => "trca";

    private protected override BandTemplates Learn(BandTrials trials) => SpatialTemplates.Learn(trials, ensemble: false);

    private protected override BandTemplates RestoreBand(ModelContent content, string suffix, int channels, double[] frequencies) =>
        SpatialTemplates.Restore(content, suffix, channels, ensemble: false);
}
