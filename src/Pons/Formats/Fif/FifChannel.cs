using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>One channel as the file describes it (FIFF structure "channel information", 96 bytes).</summary>
internal sealed record FifChannel
{
    public const int Bytes = 96;
    private const int NameAt = 80, NameBytes = 16, PlaceNumbers = 12;
    private const int Meg = 1, Eeg = 2, Stimulus = 3, ReferenceMeg = 301, Eog = 202, Emg = 302, Ecg = 402, Seeg = 802, DeepBrain = 803;
    private const int Ecog = 902, Nirs = 1100, Volt = 107;

    public required string Label { get; init; }

    public required int Kind { get; init; }

    public required double Range { get; init; }

    public required double Calibration { get; init; }

    public required int Coil { get; init; }

    /// <summary>Place, and three directions of a coil or the place of the reference electrode.</summary>
    public required ImmutableArray<double> Place { get; init; }

    public required int Unit { get; init; }

    /// <summary>Power of ten that the unit is multiplied with.</summary>
    public required int UnitPower { get; init; }

    public bool IsStimulus => Kind == Stimulus;

    public bool IsElectrode => Kind is Eeg or Seeg or DeepBrain or Ecog;

    public ChannelKind StreamKind => Kind switch
    {
        Meg or ReferenceMeg => ChannelKind.Meg,
        Eeg => ChannelKind.Eeg,
        Stimulus => ChannelKind.Trigger,
        Eog => ChannelKind.Eog,
        Emg => ChannelKind.Emg,
        Ecg => ChannelKind.Ecg,
        Seeg or DeepBrain or Ecog => ChannelKind.Ieeg,
        Nirs => ChannelKind.Nirs,
        _ => ChannelKind.Other,
    };

    /// <summary>
    /// The unit without a power of ten (FIFF dictionary, section "Units of measurement"); none for codes, whatever the file says.
    /// </summary>
    public string UnitText => IsStimulus ? "" : Unit switch
    {
        1 => "m",
        2 => "kg",
        3 => "s",
        4 => "A",
        5 => "K",
        6 => "mol",
        7 => "rad",
        10 => "mol/m³",
        101 => "Hz",
        102 => "N",
        103 => "Pa",
        104 => "J",
        105 => "W",
        106 => "C",
        Volt => "V",
        108 => "F",
        109 => "Ω",
        110 => "S",
        111 => "Wb",
        112 => "T",
        113 => "H",
        114 => "°C",
        115 => "lm",
        116 => "lx",
        117 => "V/m²",
        201 => "T/m",
        202 => "A·m",
        203 => "A/m",
        204 => "A/m²",
        _ => "",
    };

    /// <summary>Value of one step in <see cref="UnitText"/>.</summary>
    public double Step => Calibration * Range * Math.Pow(10, UnitPower);

    public static FifChannel Of(ReadOnlySpan<byte> bytes)
    {
        var place = ImmutableArray.CreateBuilder<double>(PlaceNumbers);
        for (var i = 0; i < PlaceNumbers; i++) place.Add(Meant(BinaryPrimitives.ReadSingleBigEndian(bytes[(24 + 4 * i)..])));
        var name = bytes.Slice(NameAt, NameBytes);
        var end = name.IndexOf((byte)0);
        return new()
        {
            Label = Encoding.Latin1.GetString(end < 0 ? name : name[..end]),
            Kind = BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
            Range = Meant(BinaryPrimitives.ReadSingleBigEndian(bytes[12..])),
            Calibration = Meant(BinaryPrimitives.ReadSingleBigEndian(bytes[16..])),
            Coil = BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
            Place = place.MoveToImmutable(),
            Unit = BinaryPrimitives.ReadInt32BigEndian(bytes[72..]),
            UnitPower = BinaryPrimitives.ReadInt32BigEndian(bytes[76..]),
        };
    }

    /// <summary>
    /// The shortest decimal number that the 32 bits stand for: a step of 0.5 µV was rounded when it was written as 5E-07 volts.
    /// </summary>
    public static double Meant(float stored) =>
        float.IsFinite(stored) ? double.Parse(stored.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : stored;
}
