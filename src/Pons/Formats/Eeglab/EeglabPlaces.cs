using Pons.Formats.Mat;
using Pons.Streams;

namespace Pons.Formats.Eeglab;

/// <summary>
/// Places of electrodes: x to the nose, y to the left ear, z up, in millimetres or on a sphere of another radius; angles in degrees
/// (EEGLAB, "Channel location files").
/// </summary>
internal static class EeglabPlaces
{
    /// <summary>Distances from the middle of a head at which numbers can only be millimetres.</summary>
    private const double LeastMillimetres = 40, MostMillimetres = 400;

    /// <summary>The place of one channel as it stands, whichever coordinates are given; null when none are.</summary>
    public static (double X, double Y, double Z)? Of(MatStruct locations, int channel)
    {
        double At(string field) => MatFacts.Number(locations[channel, field]) ?? double.NaN;
        var (x, y, z) = (At("X"), At("Y"), At("Z"));
        if (double.IsFinite(x + y + z)) return x == 0 && y == 0 && z == 0 ? null : (x, y, z);
        var (azimuth, elevation) = (At("sph_theta"), At("sph_phi"));
        if (double.IsFinite(azimuth + elevation)) return OnSphere(azimuth, elevation);
        // Flat polar coordinates: clockwise from the nose, and half a unit from the vertex down to the ears.
        var (theta, radius) = (At("theta"), At("radius"));
        return double.IsFinite(theta + radius) ? OnSphere(-theta, (0.5 - radius) * 180) : null;
    }

    /// <summary>Whether the places are in millimetres, and so real distances.</summary>
    public static bool AreMillimetres(IEnumerable<(double X, double Y, double Z)> places) =>
        places.Select(Norm).DefaultIfEmpty(0).Average() is >= LeastMillimetres and <= MostMillimetres;

    /// <summary>The direction in the frame of Pons: x to the right ear, y to the nose.</summary>
    /// <param name="place">A place that is not the middle.</param>
    /// <param name="noseAxis">The axis that points to the nose, <c>+X</c> unless stated.</param>
    public static ElectrodePosition Direction((double X, double Y, double Z) place, string noseAxis)
    {
        var norm = Norm(place);
        var (right, nose) = noseAxis.ToUpperInvariant() switch
        {
            "+Y" => (place.X, place.Y),
            "-X" => (place.Y, -place.X),
            "-Y" => (-place.X, -place.Y),
            _ => (-place.Y, place.X),
        };
        return new(right / norm, nose / norm, place.Z / norm);
    }

    public static double Norm((double X, double Y, double Z) place) =>
        Math.Sqrt(place.X * place.X + place.Y * place.Y + place.Z * place.Z);

    private static (double X, double Y, double Z) OnSphere(double azimuthDegrees, double elevationDegrees)
    {
        var (sinAzimuth, cosAzimuth) = Math.SinCos(azimuthDegrees * Math.PI / 180);
        var (sinElevation, cosElevation) = Math.SinCos(elevationDegrees * Math.PI / 180);
        return (cosElevation * cosAzimuth, cosElevation * sinAzimuth, sinElevation);
    }
}
