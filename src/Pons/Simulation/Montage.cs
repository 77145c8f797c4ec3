using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Simulation;

/// <summary>
/// Electrodes of the 10-10 system (Chatrian, Lettich and Nelson 1985, doi 10.1080/00029238.1985.11080163) placed on a unit
/// sphere by construction: ten per cent of the way from nasion to inion is 22.5°, so that Fpz, T7, Oz and T8 lie on the equator
/// and Cz on top; a row between them divides its arc equally. Immutable.
/// </summary>
public sealed class Montage
{
    private const double TenPercent = Math.PI / 8;

    /// <summary>The rows from front to back: name stem at the rim, in the row, and at the midline, and the rim's azimuth from the nose in steps of 18°.</summary>
    private static readonly (string Rim, string Row, int Azimuth)[] Rows =
    [
        ("AF", "AF", 2), ("F", "F", 3), ("FT", "FC", 4), ("T", "C", 5), ("TP", "CP", 6), ("P", "P", 7), ("PO", "PO", 8),
    ];

    private static readonly Dictionary<string, HeadVector> Known = Construct();

    /// <summary>A montage of named electrodes.</summary>
    /// <param name="labels">10-10 names, each once, in the order of the channels; T3, T4, T5 and T6 are not understood.</param>
    /// <exception cref="ArgumentException">No label, a label twice, or one that is no 10-10 name.</exception>
    public Montage(params ImmutableArray<string> labels)
    {
        if (labels.IsDefaultOrEmpty) throw new ArgumentException("A montage has at least one electrode.", nameof(labels));
        if (labels.Distinct(StringComparer.Ordinal).Count() != labels.Length)
            throw new ArgumentException("A montage names each electrode once.", nameof(labels));
        Labels = labels;
        Directions = [.. labels.Select(DirectionOf)];
    }

    /// <summary>The 64 electrodes, and their order, of the BCI2000 cap, as in the EEG motor movement/imagery database (Schalk et al. 2004, doi 10.1109/TBME.2004.827072).</summary>
    public static Montage Standard64 { get; } = new(
        "FC5", "FC3", "FC1", "FCz", "FC2", "FC4", "FC6", "C5", "C3", "C1", "Cz", "C2", "C4", "C6", "CP5", "CP3", "CP1", "CPz", "CP2", "CP4", "CP6",
        "Fp1", "Fpz", "Fp2", "AF7", "AF3", "AFz", "AF4", "AF8", "F7", "F5", "F3", "F1", "Fz", "F2", "F4", "F6", "F8", "FT7", "FT8",
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
    public static HeadVector DirectionOf(string label) => Known.TryGetValue(label, out var direction)
        ? direction
        : throw new ArgumentException($"'{label}' is not a name of the 10-10 system.", nameof(label));

    /// <summary>The electrodes as channels of a stream.</summary>
    internal ImmutableArray<Channel> ToChannels(string reference) =>
        [.. Labels.Zip(Directions, (label, d) => new Channel(label, ChannelKind.Eeg, "µV", reference, new(d.X, d.Y, d.Z)))];

    private static Dictionary<string, HeadVector> Construct()
    {
        var known = new Dictionary<string, HeadVector>(StringComparer.Ordinal)
        {
            ["Fpz"] = OnSphere(0, 4), ["Oz"] = OnSphere(10, 4), ["Iz"] = OnSphere(10, 5), ["Nz"] = OnSphere(0, 5),
        };
        foreach (var (stem, azimuth) in new[] { ("Fp", 1), ("O", 9) }) AddPair(known, stem, 1, OnSphere(azimuth, 4));
        foreach (var (rim, row, azimuth) in Rows)
        {
            var midline = OnSphere(azimuth <= 5 ? 0 : 10, Math.Abs(azimuth - 5));
            known[row + "z"] = midline;
            AddPair(known, rim, 9, OnSphere(azimuth, 5));
            AddPair(known, rim, 7, OnSphere(azimuth, 4));
            for (var step = 1; step <= 3; step++) AddPair(known, row, 7 - 2 * step, OnRow(OnSphere(azimuth, 4), midline, step / 4.0));
        }

        // The mastoid processes lie behind and below the ears, at TP9 and TP10.
        AddPair(known, "M", 1, OnSphere(6, 5));
        return known;
    }

    /// <summary>Left electrode under its odd number, its mirror image under the next even one.</summary>
    private static void AddPair(Dictionary<string, HeadVector> known, string stem, int number, HeadVector left)
    {
        known[stem + number] = left;
        known[stem + (number + 1)] = left with { X = -left.X };
    }

    /// <summary>The direction on the left: azimuth from the nose in steps of 18°, inclination from the top in steps of 22.5°.</summary>
    private static HeadVector OnSphere(int azimuth, int inclination)
    {
        var (sine, cosine) = Math.SinCos(azimuth * Math.PI / 10);
        var (ring, height) = Math.SinCos(inclination * TenPercent);
        return new(-ring * sine, ring * cosine, height);
    }

    /// <summary>A place on the circle through a rim electrode, the midline one and the rim's mirror image, at a share of the arc from the rim.</summary>
    private static HeadVector OnRow(HeadVector rim, HeadVector midline, double share)
    {
        // By symmetry the circle's centre lies in the midline plane: on the line through the head's centre normal to the circle's plane.
        var normal = (rim - midline).Cross((rim with { X = -rim.X }) - midline).ToUnit();
        var centre = normal * normal.Dot(midline);
        var (u, v) = (midline - centre, rim - centre);
        var angle = Math.Acos(Math.Clamp(u.Dot(v) / u.Dot(u), -1, 1));
        return v * (Math.Sin((1 - share) * angle) / Math.Sin(angle)) + u * (Math.Sin(share * angle) / Math.Sin(angle)) + centre;
    }
}
