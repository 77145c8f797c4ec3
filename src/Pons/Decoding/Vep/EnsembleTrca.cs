namespace Pons.Decoding.Vep;

/// <summary>
/// Ensemble task-related component analysis (Nakanishi and others 2018, doi 10.1109/TBME.2017.2694818): as <see cref="Trca"/>, but trial and mean
/// response are correlated behind the filters of all classes at once.
/// </summary>
public sealed record EnsembleTrca : TemplateDecoder
{
    /// <inheritdoc/>
    public override string Name => "etrca";

    private protected override BandTemplates Learn(BandTrials trials) => SpatialTemplates.Learn(trials, ensemble: true);

    private protected override BandTemplates RestoreBand(ModelContent content, string suffix, int channels, double[] frequencies) =>
        SpatialTemplates.Restore(content, suffix, channels, ensemble: true);
}
