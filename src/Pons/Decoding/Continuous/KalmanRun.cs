using System.Numerics.Tensors;

namespace Pons.Decoding.Continuous;

/// <summary>One Kalman filter on its way: the state about its mean, and how many bins it has seen.</summary>
internal sealed class KalmanRun(FittedContinuousDecoder fitted, KalmanGains gains) : ContinuousRun(fitted)
{
    private readonly double[] _state = new double[gains.Model.Size];
    private readonly double[] _predicted = new double[gains.Model.Size];
    private readonly double[] _surprise = new double[gains.Model.Size];
    private int _given;

    private protected override bool Advance(ReadOnlySpan<double> counts, Span<double> state)
    {
        var model = gains.Model;
        var covariance = gains.Covariances[_given];
        if (_given + 1 < gains.Covariances.Length) _given++;
        for (var k = 0; k < model.Size; k++) _predicted[k] = Dot(model.Transition.Row(k), _state);
        for (var k = 0; k < model.Size; k++)
            _surprise[k] = TensorPrimitives.Dot<double>(model.Readout.Row(k), counts) - model.Baseline[k]
                - Dot(model.Information.Row(k), _predicted);
        for (var k = 0; k < model.Size; k++)
        {
            _state[k] = _predicted[k] + Dot(covariance.Row(k), _surprise);
            state[k] = model.StateMean[k] + _state[k];
        }

        return true;
    }

    // A few terms: a plain loop beats a vector kernel.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
