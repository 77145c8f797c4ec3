namespace Pons.Streams;

/// <summary>What a channel measures.</summary>
public enum ChannelKind
{
    /// <summary>Not stated by the source.</summary>
    Unknown,
    /// <summary>Electroencephalogram from the scalp.</summary>
    Eeg,
    /// <summary>Eye movement.</summary>
    Eog,
    /// <summary>Muscle activity.</summary>
    Emg,
    /// <summary>Heart activity.</summary>
    Ecg,
    /// <summary>Intracranial electroencephalogram.</summary>
    Ieeg,
    /// <summary>Trigger or status line.</summary>
    Trigger,
    /// <summary>Magnetic field of the brain.</summary>
    Meg,
    /// <summary>Light through tissue: near-infrared spectroscopy.</summary>
    Nirs,
    /// <summary>Anything else that is measured: respiration, temperature, acceleration.</summary>
    Other,
}
