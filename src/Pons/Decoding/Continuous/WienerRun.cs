using System.Numerics.Tensors;

namespace Pons.Decoding.Continuous;

/// <summary>Keeps the counts of the last bins twice, half a buffer apart, so that the window is always one piece.</summary>
internal sealed class WienerRun(FittedWiener fitted) : ContinuousRun(fitted)
{
    private readonly double[] _counts = new double[2 * (fitted.WarmUp + 1) * fitted.UnitCount];
    private int _given;

    private protected override bool Advance(ReadOnlySpan<double> counts, Span<double> state)
    {
        int units = fitted.UnitCount, lags = fitted.WarmUp + 1;
        var place = _given % lags;
        counts.CopyTo(_counts.AsSpan(place * units));
        counts.CopyTo(_counts.AsSpan((place + lags) * units));
        _given = _given + 1 < 2 * lags ? _given + 1 : lags;
        if (_given < lags) return false;
        var window = _counts.AsSpan((place + 1) * units, lags * units);
        for (var k = 0; k < fitted.Intercepts.Length; k++)
            state[k] = fitted.Intercepts[k] + TensorPrimitives.Dot<double>(fitted.Weights.Row(k), window);
        return true;
    }
}
