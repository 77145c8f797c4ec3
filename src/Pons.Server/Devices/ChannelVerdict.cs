namespace Pons.Server.Devices;

/// <summary>What stands out in the signal of a channel; the gravest first.</summary>
internal enum ChannelVerdict
{
    /// <summary>Values that are no numbers.</summary>
    NotFinite,
    /// <summary>No movement.</summary>
    Flat,
    /// <summary>Many samples lie at the end of the scale.</summary>
    Saturated,
    /// <summary>Half of the power or more comes from the mains.</summary>
    Mains,
    /// <summary>More than an EEG can be: a loose electrode or a movement.</summary>
    Large,
    /// <summary>Nothing stands out.</summary>
    Good,
}
