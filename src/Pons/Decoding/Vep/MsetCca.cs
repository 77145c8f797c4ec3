namespace Pons.Decoding.Vep;

/// <summary>
/// Multiset canonical correlation (Zhang and others 2014, doi 10.1142/S0129065714500130): references are not sines but what the
/// calibration trials of a class have in common, one weighted sum of channels from each trial, chosen to be most alike; a trial is
/// compared with them by canonical correlation.
/// </summary>
public sealed record MsetCca : TemplateDecoder
{
    /// <inheritdoc/>
    public override string Name => "mset-cca";

    private protected override BandTemplates Learn(BandTrials trials) => CommonReferences.Learn(trials);

    private protected override BandTemplates RestoreBand(ModelContent content, string suffix, int channels, double[] frequencies) =>
        CommonReferences.Restore(content, suffix, channels);
}
