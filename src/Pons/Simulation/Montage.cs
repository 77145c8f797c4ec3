using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Simulation;

/// <summary>
/// Electrodes of the 10-10 system at their ideal places (<see cref="ElectrodeName"/>), in the order of the channels. Immutable.
/// </summary>
public sealed class Montage
{
    /// <summary>A montage of named electrodes.</summary>
    /// <param name="labels">10-10 names in any case, each place once, in the order of the channels.</param>
    /// <exception cref="ArgumentException">No label, a place twice, or a label that is no 10-10 name.</exception>
    public Montage(params ImmutableArray<string> labels)
    {
        if (labels.IsDefaultOrEmpty) throw new ArgumentException("A montage has at least one electrode.", nameof(labels));
        Labels = [.. labels.Select(label => Find(label).Label)];
        if (Labels.Distinct(StringComparer.Ordinal).Count() != Labels.Length)
            throw new ArgumentException("A montage names each place once.", nameof(labels));
        Directions = [.. Labels.Select(DirectionOf)];
    }

    /// <summary>
    /// The 64 electrodes, and their order, of the BCI2000 cap, as in the EEG motor movement/imagery database (Schalk et al.
    /// 2004, doi 10.1109/TBME.2004.827072).
    /// </summary>
    public static Montage Standard64 { get; } = new(
        "FC5", "FC3", "FC1", "FCz", "FC2", "FC4", "FC6", "C5", "C3", "C1", "Cz", "C2", "C4", "C6",
        "CP5", "CP3", "CP1", "CPz", "CP2", "CP4", "CP6", "Fp1", "Fpz", "Fp2", "AF7", "AF3", "AFz", "AF4", "AF8", "F7", "F5", "F3", "F1", "Fz", "F2", "F4", "F6", "F8", "FT7", "FT8",
        "T7", "T8", "T9", "T10", "TP7", "TP8", "P7", "P5", "P3", "P1", "Pz", "P2", "P4", "P6", "P8", "PO7", "PO3", "POz", "PO4", "PO8",
        "O1", "Oz", "O2", "Iz");

    /// <summary>32 electrodes spread over the whole scalp.</summary>
    public static Montage Standard32 { get; } = new(
        "Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "FC5", "FC1", "FCz", "FC2", "FC6", "T7", "C3", "Cz", "C4", "T8",
        "CP5", "CP1", "CPz", "CP2", "CP6", "P7", "P3", "Pz", "P4", "P8", "PO3", "PO4", "O1", "Oz", "O2");

    /// <summary>Names in the order of the channels.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>Directions from the centre of the head, length 1, in the order of the channels.</summary>
    public ImmutableArray<HeadVector> Directions { get; }

    /// <summary>The number of electrodes.</summary>
    public int Count => Labels.Length;

    /// <summary>The place of an electrode in this montage, or −1.</summary>
    public int IndexOf(string label) => Labels.IndexOf(label);

    /// <summary>Direction of a 10-10 electrode, length 1.</summary>
    /// <exception cref="ArgumentException">The label is no 10-10 name.</exception>
    public static HeadVector DirectionOf(string label)
    {
        var (x, y, z) = Find(label).Position;
        return new(x, y, z);
    }

    /// <summary>The electrodes as channels of a stream.</summary>
    internal ImmutableArray<Channel> ToChannels(string reference) =>
        [.. Labels.Select(label => new Channel(label, ChannelKind.Eeg, "µV", reference, Find(label).Position))];

    private static ElectrodeName Find(string label) => ElectrodeName.TryParse(label, out var name)
        ? name
        : throw new ArgumentException($"'{label}' is not a name of the 10-10 system.", nameof(label));
}
