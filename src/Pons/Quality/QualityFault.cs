namespace Pons.Quality;

/// <summary>What can be wrong with a channel.</summary>
public enum QualityFault
{
    /// <summary>No movement in too many seconds.</summary>
    Flat,
    /// <summary>Too many samples at the end of the scale.</summary>
    Saturated,
    /// <summary>Too many repeated extreme values.</summary>
    Clipped,
    /// <summary>Values that are no finite numbers.</summary>
    NonFinite,
    /// <summary>The mains stand out.</summary>
    Mains,
    /// <summary>The offset wanders.</summary>
    Drift,
    /// <summary>Connected with a neighbour by gel or a wire.</summary>
    Bridged,
}
