using System.Numerics;

namespace Pons.Signals;

/// <summary>
/// An analogue low-pass filter with its edge at 1 rad/s, by roots, and its passage to digital sections: frequency
/// transform, bilinear transform, pairing. A root with positive imaginary part stands for itself and its conjugate, so
/// that conjugates are exact and need not be found again. Oppenheim &amp; Schafer, Discrete-Time Signal Processing, ch. 7.
/// </summary>
internal sealed class AnalogPrototype
{
    private readonly List<Complex> _poles;
    private readonly List<Complex> _zeros;
    private readonly double _gainAtZero;
    private readonly int _zerosAtInfinity;

    private AnalogPrototype(List<Complex> poles, List<Complex> zeros, double gainAtZero)
    {
        (_poles, _zeros, _gainAtZero) = (poles, zeros, gainAtZero);
        _zerosAtInfinity = RootPairing.Count(poles) - RootPairing.Count(zeros);
    }

    public static AnalogPrototype Butterworth(int order)
    {
        FilterEdges.RequireOrder(order);
        return new(UpperEllipse(order, 1, 1), [], 1);
    }

    public static AnalogPrototype ChebyshevType1(int order, double rippleDb)
    {
        FilterEdges.RequireOrder(order);
        FilterEdges.RequireDecibels(rippleDb, nameof(rippleDb));
        var ripple = Math.Sqrt(Math.Pow(10, rippleDb / 10) - 1);
        var mu = Math.Asinh(1 / ripple) / order;
        var gain = order % 2 == 0 ? 1 / Math.Sqrt(1 + ripple * ripple) : 1;
        return new(UpperEllipse(order, Math.Sinh(mu), Math.Cosh(mu)), [], gain);
    }

    public static AnalogPrototype ChebyshevType2(int order, double attenuationDb)
    {
        FilterEdges.RequireOrder(order);
        FilterEdges.RequireDecibels(attenuationDb, nameof(attenuationDb));
        var mu = Math.Asinh(Math.Sqrt(Math.Pow(10, attenuationDb / 10) - 1)) / order;
        var poles = UpperEllipse(order, Math.Sinh(mu), Math.Cosh(mu)).ConvertAll(p => Upper(1 / p));
        var zeros = new List<Complex>();
        for (var k = 0; k < order / 2; k++) zeros.Add(new(0, 1 / Math.Cos(Angle(order, k))));
        return new(poles, zeros, 1);
    }

    public static AnalogPrototype Elliptic(int order, double rippleDb, double attenuationDb)
    {
        FilterEdges.RequireOrder(order);
        FilterEdges.RequireDecibels(rippleDb, nameof(rippleDb));
        FilterEdges.RequireDecibels(attenuationDb, nameof(attenuationDb));
        if (rippleDb >= attenuationDb)
            throw new ArgumentException(
                $"The stop band must lie below the ripple of the pass band, but {attenuationDb} dB is not above {rippleDb} dB.", nameof(rippleDb));
        var ripple = Math.Sqrt(Math.Pow(10, rippleDb / 10) - 1);
        var gains = JacobiFunctions.OfModulus(ripple / Math.Sqrt(Math.Pow(10, attenuationDb / 10) - 1));
        var frequencies = JacobiFunctions.OfNome(gains.LogNome / order);
        var depth = gains.ArcSnOfImaginary(1 / ripple) / order;
        var (poles, zeros) = (new List<Complex>(), new List<Complex>());
        for (var k = 0; k < order / 2; k++)
        {
            var u = (2 * k + 1.0) / order;
            poles.Add(Complex.ImaginaryOne * frequencies.Cd(new(u, -depth)));
            zeros.Add(new(0, 1 / (frequencies.Modulus * frequencies.Cd(u).Real)));
        }

        if (order % 2 == 1) poles.Add(-frequencies.Sn(new(0, depth)).Imaginary);
        return new(poles, zeros, order % 2 == 0 ? 1 / Math.Sqrt(1 + ripple * ripple) : 1);
    }

    /// <summary>The poles have product 1, as those of Butterworth.</summary>
    public static AnalogPrototype Bessel(int order)
    {
        FilterEdges.RequireOrder(order);
        var logProduct = Enumerable.Range(1, order).Sum(k => Math.Log(2 * k - 1));
        var scale = Math.Exp(-logProduct / order);
        return new([.. BesselRoots.Upper(order).Select(p => Upper(p * scale))], [], 1);
    }

    public SecondOrderSections LowPass(double cutoffHz, double rateHz)
    {
        FilterEdges.RequireBelowNyquist(cutoffHz, rateHz, nameof(cutoffHz));
        var w = FilterEdges.Warp(cutoffHz, rateHz);
        return Digital(s => [s * w], [], Complex.One);
    }

    public SecondOrderSections HighPass(double cutoffHz, double rateHz)
    {
        FilterEdges.RequireBelowNyquist(cutoffHz, rateHz, nameof(cutoffHz));
        var w = FilterEdges.Warp(cutoffHz, rateHz);
        return Digital(s => [Upper(w / s)], [0], -Complex.One);
    }

    public SecondOrderSections BandPass(double lowHz, double highHz, double rateHz)
    {
        var (width, centre) = WarpBand(lowHz, highHz, rateHz);
        return Digital(s => Quadratic(s * (width / 2), centre, s.Imaginary == 0), [0], Bilinear(new(0, centre)));
    }

    public SecondOrderSections BandStop(double lowHz, double highHz, double rateHz)
    {
        var (width, centre) = WarpBand(lowHz, highHz, rateHz);
        return Digital(s => Quadratic(width / 2 / s, centre, s.Imaginary == 0), [new(0, centre)], Complex.One);
    }

    /// <summary>Maps every root, adds the images of the zeros at infinity, and scales so that the gain at one point is right.</summary>
    private SecondOrderSections Digital(Func<Complex, Complex[]> transform, Complex[] imageOfInfinity, Complex reference)
    {
        var poles = _poles.SelectMany(transform).Select(Bilinear).ToList();
        var zeros = _zeros.SelectMany(transform).Select(Bilinear).ToList();
        for (var k = 0; k < _zerosAtInfinity; k++) zeros.AddRange(imageOfInfinity.Select(Bilinear));
        while (RootPairing.Count(zeros) < RootPairing.Count(poles)) zeros.Add(-1);
        return RootPairing.ToSections(zeros, poles, reference, _gainAtZero);
    }

    /// <summary>Roots of s² − 2hs + c², with the smaller one from their product, which loses no digits.</summary>
    private static Complex[] Quadratic(Complex h, double c, bool isReal)
    {
        if (isReal && h.Real * h.Real < c * c) return [new(h.Real, Math.Sqrt((c - h.Real) * (c + h.Real)))];
        var root = Complex.Sqrt(h * h - c * c);
        var larger = (h + root).Magnitude > (h - root).Magnitude ? h + root : h - root;
        var smaller = c * c / larger;
        return isReal ? [larger.Real, smaller.Real] : [Upper(larger), Upper(smaller)];
    }

    private static (double Width, double Centre) WarpBand(double lowHz, double highHz, double rateHz)
    {
        FilterEdges.RequireBand(lowHz, highHz, rateHz);
        var (low, high) = (FilterEdges.Warp(lowHz, rateHz), FilterEdges.Warp(highHz, rateHz));
        return (high - low, Math.Sqrt(low * high));
    }

    private static List<Complex> UpperEllipse(int order, double realAxis, double imaginaryAxis)
    {
        var poles = new List<Complex>();
        for (var k = 0; k < order / 2; k++)
            poles.Add(new(-realAxis * Math.Sin(Angle(order, k)), imaginaryAxis * Math.Cos(Angle(order, k))));
        if (order % 2 == 1) poles.Add(-realAxis);
        return poles;
    }

    private static double Angle(int order, int k) => Math.PI * (2 * k + 1) / (2 * order);

    private static Complex Bilinear(Complex s)
    {
        if (s.Imaginary == 0) return (1 + s.Real) / (1 - s.Real);
        var z = (1 + s) / (1 - s);
        return s.Real == 0 ? z / z.Magnitude : z;
    }

    private static Complex Upper(Complex root) => root.Imaginary < 0 ? Complex.Conjugate(root) : root;
}
