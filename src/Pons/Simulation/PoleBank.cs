using System.Numerics;
using System.Numerics.Tensors;

namespace Pons.Simulation;

/// <summary>
/// White noise to noise with the spectrum 1/f^χ, for many series at once: a sum of one-pole low-passes with logarithmically
/// spaced corners and gains ω^(1−χ/2), which follows the fractional integrator s^(−χ/2) (Keshner 1982, doi 10.1109/PROC.1982.12282).
/// </summary>
internal sealed class PoleBank
{
    private readonly double[] _decays;
    private readonly double[] _gains;
    private readonly double[] _state;
    private readonly double[] _term;
    private readonly int _count;
    private readonly double _rateHz;

    /// <summary>Makes a bank at rest.</summary>
    /// <param name="count">Number of series.</param>
    /// <param name="exponent">χ.</param>
    /// <param name="lowHz">Below this the spectrum levels off.</param>
    /// <param name="highHz">Corner of the fastest pole.</param>
    /// <param name="rateHz">Samples per second.</param>
    public PoleBank(int count, double exponent, double lowHz, double highHz, double rateHz)
    {
        const double PoleRatio = 2.8;
        (_count, _rateHz) = (count, rateHz);
        var poles = 1 + (int)Math.Ceiling(Math.Log(highHz / lowHz) / Math.Log(PoleRatio));
        var corners = Enumerable.Range(0, poles).Select(i => lowHz * Math.Pow(highHz / lowHz, i / (poles - 1.0))).ToArray();
        _decays = [.. corners.Select(f => Math.Exp(-2 * Math.PI * f / rateHz))];
        _gains = [.. corners.Select((f, i) => Math.Pow(f, -exponent / 2) * (1 - _decays[i]))];
        _state = new double[poles * count];
        _term = new double[count];
    }

    /// <summary>Samples after which the slowest pole has forgotten how it began.</summary>
    public int SettlingSamples => (int)(-5 / Math.Log(_decays.Max()));

    /// <summary>Makes the root mean square between two frequencies so large, for white noise of variance 1.</summary>
    public void Scale(double rootMeanSquare, double lowHz, double highHz)
    {
        const int Steps = 400;
        var step = (highHz - lowHz) / Steps;
        var power = Enumerable.Range(0, Steps).Sum(i => 2 / _rateHz * step * PowerGain(lowHz + (i + 0.5) * step));
        for (var i = 0; i < _gains.Length; i++) _gains[i] *= rootMeanSquare / Math.Sqrt(power);
    }

    public void Advance(ReadOnlySpan<double> white, Span<double> coloured)
    {
        coloured.Clear();
        for (var pole = 0; pole < _decays.Length; pole++)
        {
            var state = _state.AsSpan(pole * _count, _count);
            TensorPrimitives.Multiply(state, _decays[pole], state);
            TensorPrimitives.Multiply(white, _gains[pole], _term);
            TensorPrimitives.Add(state, _term, state);
            TensorPrimitives.Add(coloured, state, coloured);
        }
    }

    private double PowerGain(double hz)
    {
        var sum = Complex.Zero;
        var delay = Complex.FromPolarCoordinates(1, -2 * Math.PI * hz / _rateHz);
        for (var i = 0; i < _decays.Length; i++) sum += _gains[i] / (1 - _decays[i] * delay);
        return sum.Magnitude * sum.Magnitude;
    }
}
