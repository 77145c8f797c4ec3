using System.Globalization;
using System.Numerics.Tensors;
using Pons.Geometry;
using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>What speaks for the eyes: an eye channel that goes along, or else a slow component at the forehead.</summary>
internal sealed class EyeEvidence
{
    private const double LowHz = 1, HighHz = 10;
    private readonly ComponentReferences _known;
    private readonly Matrix _mixing;
    private readonly SourceSpectrum _spectrum;
    private readonly Matrix _sources;
    private readonly Matrix? _eyes;
    private readonly double _rateHz;

    public EyeEvidence(ComponentReferences known, Matrix mixing, SourceSpectrum spectrum, Matrix sources, double rateHz)
    {
        (_known, _mixing, _spectrum, _sources, _rateHz) = (known, mixing, spectrum, sources, rateHz);
        _eyes = known.Eyes?.Clone();
        for (var e = 0; e < (_eyes?.Rows ?? 0); e++) Filter(_eyes!.Row(e));
    }

    public Evidence Of(int component)
    {
        if (_eyes is not null) return WithEyes(component, _eyes);
        if (_known.Positions is not { } positions) return new(double.NaN, "eyes not judged: neither eye channels nor positions are known");
        double frontal = Frontal(component, positions), slow = _spectrum.Power(component, 0.5, 6) / _spectrum.Power(component, 0.5, 40);
        if (double.IsNaN(frontal)) return new(double.NaN, "eyes not judged: there is no electrode at the forehead, or none elsewhere");
        return new(Math.Sqrt(frontal * slow), string.Create(CultureInfo.InvariantCulture, $"frontal {frontal:0.00}, share of 0.5–6 Hz {slow:0.00}"));
    }

    private Evidence WithEyes(int component, Matrix eyes)
    {
        var source = _sources.Row(component).ToArray();
        Filter(source);
        var likeness = 0.0;
        for (var e = 0; e < eyes.Rows; e++)
        {
            var r = TensorPrimitives.CosineSimilarity<double>(source, eyes.Row(e));
            if (double.IsFinite(r)) likeness = Math.Max(likeness, Math.Abs(r));
        }

        return new(likeness, string.Create(CultureInfo.InvariantCulture, $"correlation with an eye channel {likeness:0.00}"));
    }

    /// <summary>Mean square weight at the forehead, as a share of that and the mean square elsewhere.</summary>
    private double Frontal(int component, Matrix positions)
    {
        double front = 0, back = 0;
        int fronts = 0, backs = 0;
        for (var c = 0; c < positions.Rows; c++)
        {
            var weight = _mixing[c, component] * _mixing[c, component];
            var length = TensorPrimitives.Norm<double>(positions.Row(c));
            if (positions[c, 1] > 0.55 * length && positions[c, 2] < 0.5 * length) (front, fronts) = (front + weight, fronts + 1);
            else (back, backs) = (back + weight, backs + 1);
        }

        return fronts == 0 || backs == 0 ? double.NaN : front / fronts / (front / fronts + back / backs);
    }

    private void Filter(Span<double> row) => ZeroPhaseFilter.Apply(Butterworth.BandPass(2, LowHz, HighHz, _rateHz), row, row, 1);
}
