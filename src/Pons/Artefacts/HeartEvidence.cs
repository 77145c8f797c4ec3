using System.Globalization;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>What speaks for the heart: the same phase at every beat, or else peaks as sharp and regular as beats.</summary>
internal sealed class HeartEvidence
{
    private const int LeastBeats = 10;

    // Kuiper's statistic exceeds this once in a thousand times where phases mean nothing (Stephens 1970).
    private const double Critical = 2.303;
    private readonly Matrix _sources;
    private readonly double _rateHz;
    private readonly int[]? _beats;

    public HeartEvidence(ComponentReferences known, Matrix sources, double rateHz)
    {
        (_sources, _rateHz) = (sources, rateHz);
        if (!known.Heart.IsEmpty && rateHz >= 50) _beats = QrsDetector.Find(known.Heart.Span, rateHz);
    }

    public Evidence Of(int component)
    {
        if (_rateHz < 50) return new(double.NaN, "heart not judged: the rate is below 50 Hz");
        if (_beats is null) return Alone(component);
        if (_beats.Length < LeastBeats) return new(double.NaN, $"heart not judged: the electrocardiogram shows {_beats.Length} beats");
        return AtBeats(component, _beats);
    }

    private Evidence AtBeats(int component, int[] beats)
    {
        double[] wave = Filtered(component), quadrature = new double[wave.Length];
        new AnalyticSignal(wave.Length).Quadrature(wave, quadrature, 1);
        var largest = 0.0;
        var reach = (int)(0.05 * _rateHz);
        for (var lag = -reach; lag <= reach; lag++)
        {
            double[] phases = [.. beats.Where(b => b + lag >= 0 && b + lag < wave.Length).Select(b => PhaseAt(wave, quadrature, b + lag))];
            largest = Math.Max(largest, Kuiper(phases));
        }

        var root = Math.Sqrt(beats.Length);
        var chance = Critical / (root + 0.155 + 0.24 / root);
        var score = Math.Clamp((largest - chance) / (1 - chance), 0, 1);
        return new(score, string.Create(
            CultureInfo.InvariantCulture, $"phase at {beats.Length} beats, Kuiper {largest:0.00} (chance {chance:0.00})"));
    }

    private Evidence Alone(int component)
    {
        var wave = Filtered(component);
        var beats = QrsDetector.Find(_sources.Row(component), _rateHz);
        if (beats.Length < LeastBeats) return new(0, $"{beats.Length} sharp peaks");
        double[] intervals = [.. beats.Skip(1).Zip(beats, (b, a) => (b - a) / _rateHz)];
        var (interval, deviation) = RobustScale.Of(intervals);
        var deviations = TensorPrimitives.Norm<double>(wave) / Math.Sqrt(wave.Length);
        var height = RobustScale.Of([.. beats.Select(b => Math.Abs(wave[b]))]).Middle / deviations;
        var regular = interval is > 0.33 and < 1.7 ? Math.Clamp(1 - deviation / interval / 0.25, 0, 1) : 0;
        var score = regular * Math.Clamp((height - 2) / 1.5, 0, 1);
        return new(score, string.Create(
            CultureInfo.InvariantCulture,
            $"no electrocardiogram; peaks every {interval:0.00} s ± {deviation / interval:0%}, {height:0.0} deviations high"));
    }

    private double[] Filtered(int component)
    {
        var wave = _sources.Row(component).ToArray();
        ZeroPhaseFilter.Apply(Butterworth.BandPass(2, 5, 20, _rateHz), wave, wave, 1);
        return wave;
    }

    private static double PhaseAt(double[] wave, double[] quadrature, int sample) =>
        Math.Atan2(quadrature[sample], wave[sample]) / (2 * Math.PI) + 0.5;

    /// <summary>Largest distance above plus largest below between the phases and even ones; from 0, in turns.</summary>
    private static double Kuiper(double[] phases)
    {
        Array.Sort(phases);
        double above = 0, below = 0;
        for (var i = 0; i < phases.Length; i++)
        {
            above = Math.Max(above, (i + 1.0) / phases.Length - phases[i]);
            below = Math.Max(below, phases[i] - (double)i / phases.Length);
        }

        return above + below;
    }
}
