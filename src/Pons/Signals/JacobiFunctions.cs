using System.Numerics;

namespace Pons.Signals;

/// <summary>
/// Elliptic functions of Jacobi for one modulus, with arguments in quarter periods, by descending Landen transformations:
/// Orfanidis, "Lecture notes on elliptic filter design", 2006. The complementary modulus is carried beside the modulus, so
/// that neither loses digits when the other is near 1.
/// </summary>
internal sealed class JacobiFunctions
{
    private const double Negligible = 1e-20;
    private const int MostSteps = 64;
    private readonly List<double> _descending = [];

    private JacobiFunctions(double modulus, double complement)
    {
        (Modulus, LogNome) = (modulus, -Math.PI * MeanWithOne(complement) / MeanWithOne(modulus));
        var (k, c) = (modulus, complement);
        while (k > Negligible && _descending.Count < MostSteps)
        {
            (k, c) = (k / (1 + c), 2 * Math.Sqrt(c) / (1 + c));
            k *= k;
            _descending.Add(k);
        }
    }

    public double Modulus { get; }

    /// <summary>Logarithm of the nome, −π K′ / K.</summary>
    public double LogNome { get; }

    public static JacobiFunctions OfModulus(double modulus) => new(modulus, Math.Sqrt((1 - modulus) * (1 + modulus)));

    /// <summary>The functions whose nome has this logarithm, below 0.</summary>
    public static JacobiFunctions OfNome(double logNome) => new(ModulusOf(logNome), ModulusOf(Math.PI * Math.PI / logNome));

    /// <summary>cd(uK).</summary>
    public Complex Cd(Complex u) => Ascend(Complex.Cos(u * (Math.PI / 2)));

    /// <summary>sn(uK).</summary>
    public Complex Sn(Complex u) => Ascend(Complex.Sin(u * (Math.PI / 2)));

    /// <summary>The u with sn(juK) = jy.</summary>
    public double ArcSnOfImaginary(double y)
    {
        var before = Modulus;
        foreach (var k in _descending)
        {
            y = 2 * y / ((1 + k) * (1 + Math.Sqrt(1 + before * before * y * y)));
            before = k;
        }

        return 2 / Math.PI * Math.Asinh(y);
    }

    private Complex Ascend(Complex w)
    {
        for (var i = _descending.Count - 1; i >= 0; i--) w = (1 + _descending[i]) * w / (1 + _descending[i] * w * w);
        return w;
    }

    /// <summary>θ₂² / θ₃² at the nome.</summary>
    private static double ModulusOf(double logNome)
    {
        var (even, odd) = (1.0, 1.0);
        for (var m = 1; m < MostSteps && logNome * m * m > -745; m++)
        {
            even += Math.Exp(logNome * m * (m + 1));
            odd += 2 * Math.Exp(logNome * m * m);
        }

        return 4 * Math.Exp(logNome / 2) * (even / odd) * (even / odd);
    }

    /// <summary>The arithmetic-geometric mean of 1 and a number from 0 to 1.</summary>
    private static double MeanWithOne(double b)
    {
        var a = 1.0;
        for (var step = 0; step < MostSteps && a - b > 1e-16 * a; step++) (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        return a;
    }
}
