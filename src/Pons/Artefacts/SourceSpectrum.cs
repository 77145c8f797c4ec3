using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>Power spectra of sources by Welch's method with windows of two seconds.</summary>
internal sealed class SourceSpectrum
{
    private readonly double[] _hertz;
    private readonly Matrix _density;

    public SourceSpectrum(Matrix sources, double rateHz)
    {
        var length = (int)Math.Round(2 * rateHz);
        var welch = new WelchSpectrum(Window.Hann(length, WindowSymmetry.Periodic), length / 2, rateHz);
        var density = new Matrix(welch.BinCount, sources.Rows);
        welch.Estimate(sources.Transpose().Values, density.Values, sources.Rows);
        (_hertz, _density) = ([.. welch.FrequenciesHz], density.Transpose());
    }

    public double HighestHz => _hertz[^1];

    /// <summary>Sum of the density over a band, both ends included.</summary>
    public double Power(int source, double lowHz, double highHz) => TensorPrimitives.Sum<double>(Band(source, lowHz, highHz, out _));

    /// <summary>Least-squares slope of log power over log frequency.</summary>
    public double Slope(int source, double lowHz, double highHz)
    {
        var band = Band(source, lowHz, highHz, out var hertz);
        double[] x = new double[band.Length], y = new double[band.Length];
        TensorPrimitives.Log(hertz, x);
        for (var i = 0; i < y.Length; i++) y[i] = Math.Log(Math.Max(band[i], double.Epsilon));
        TensorPrimitives.Subtract(x, TensorPrimitives.Sum<double>(x) / x.Length, x);
        return TensorPrimitives.Dot<double>(x, y) / TensorPrimitives.SumOfSquares<double>(x);
    }

    private ReadOnlySpan<double> Band(int source, double lowHz, double highHz, out ReadOnlySpan<double> hertz)
    {
        int from = Array.FindIndex(_hertz, f => f >= lowHz), to = Array.FindLastIndex(_hertz, f => f <= highHz) + 1;
        hertz = _hertz.AsSpan(from, to - from);
        return _density.Row(source)[from..to];
    }
}
