namespace Pons.Streams;

/// <summary>The words for kinds of channels in the meta-data of XDF and the Lab Streaming Layer
/// (https://github.com/sccn/xdf/wiki/EEG-Meta-Data), which recorders and programs use alike.</summary>
internal static class ChannelTypes
{
    public static ChannelKind KindOf(string type) => type.ToUpperInvariant() switch
    {
        "EEG" => ChannelKind.Eeg,
        "EOG" or "HEOG" or "VEOG" => ChannelKind.Eog,
        "EMG" => ChannelKind.Emg,
        "ECG" or "EKG" => ChannelKind.Ecg,
        "IEEG" or "ECOG" or "SEEG" or "LFP" => ChannelKind.Ieeg,
        "MEG" => ChannelKind.Meg,
        "NIRS" or "FNIRS" => ChannelKind.Nirs,
        "STIM" or "TRIGGER" or "TRIG" or "TRIGGERS" or "MARKERS" or "MARKER" or "EVENTS" => ChannelKind.Trigger,
        "" or "UNKNOWN" => ChannelKind.Unknown,
        _ => ChannelKind.Other,
    };
}
