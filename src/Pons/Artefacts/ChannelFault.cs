namespace Pons.Artefacts;

/// <summary>Why a channel should not be used.</summary>
public enum ChannelFault
{
    /// <summary>It is constant, or has values that are not finite.</summary>
    Flat,

    /// <summary>Its amplitude lies far from that of the others.</summary>
    Amplitude,

    /// <summary>In too many windows it is like no other channel, which volume conduction should prevent.</summary>
    Uncorrelated,

    /// <summary>It carries the same as another channel, as when gel joins two electrodes.</summary>
    Bridged,

    /// <summary>It has far more power above 50 Hz, relative to that below, than the others.</summary>
    Noisy,

    /// <summary>In too many windows it is not what the channels around it predict.</summary>
    Unpredictable,
}
