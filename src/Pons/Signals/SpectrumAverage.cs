namespace Pons.Signals;

/// <summary>How the spectra of segments become one.</summary>
public enum SpectrumAverage
{
    /// <summary>Their mean: the smallest variance on stationary noise.</summary>
    Mean,

    /// <summary>Their median, divided by its bias on noise: bears short artefacts.</summary>
    Median,
}
