using System.Collections.Immutable;
using System.Numerics;

namespace Pons.Signals;

/// <summary>
/// Groups the roots of a digital filter into sections: the pole nearest the unit circle takes the zeros nearest to it, and
/// comes last in the cascade, so that no section has a high peak and the strongest one sees a signal already limited.
/// Jackson, "Roundoff-noise analysis for fixed-point digital filters", IEEE Trans. Audio Electroacoust. 18, 1970,
/// doi:10.1109/TAU.1970.1162084. Same order as SciPy's <c>zpk2sos(pairing="nearest")</c>.
/// </summary>
internal static class RootPairing
{
    /// <summary>How many roots a list stands for: a root off the real axis counts for its conjugate too.</summary>
    public static int Count(List<Complex> roots) => roots.Sum(r => IsReal(r) ? 1 : 2);

    /// <summary>Sections with these roots and this gain at the point <paramref name="reference"/> of the unit circle.</summary>
    public static SecondOrderSections ToSections(List<Complex> zeros, List<Complex> poles, Complex reference, double gain)
    {
        if (Count(poles) % 2 == 1)
        {
            poles.Add(0);
            zeros.Add(0);
        }

        var sections = new List<Biquad>();
        while (poles.Count > 0)
        {
            var (p1, p2) = TakePoles(poles);
            var (z1, z2) = TakeZeros(zeros, p1);
            sections.Add(Section(z1, z2, p1, p2));
        }

        sections.Reverse();
        return Scaled(sections, reference, gain);
    }

    private static (Complex First, Complex Second) TakePoles(List<Complex> poles)
    {
        var first = Take(poles, _ => true, DistanceFromCircle);
        return (first, IsReal(first) ? Take(poles, IsReal, DistanceFromCircle) : Complex.Conjugate(first));
    }

    private static (Complex First, Complex Second) TakeZeros(List<Complex> zeros, Complex pole)
    {
        double Distance(Complex z) => (z - pole).Magnitude;
        var first = Take(zeros, _ => true, Distance);
        return (first, IsReal(first) ? Take(zeros, IsReal, Distance) : Complex.Conjugate(first));
    }

    private static Complex Take(List<Complex> roots, Func<Complex, bool> eligible, Func<Complex, double> cost)
    {
        var root = roots.Where(eligible).MinBy(cost);
        roots.Remove(root);
        return root;
    }

    private static Biquad Section(Complex z1, Complex z2, Complex p1, Complex p2) =>
        new(1, -(z1 + z2).Real, (z1 * z2).Real, -(p1 + p2).Real, (p1 * p2).Real);

    private static SecondOrderSections Scaled(List<Biquad> sections, Complex reference, double gain)
    {
        var unscaled = sections.Aggregate(Complex.One, (h, s) =>
            h * ((s.B0 * reference + s.B1) * reference + s.B2) / ((reference + s.A1) * reference + s.A2));
        var scale = gain / unscaled.Magnitude;
        var first = sections[0];
        sections[0] = first with { B0 = first.B0 * scale, B1 = first.B1 * scale, B2 = first.B2 * scale };
        return new(sections.ToImmutableArray());
    }

    private static double DistanceFromCircle(Complex pole) => Math.Abs(1 - pole.Magnitude);

    private static bool IsReal(Complex root) => root.Imaginary == 0;
}
