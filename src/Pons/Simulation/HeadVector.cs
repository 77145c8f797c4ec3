namespace Pons.Simulation;

/// <summary>
/// A place in the head in metres, or a dipole moment in ampere metres: x to the right ear, y to the nose, z up; zero is the
/// head's centre.
/// </summary>
/// <param name="X">To the right.</param>
/// <param name="Y">To the front.</param>
/// <param name="Z">Upwards.</param>
public readonly record struct HeadVector(double X, double Y, double Z)
{
    /// <summary>Euclidean length.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The scalar product.</summary>
    public double Dot(HeadVector other) => X * other.X + Y * other.Y + Z * other.Z;

    /// <summary>The vector product.</summary>
    public HeadVector Cross(HeadVector other) =>
        new(Y * other.Z - Z * other.Y, Z * other.X - X * other.Z, X * other.Y - Y * other.X);

    /// <summary>The same direction with length 1.</summary>
    /// <exception cref="InvalidOperationException">The vector is zero.</exception>
    public HeadVector ToUnit() => Length is var length and > 0
        ? this * (1 / length)
        : throw new InvalidOperationException("The zero vector has no direction.");

    /// <summary>The sum.</summary>
    public static HeadVector operator +(HeadVector a, HeadVector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>The difference.</summary>
    public static HeadVector operator -(HeadVector a, HeadVector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The vector made longer or shorter.</summary>
    public static HeadVector operator *(HeadVector a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);
}
