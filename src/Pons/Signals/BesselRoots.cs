using System.Numerics;

namespace Pons.Signals;

/// <summary>
/// Roots of the reverse Bessel polynomials θₙ = (2n − 1) θₙ₋₁ + s² θₙ₋₂, by the simultaneous iteration of Aberth, "Iteration methods
/// for finding all zeros of a polynomial simultaneously", Math. Comp. 27, 1973, doi:10.1090/S0025-5718-1973-0329236-7. In the
/// left half-plane the recurrence loses all digits of double precision from order 8 on, so it runs in integers.
/// </summary>
internal static class BesselRoots
{
    private const int FractionBits = 256;
    private const int MostSteps = 100;
    private const double Settled = 1e-14;

    /// <summary>The real root of an odd order last, and of each pair of conjugates one.</summary>
    public static Complex[] Upper(int order)
    {
        var roots = Start(order);
        for (var step = 0; step < MostSteps; step++)
        {
            var moved = 0.0;
            for (var i = 0; i < roots.Length; i++)
            {
                var newton = NewtonStep(order, roots[i]);
                var change = newton / (1 - newton * Repulsion(roots, i));
                roots[i] -= change;
                moved = Math.Max(moved, change.Magnitude / roots[i].Magnitude);
            }

            if (moved < Settled) return roots;
        }

        throw new InvalidOperationException($"The roots of the Bessel polynomial of order {order} were not found in {MostSteps} steps.");
    }

    /// <summary>Points near the arc on which the roots of high orders lie.</summary>
    private static Complex[] Start(int order)
    {
        var roots = new Complex[(order + 1) / 2];
        for (var k = 0; k < roots.Length; k++)
        {
            var (sine, cosine) = double.SinCosPi((2 * k + 1) / (2.0 * order));
            roots[k] = new(-0.66 * order * sine, 2 * k + 1 == order ? 0 : 0.9 * order * cosine);
        }

        return roots;
    }

    /// <summary>Σ 1 / (s − r) over all other roots.</summary>
    private static Complex Repulsion(Complex[] roots, int self)
    {
        var sum = Complex.Zero;
        for (var j = 0; j < roots.Length; j++)
        {
            if (j != self) sum += 1 / (roots[self] - roots[j]);
            if (roots[j].Imaginary != 0) sum += 1 / (roots[self] - Complex.Conjugate(roots[j]));
        }

        return sum;
    }

    /// <summary>θₙ / θₙ′ with θₙ′ = θₙ − s θₙ₋₁.</summary>
    private static Complex NewtonStep(int order, Complex s)
    {
        var (x, y) = (Fixed(s.Real), Fixed(s.Imaginary));
        var (re, im) = Product(x, y, x, y);
        var (beforeRe, beforeIm, lastRe, lastIm) = (Fixed(1), BigInteger.Zero, x + Fixed(1), y);
        for (var k = 2; k <= order; k++)
        {
            var (squareRe, squareIm) = Product(re, im, beforeRe, beforeIm);
            (beforeRe, beforeIm) = (lastRe, lastIm);
            (lastRe, lastIm) = ((2 * k - 1) * lastRe + squareRe, (2 * k - 1) * lastIm + squareIm);
        }

        var (turnRe, turnIm) = Product(x, y, beforeRe, beforeIm);
        return new Complex((double)lastRe, (double)lastIm) / new Complex((double)(lastRe - turnRe), (double)(lastIm - turnIm));
    }

    private static BigInteger Fixed(double value) => new(Math.ScaleB(value, FractionBits));

    private static (BigInteger Real, BigInteger Imaginary) Product(BigInteger a, BigInteger b, BigInteger c, BigInteger d) =>
        ((a * c - b * d) >> FractionBits, (a * d + b * c) >> FractionBits);
}
