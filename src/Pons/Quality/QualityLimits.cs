namespace Pons.Quality;

/// <summary>From where on a figure counts as a fault. Rules of thumb for scalp EEG, to point a person to what should be looked at.</summary>
public static class QualityLimits
{
    /// <summary>Share of flat seconds.</summary>
    public const double FlatShare = 0.05;

    /// <summary>Peak-to-peak amplitude within a second, in microvolts, below which a voltage is flat; other units: no movement at all.</summary>
    public const double FlatMicrovolts = 0.5;

    /// <summary>Share of samples at the end of the scale, or of repeated extremes.</summary>
    public const double ClippedShare = 0.001;

    /// <summary>Decibels of the mains over what is beside them.</summary>
    public const double MainsDecibels = 20;

    /// <summary>Drift in microvolts per minute.</summary>
    public const double DriftMicrovoltsPerMinute = 200;

    /// <summary>
    /// Electrical distance of a pair, scaled so that the median pair has 100, below which a window counts as bridged. After Alschuler et
    /// al. 2014, doi 10.1016/j.clinph.2013.08.024.
    /// </summary>
    public const double BridgeDistance = 3;

    /// <summary>Share of windows below <see cref="BridgeDistance"/> from which on a pair counts as bridged.</summary>
    public const double BridgedShare = 0.5;

    /// <summary>Relative difference of measured and stated rate.</summary>
    public const double RateDifference = 0.001;

    /// <summary>Similarity of two recordings from which on they count as near-duplicates.</summary>
    public const double Duplicate = 0.95;
}
