namespace Pons.Signals;

/// <summary>Where a window ends.</summary>
public enum WindowSymmetry
{
    /// <summary>One sample before it would repeat its first value: for spectra.</summary>
    Periodic,

    /// <summary>On its first value again: for filter design.</summary>
    Symmetric,
}
