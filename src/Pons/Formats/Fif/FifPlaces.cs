using Pons.Geometry;
using Pons.Streams;

namespace Pons.Formats.Fif;

/// <summary>Places of electrodes in metres, and their directions from the middle of the head.</summary>
internal sealed class FifPlaces
{
    /// <summary>No electrode is two metres away from the head: such places were written in millimetres.</summary>
    private const double FarthestMetres = 2;

    private const double SmallestRadius = 0.03, LargestRadius = 0.2;

    private readonly (double X, double Y, double Z)?[] _places;
    private readonly (double X, double Y, double Z) _centre;

    public FifPlaces(IReadOnlyList<FifChannel> channels, List<string> warnings)
    {
        _places = [.. channels.Select(PlaceOf)];
        if (_places.Any(p => p is { } place && Length(place) > FarthestMetres))
        {
            warnings.Add("Electrodes are said to be more than 2 m away from the head: their places are read as millimetres.");
            for (var i = 0; i < _places.Length; i++)
                if (_places[i] is var (x, y, z)) _places[i] = (x * 1e-3, y * 1e-3, z * 1e-3);
        }

        _centre = Centre([.. _places.Where((p, i) => p is not null && channels[i].IsElectrode).Select(p => p!.Value)]);
    }

    /// <summary>The place of a channel; <see langword="null"/> when not stated.</summary>
    public (double X, double Y, double Z)? Metres(int channel) => _places[channel];

    /// <summary>The direction of a channel from the middle of the sphere through the electrodes.</summary>
    public ElectrodePosition? Direction(int channel)
    {
        if (_places[channel] is not { } place) return null;
        var (x, y, z) = (place.X - _centre.X, place.Y - _centre.Y, place.Z - _centre.Z);
        var length = Length((x, y, z));
        return length > 1e-6 ? new(x / length, y / length, z / length) : null;
    }

    private static (double X, double Y, double Z)? PlaceOf(FifChannel channel)
    {
        var (x, y, z) = (channel.Place[0], channel.Place[1], channel.Place[2]);
        var isStated = double.IsFinite(x) && double.IsFinite(y) && double.IsFinite(z) && (x, y, z) is not (0, 0, 0);
        return isStated && Math.Abs(x) + Math.Abs(y) + Math.Abs(z) < 1e6 ? (x, y, z) : null;
    }

    /// <summary>
    /// The sphere of least squares: |p|² = 2c·p + (r² − |c|²) is linear in its centre. Few or flat points fix none; then it is the usual
    /// one, 4 cm above the line between the ears.
    /// </summary>
    private static (double X, double Y, double Z) Centre(IReadOnlyList<(double X, double Y, double Z)> points)
    {
        var (usual, normal, right) = ((0.0, 0.0, 0.04), new Matrix(4, 4), new double[4]);
        if (points.Count < 4) return usual;
        Span<double> row = stackalloc double[4];
        foreach (var p in points)
        {
            (row[0], row[1], row[2], row[3]) = (2 * p.X, 2 * p.Y, 2 * p.Z, 1);
            for (var r = 0; r < 4; r++)
            {
                for (var c = 0; c < 4; c++) normal[r, c] += row[r] * row[c];
                right[r] += row[r] * (p.X * p.X + p.Y * p.Y + p.Z * p.Z);
            }
        }

        if (!Cholesky.TryFactor(normal, out var factor)) return usual;
        Span<double> s = stackalloc double[4];
        factor.Solve(right, s);
        var radius = Math.Sqrt(s[3] + s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
        return radius is > SmallestRadius and < LargestRadius ? (s[0], s[1], s[2]) : usual;
    }

    private static double Length((double X, double Y, double Z) p) => Math.Sqrt(p.X * p.X + p.Y * p.Y + p.Z * p.Z);
}
