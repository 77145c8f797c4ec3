using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>Kinds of channels by the words that stand in <c>chanlocs.type</c>, mostly those of BIDS.</summary>
internal static class EeglabKinds
{
    /// <summary>The kind that a word means; null when it means none, so that the label decides.</summary>
    public static ChannelKind? Of(string type) => type.Trim().ToUpperInvariant() switch
    {
        "EEG" => ChannelKind.Eeg,
        "EOG" or "HEOG" or "VEOG" => ChannelKind.Eog,
        "EMG" => ChannelKind.Emg,
        "ECG" or "EKG" => ChannelKind.Ecg,
        "IEEG" or "SEEG" or "ECOG" or "DBS" => ChannelKind.Ieeg,
        "TRIG" or "TRIGGER" or "STIM" or "STATUS" or "SYSCLOCK" => ChannelKind.Trigger,
        "NIRS" => ChannelKind.Nirs,
        "MISC" or "RESP" or "GSR" or "EDA" or "TEMP" or "PPG" or "AUX" or "ACCEL" or "GYRO" or "PUPIL" or "EYEGAZE" or "AUDIO" => ChannelKind.Other,
        var other when other.StartsWith("MEG", StringComparison.Ordinal) => ChannelKind.Meg,
        _ => null,
    };

    /// <summary>The word for a kind; empty when it is not known.</summary>
    public static string Word(ChannelKind kind) => kind switch
    {
        ChannelKind.Eeg => "EEG",
        ChannelKind.Eog => "EOG",
        ChannelKind.Emg => "EMG",
        ChannelKind.Ecg => "ECG",
        ChannelKind.Ieeg => "SEEG",
        // The word of BIDS is TRIG, which MNE takes for EEG.
        ChannelKind.Trigger => "STIM",
        ChannelKind.Meg => "MEGMAG",
        ChannelKind.Nirs => "NIRS",
        ChannelKind.Other => "MISC",
        _ => "",
    };
}
