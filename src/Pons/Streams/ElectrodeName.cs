using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Pons.Streams;

/// <summary>
/// An electrode place of the 10-10 system (American Electroencephalographic Society 1994; Oostenveld and Praamstra 2001,
/// doi 10.1016/S1388-2457(00)00527-7), with its ideal position on the unit sphere. Positions follow from the construction, not from a
/// table: nasion, inion and both preauricular points lie on the equator, the vertex on top, and arcs are parted in tenths.
/// </summary>
/// <param name="Label">Canonical name in mixed case, such as <c>FC5</c>, <c>Cz</c> or <c>AFz</c>.</param>
/// <param name="Position">Ideal position: x to the right ear, y to the nose, z up.</param>
public sealed record ElectrodeName(string Label, ElectrodePosition Position)
{
    private static readonly FrozenDictionary<string, ElectrodeName> ByName = Build();

    /// <summary>Every place of the system, front to back and left to right.</summary>
    public static ImmutableArray<ElectrodeName> All { get; } =
        [.. ByName.Values.Distinct().OrderByDescending(e => Math.Round(e.Position.Y, 6)).ThenBy(e => e.Position.X)];

    /// <summary>Finds a place by name, in any case; the names T3, T4, T5 and T6 of the 10-20 system mean T7, T8, P7 and P8.</summary>
    /// <param name="text">The name alone, without prefix or reference.</param>
    /// <param name="name">The place, when there is one.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ElectrodeName? name)
    {
        name = null;
        return text is not null && ByName.TryGetValue(text.Trim(), out name);
    }

    private static FrozenDictionary<string, ElectrodeName> Build()
    {
        var all = new Dictionary<string, ElectrodeName>(StringComparer.OrdinalIgnoreCase);
        void Add(string label, ElectrodePosition position) => all.Add(label, new(label, position));
        ReadOnlySpan<string> rows = ["Fp", "AF", "F", "FC", "C", "CP", "P", "PO", "O"];
        for (var row = 0; row < rows.Length; row++) AddRow(rows[row], row, Add);
        Add("Nz", OnEquator(0));
        Add("Iz", OnEquator(180));
        Add("A1", BelowEquator(-90));
        Add("A2", BelowEquator(90));
        Add("M1", BelowEquator(-108));
        Add("M2", BelowEquator(108));
        (string Old, string Now)[] renamed = [("T3", "T7"), ("T4", "T8"), ("T5", "P7"), ("T6", "P8")];
        foreach (var (old, now) in renamed) all.Add(old, all[now]);
        return all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static void AddRow(string row, int index, Action<string, ElectrodePosition> add)
    {
        var middle = OnMidline(index);
        add(row + "z", middle);
        if (row is "Fp" or "O")
        {
            add(row + "1", OnRing(index, -1));
            add(row + "2", OnRing(index, 1));
            return;
        }

        for (var number = 1; number <= 10; number++)
        {
            var side = number % 2 == 1 ? -1 : 1;
            var step = (number + 1) / 2;
            var name = (row, number) switch { ("FC", >= 7) => "FT", ("C", >= 7) => "T", ("CP", >= 7) => "TP", _ => row } + number;
            add(name, step <= 4 ? Between(middle, OnRing(index, side), step / 4.0) : OnEquator(side * RingDegrees(index)));
        }
    }

    /// <summary>Tenths of the arc nasion–vertex–inion: Fpz at one, Cz at five, Oz at nine.</summary>
    private static ElectrodePosition OnMidline(int index)
    {
        var angle = (index + 1) * Math.PI / 10;
        return new(0, Math.Cos(angle), Math.Sin(angle));
    }

    /// <summary>The ring through Fpz, T7, Oz and T8, one tenth above the equator.</summary>
    private static ElectrodePosition OnRing(int index, int side)
    {
        var (azimuth, height) = (RingDegrees(index) * Math.PI / 180, Math.PI / 10);
        return new(side * Math.Sin(azimuth) * Math.Cos(height), Math.Cos(azimuth) * Math.Cos(height), Math.Sin(height));
    }

    private static ElectrodePosition OnEquator(double degrees) =>
        new(Math.Sin(degrees * Math.PI / 180), Math.Cos(degrees * Math.PI / 180), 0);

    /// <summary>Ear lobes and mastoids are no part of the system; they are put one tenth below the equator.</summary>
    private static ElectrodePosition BelowEquator(double degrees)
    {
        var (azimuth, depth) = (degrees * Math.PI / 180, Math.PI / 10);
        return new(Math.Sin(azimuth) * Math.Cos(depth), Math.Cos(azimuth) * Math.Cos(depth), -Math.Sin(depth));
    }

    /// <summary>
    /// Angle from the nose: rings are parted in tenths of a half circle, and Fp1 and O1 stand one tenth from the midline.
    /// </summary>
    private static double RingDegrees(int index) => index switch { 0 => 18, 8 => 162, _ => 18 * (index + 1) };

    /// <summary>A point on the circle through both ends and the mirror image of the second.</summary>
    private static ElectrodePosition Between(ElectrodePosition middle, ElectrodePosition end, double share)
    {
        // The plane of the arc holds the x direction; inside it the arc is a circle around its own centre.
        var (uy, uz) = (middle.Y - end.Y, middle.Z - end.Z);
        var height = Math.Sqrt(uy * uy + uz * uz);
        var radius = (end.X * end.X + height * height) / (2 * height);
        var angle = Math.Atan2(Math.Abs(end.X), radius - height) * share;
        var drop = radius * (1 - Math.Cos(angle)) / height;
        return new(Math.Sign(end.X) * radius * Math.Sin(angle), middle.Y - uy * drop, middle.Z - uz * drop);
    }
}
