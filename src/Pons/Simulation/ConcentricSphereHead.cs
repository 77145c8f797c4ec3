using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pons.Simulation;

/// <summary>
/// A head of concentric spherical shells, each with one conductivity, and the exact potential that a current dipole in the
/// innermost shell makes on the outer surface: the series of Zhang (1995, Phys Med Biol 40:335, doi 10.1088/0031-9155/40/3/001,
/// equations 1–8), summed until its terms fall below 1e-14 of the first. Immutable; may be used by any thread.
/// </summary>
public sealed class ConcentricSphereHead
{
    private const double SmallestTerm = 1e-14;
    private const int MostTerms = 400;
    private const double DeepestShare = 0.99;

    private readonly double[] _weight;
    private readonly double[] _next;
    private readonly double[] _previous;

    /// <summary>Makes a head from its shells, innermost first.</summary>
    /// <param name="radiiMetres">Outer radius of each shell in metres, rising.</param>
    /// <param name="conductivitiesSiemensPerMetre">Conductivity of each shell in S/m, positive.</param>
    /// <exception cref="ArgumentException">No shell, unequal numbers, radii that do not rise, or a value that is not positive
    /// and finite.</exception>
    public ConcentricSphereHead(ImmutableArray<double> radiiMetres, ImmutableArray<double> conductivitiesSiemensPerMetre)
    {
        if (radiiMetres.IsDefaultOrEmpty || conductivitiesSiemensPerMetre.IsDefault
            || radiiMetres.Length != conductivitiesSiemensPerMetre.Length)
            throw new ArgumentException("A head has at least one shell, and as many conductivities as radii.", nameof(radiiMetres));
        for (var k = 0; k < radiiMetres.Length; k++)
        {
            if (!(radiiMetres[k] > (k == 0 ? 0 : radiiMetres[k - 1])) || !double.IsFinite(radiiMetres[k]))
                throw new ArgumentException($"Radii rise from shell to shell, but shell {k} has {radiiMetres[k]} m.", nameof(radiiMetres));
            if (!(conductivitiesSiemensPerMetre[k] > 0) || !double.IsFinite(conductivitiesSiemensPerMetre[k]))
                throw new ArgumentException(
                    $"A conductivity is positive, but shell {k} has {conductivitiesSiemensPerMetre[k]} S/m.",
                    nameof(conductivitiesSiemensPerMetre));
        }

        RadiiMetres = radiiMetres;
        ConductivitiesSiemensPerMetre = conductivitiesSiemensPerMetre;
        var terms = TermsFor(DeepestShare * radiiMetres[0] / RadiusMetres);
        _weight = [.. Enumerable.Range(1, terms).Select(n => (2.0 * n + 1) / n * TransferFactor(n))];
        _next = [.. Enumerable.Range(1, terms).Select(n => (2.0 * n + 1) / (n + 1))];
        _previous = [.. Enumerable.Range(1, terms).Select(n => n / (n + 1.0))];
    }

    /// <summary>
    /// Brain, cerebrospinal fluid, skull and scalp: 79/80/85/90 mm, 0.3/1.5/0.015/0.3 S/m (Næss et al. 2017, doi
    /// 10.3389/fnhum.2017.00490).
    /// </summary>
    public static ConcentricSphereHead FourShells { get; } = new([0.079, 0.080, 0.085, 0.090], [0.3, 1.5, 0.015, 0.3]);

    /// <summary>
    /// Brain, skull and scalp: 80/85/90 mm, 0.33/0.0042/0.33 S/m (ratio 80 of Rush and Driscoll 1968, doi
    /// 10.1213/00000539-196811000-00016).
    /// </summary>
    public static ConcentricSphereHead ThreeShells { get; } = new([0.080, 0.085, 0.090], [0.33, 0.0042, 0.33]);

    /// <summary>Outer radius of each shell in metres, innermost first.</summary>
    public ImmutableArray<double> RadiiMetres { get; }

    /// <summary>Conductivity of each shell in S/m, innermost first.</summary>
    public ImmutableArray<double> ConductivitiesSiemensPerMetre { get; }

    /// <summary>Radius of the outer surface, on which electrodes lie, in metres.</summary>
    public double RadiusMetres => RadiiMetres[^1];

    /// <summary>The factor f_n by which the shells change term n of the homogeneous sphere's series; 1 for equal conductivities.</summary>
    /// <param name="n">Order of the term, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1.</exception>
    public double TransferFactor(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        double m11 = 1, m12 = 0, m21 = 0, m22 = 1;
        for (var k = 0; k < RadiiMetres.Length - 1; k++)
        {
            var q = Math.Pow(RadiiMetres[k] / RadiusMetres, 2 * n + 1);
            var s = ConductivitiesSiemensPerMetre[k] / ConductivitiesSiemensPerMetre[k + 1];
            var scale = 1.0 / (2 * n + 1);
            var (a11, a12) = ((n + (n + 1) * s) * scale, (n + 1) * (s - 1) / q * scale);
            var (a21, a22) = (n * (s - 1) * q * scale, (n + 1 + n * s) * scale);
            (m11, m12, m21, m22) = (m11 * a11 + m12 * a21, m11 * a12 + m12 * a22, m21 * a11 + m22 * a21, m21 * a12 + m22 * a22);
        }

        return n / (n * m22 + (n + 1) * m21);
    }

    /// <summary>
    /// The potentials of unit dipoles along x, y and z at one place, against infinity. Allocates nothing up to 128 electrodes.
    /// </summary>
    /// <param name="source">Place of the dipole in metres, within 99 % of the innermost radius.</param>
    /// <param name="electrodes">Electrodes on the outer surface; only their directions count.</param>
    /// <param name="voltsPerAmpereMetre">Receives [electrode × axis], axes x, y, z, in V per A·m.</param>
    /// <exception cref="ArgumentException">The dipole is too far out, an electrode has no direction, or the destination has
    /// another length.</exception>
    public void LeadField(HeadVector source, ReadOnlySpan<HeadVector> electrodes, Span<double> voltsPerAmpereMetre)
    {
        if (voltsPerAmpereMetre.Length != 3 * electrodes.Length)
            throw new ArgumentException(
                $"{electrodes.Length} electrodes need {3 * electrodes.Length} values.", nameof(voltsPerAmpereMetre));
        var depth = source.Length;
        if (!(depth <= DeepestShare * RadiiMetres[0]))
            throw new ArgumentException(
                $"A dipole {depth} m from the centre lies outside 99 % of the innermost radius, {RadiiMetres[0]} m.", nameof(source));

        // A dipole at the centre has no direction of its own; any axis gives the same sum.
        var axis = depth > 0 ? source * (1 / depth) : new HeadVector(0, 0, 1);
        Span<double> terms = stackalloc double[MostTerms];
        terms = terms[..FillTerms(depth / RadiusMetres, terms)];
        var padded = (electrodes.Length + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        Span<double> work = padded <= 128 ? stackalloc double[3 * padded] : new double[3 * padded];
        var cosine = work[..padded];
        var radial = work.Slice(padded, padded);
        var slope = work[(2 * padded)..];
        for (var i = 0; i < electrodes.Length; i++) cosine[i] = electrodes[i].ToUnit().Dot(axis);
        SumSeries(terms, MemoryMarshal.Cast<double, Vector<double>>(cosine),
            MemoryMarshal.Cast<double, Vector<double>>(radial), MemoryMarshal.Cast<double, Vector<double>>(slope));

        var scale = 1 / (4 * Math.PI * ConductivitiesSiemensPerMetre[^1] * RadiusMetres * RadiusMetres);
        for (var i = 0; i < electrodes.Length; i++)
        {
            // Zhang's tangential unit vector times sin γ is the electrode's direction less its part along the axis.
            var field = (axis * radial[i] + (electrodes[i].ToUnit() - axis * cosine[i]) * slope[i]) * scale;
            (voltsPerAmpereMetre[3 * i], voltsPerAmpereMetre[3 * i + 1], voltsPerAmpereMetre[3 * i + 2]) = (field.X, field.Y, field.Z);
        }
    }

    /// <summary>The potentials of one dipole in volts, one an electrode, against infinity.</summary>
    /// <param name="source">Place of the dipole in metres, within 99 % of the innermost radius.</param>
    /// <param name="moment">Its moment in ampere metres.</param>
    /// <param name="electrodes">Electrodes on the outer surface; only their directions count.</param>
    /// <exception cref="ArgumentException">The dipole is too far out, or an electrode has no direction.</exception>
    public double[] PotentialOf(HeadVector source, HeadVector moment, ReadOnlySpan<HeadVector> electrodes)
    {
        var field = new double[3 * electrodes.Length];
        LeadField(source, electrodes, field);
        var volts = new double[electrodes.Length];
        for (var i = 0; i < volts.Length; i++)
            volts[i] = field[3 * i] * moment.X + field[3 * i + 1] * moment.Y + field[3 * i + 2] * moment.Z;
        return volts;
    }

    /// <summary>Writes (2n+1)/n · f_n · (b/R)^(n−1) for as many n as count, and says how many.</summary>
    private int FillTerms(double eccentricity, Span<double> terms)
    {
        var count = Math.Min(TermsFor(eccentricity), _weight.Length);
        var power = 1.0;
        for (var i = 0; i < count; i++, power *= eccentricity) terms[i] = _weight[i] * power;
        return count;
    }

    private static int TermsFor(double eccentricity) => eccentricity <= 0
        ? 1
        : (int)Math.Clamp(Math.Ceiling(Math.Log(SmallestTerm) / Math.Log(eccentricity)) + 1, 1, MostTerms);

    /// <summary>Sums n c_n P_n and c_n P_n' over all orders, one electrode a lane.</summary>
    private void SumSeries(
        ReadOnlySpan<double> terms, ReadOnlySpan<Vector<double>> cosine, Span<Vector<double>> radial, Span<Vector<double>> slope)
    {
        for (var lane = 0; lane < cosine.Length; lane++)
        {
            var x = cosine[lane];
            var (before, legendre) = (Vector<double>.One, x);
            var (derivativeBefore, derivative) = (Vector<double>.Zero, Vector<double>.One);
            var (radialSum, slopeSum) = (Vector<double>.Zero, Vector<double>.Zero);
            for (var i = 0; i < terms.Length; i++)
            {
                var c = terms[i];
                radialSum += legendre * (c * (i + 1));
                slopeSum += derivative * c;
                (before, legendre, derivativeBefore, derivative) =
                    (legendre, x * legendre * _next[i] - before * _previous[i],
                     derivative, derivativeBefore + legendre * (2.0 * i + 3));
            }

            radial[lane] = radialSum;
            slope[lane] = slopeSum;
        }
    }
}
