using System.Collections.Immutable;

namespace Pons.Decoding.Continuous;

/// <summary>Fitted <see cref="Kalman"/>.</summary>
internal sealed class FittedKalman(ContinuousDecoder decoder, int unitCount, ImmutableArray<string> outputNames, int lead, KalmanGains gains)
    : FittedContinuousDecoder(decoder, unitCount, outputNames)
{
    public override int Shift => lead;

    public override int WarmUp => 0;

    internal KalmanGains Gains => gains;

    public override ContinuousRun Start() => new KalmanRun(this, gains);
}
