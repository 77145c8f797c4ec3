using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.StudioHost;

/// <summary>Electrodes of the 10-10 system by row and place along the row, on the unit sphere.</summary>
internal static class Montage
{
    private static readonly string[] Nineteen =
        ["Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8", "P7", "P3", "Pz", "P4", "P8", "O1", "O2"];

    private static readonly string[] More =
        ["FC5", "FC1", "FC2", "FC6", "CP5", "CP1", "CP2", "CP6", "FC3", "FC4", "CP3", "CP4", "Oz"];

    private static readonly string[] Rest =
    [
        "AF7", "AF3", "AFz", "AF4", "AF8", "F5", "F1", "F2", "F6", "FT7", "FCz", "FT8", "C5", "C1", "C2", "C6", "TP7", "CPz", "TP8", "P5",
        "P1", "P2", "P6", "PO7", "PO3", "POz", "PO4", "PO8", "Fpz", "Iz", "F9", "F10",
    ];

    private static readonly string[] Rows = ["Fp", "AF", "F", "FC", "C", "CP", "P", "PO", "O", "I"];

    public static ImmutableArray<Channel> Of(int count)
    {
        var names = (count <= 19 ? Nineteen : count <= 32 ? [.. Nineteen, .. More] : [.. Nineteen, .. More, .. Rest]).Take(count);
        return [.. names.OrderByDescending(Row).ThenBy(Column).Select(n => new Channel(n, Reference: "average", Position: Place(n)))];
    }

    // Rows run from the forehead to the neck in steps of 22.5 degrees; columns from the left ear to the right one.
    private static double Row(string name) => 4 - Array.IndexOf(Rows, Stem(name).Replace('T', 'C'));

    private static int Column(string name)
    {
        var place = name[Stem(name).Length..];
        if (place == "z") return 0;
        var number = int.Parse(place, System.Globalization.CultureInfo.InvariantCulture);
        return number % 2 == 1 ? -(number + 1) / 2 : number / 2;
    }

    private static string Stem(string name) => name.TrimEnd('z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private static ElectrodePosition Place(string name)
    {
        var (row, column) = (Row(name), Column(name));
        // A row is the arc through its midline electrode and its two ends on the 10 % ring.
        var tilt = row * Math.PI / 8;
        var ends = Math.Min(1, Math.Abs(row) / 4.0);
        var sweep = column / 4.0 * Math.PI / 2 * (1 - 0.18 * ends);
        if (Math.Abs(row) >= 4) (tilt, sweep) = (Math.Sign(row) * Math.PI / 2 * (Math.Abs(row) > 4 ? 1.2 : 1), column * Math.PI / 10);
        if (Math.Abs(row) >= 4)
            return new(Math.Sin(sweep) * Math.Sin(Math.Abs(tilt)), Math.Cos(sweep) * Math.Sin(tilt), Math.Cos(tilt));
        var bend = Math.Cos(sweep);
        var y = Math.Sin(tilt) * (bend + (1 - bend) * 0.72);
        var x = Math.Sin(sweep) * Math.Sqrt(Math.Max(0, 1 - y * y));
        return new(x, y, Math.Sqrt(Math.Max(0, 1 - x * x - y * y)) * (Math.Abs(column) > 4 ? -1 : 1));
    }
}
