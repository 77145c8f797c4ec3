namespace Pons.Geometry.Kernels;

/// <summary>
/// The logarithm as a sum of simple poles: on [1/√κ, √κ], log μ = constant − Σ weightᵢ / (μ + shiftᵢ) to <see cref="Accuracy"/>. It is
/// Gauss–Legendre quadrature of log μ = ∫₀^∞ 1/(1+s) − 1/(μ+s) ds in the variable u of s = √(1/κ) · sc²(u), which carries the half-plane
/// around the spectrum to a strip (the map of Hale, Higham and Trefethen 2008, doi 10.1137/070700607, section 2). All shifts and weights
/// are positive, so the resolvents of a positive definite matrix are better conditioned than the matrix itself.
/// </summary>
internal sealed class LogarithmQuadrature
{
    /// <summary>Bound of the error of the sum, before rounding.</summary>
    internal const double Accuracy = 1e-13;

    /// <summary>The number of poles is a multiple of this, the number that a kernel treats at once.</summary>
    internal const int Group = 8;

    /// <summary>Eigenvalues further apart than this are beyond double precision anyway.</summary>
    internal const double LargestSpread = 1e13;

    /// <summary>At least the number of poles of any quadrature.</summary>
    internal const int LargestCount = 96;

    private const double ErrorFactor = 20;
    private static readonly LogarithmQuadrature[] Ascending = AllUpToTheLargest();

    private LogarithmQuadrature(int count, double spread)
    {
        Spread = spread;
        Shifts = new double[count];
        Weights = new double[count];
        var (nodes, weights) = GaussLegendre(count);
        var modulus = new Modulus(spread);
        for (var i = 0; i < count / 2; i++)
        {
            var u = 0.5 * modulus.QuarterPeriod * (1 + nodes[i]);
            var (s, slope) = modulus.Map(u);
            var width = 0.5 * modulus.QuarterPeriod * weights[i];
            // s(K − u) = 1 / s(u) gives the other half without cancellation.
            (Shifts[i], Weights[i]) = (s, width * slope);
            (Shifts[count - 1 - i], Weights[count - 1 - i]) = (1 / s, width * slope / (s * s));
        }

        for (var i = 0; i < count; i++) Constant += Weights[i] / (1 + Shifts[i]);
    }

    internal double Constant { get; }

    internal double[] Shifts { get; }

    internal double[] Weights { get; }

    private double Spread { get; }

    /// <summary>The quadrature for spectra whose largest value is at most κ times the smallest.</summary>
    internal static LogarithmQuadrature ForSpread(double spread)
    {
        foreach (var quadrature in Ascending)
            if (spread <= quadrature.Spread) return quadrature;
        throw new ArgumentOutOfRangeException(nameof(spread), spread, "The eigenvalues lie too far apart.");
    }

    private static LogarithmQuadrature[] AllUpToTheLargest()
    {
        var all = new List<LogarithmQuadrature>();
        for (var count = Group; all.Count == 0 || all[^1].Spread < LargestSpread; count += Group)
            all.Add(new LogarithmQuadrature(count, PossibleSpread(count)));
        return [.. all];
    }

    /// <summary>The κ for which the error factor of Gauss–Legendre quadrature in the strip, 20 · ρ^(−2n), meets the accuracy.</summary>
    private static double PossibleSpread(int count)
    {
        // ρ belongs to the ellipse through the nearest singularity at height K′ over the middle of [0, K].
        var radius = Math.Pow(ErrorFactor / Accuracy, 0.5 / count);
        var height = 0.5 * (radius - 1 / radius);
        double low = 0, high = 100;
        for (var i = 0; i < 60; i++)
        {
            var middle = 0.5 * (low + high);
            var modulus = new Modulus(Math.Exp(middle));
            if (2 * modulus.ComplementaryQuarterPeriod / modulus.QuarterPeriod > height) low = middle;
            else high = middle;
        }

        return Math.Exp(low);
    }

    /// <summary>Nodes, ascending, and weights on [−1, 1] by Newton's method on the Legendre polynomial.</summary>
    private static (double[] Nodes, double[] Weights) GaussLegendre(int count)
    {
        double[] nodes = new double[count], weights = new double[count];
        for (var i = 0; i < count; i++)
        {
            var x = -Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            for (var round = 0; round < 8; round++)
            {
                double previous = 1, current = x;
                for (var k = 2; k <= count; k++) (previous, current) = (current, ((2 * k - 1) * x * current - (k - 1) * previous) / k);
                var slope = count * (x * current - previous) / (x * x - 1);
                x -= current / slope;
                weights[i] = 2 / ((1 - x * x) * slope * slope);
            }

            nodes[i] = x;
        }

        return (nodes, weights);
    }

    /// <summary>
    /// Jacobi's elliptic functions of complementary modulus k′ = 1/√κ. The map is computed from theta functions of the nome of k′
    /// (DLMF 20.2 and 22.2), whose series lose no digits however large κ is.
    /// </summary>
    private readonly struct Modulus
    {
        private readonly double _complement;
        private readonly double _nome;

        internal Modulus(double spread)
        {
            _complement = 1 / Math.Sqrt(spread);
            QuarterPeriod = Math.PI / 2 / Mean(1, _complement);
            ComplementaryQuarterPeriod = Math.PI / 2 / Mean(1, Math.Sqrt(1 - 1 / spread));
            _nome = Math.Exp(-Math.PI * QuarterPeriod / ComplementaryQuarterPeriod);
        }

        internal double QuarterPeriod { get; }

        internal double ComplementaryQuarterPeriod { get; }

        /// <summary>s = k′ · sc²(u) and ds/du for u up to half the quarter period.</summary>
        internal (double Value, double Slope) Map(double u)
        {
            var y = Math.PI * u / (2 * ComplementaryQuarterPeriod);
            double numerator = 0, denominator = 1;
            for (var k = 0; k < 8; k++)
            {
                var sign = k % 2 == 0 ? 2 : -2;
                numerator += sign * Math.Pow(_nome, (k + 0.5) * (k + 0.5)) * Math.Sinh((2 * k + 1) * y);
                denominator -= sign * Math.Pow(_nome, (k + 1) * (k + 1)) * Math.Cosh(2 * (k + 1) * y);
            }

            var s = numerator / denominator * (numerator / denominator);
            return (s, 2 * Math.Sqrt(s * (_complement + s) * (1 + _complement * s)));
        }

        private static double Mean(double a, double b)
        {
            for (var i = 0; i < 40 && Math.Abs(a - b) > 1e-16 * a; i++) (a, b) = (0.5 * (a + b), Math.Sqrt(a * b));
            return a;
        }
    }
}
