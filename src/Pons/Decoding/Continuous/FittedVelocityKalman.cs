using System.Numerics.Tensors;

namespace Pons.Decoding.Continuous;

/// <summary>Fitted <see cref="VelocityKalman"/>.</summary>
internal sealed class FittedVelocityKalman(VelocityKalman decoder, FittedContinuousDecoder filter)
    : FittedContinuousDecoder(decoder, filter.UnitCount, filter.OutputNames)
{
    public override int Shift => filter.Shift;

    public override int WarmUp => filter.WarmUp;

    public override ContinuousRun Start() => new Run(this, filter.Start(), decoder.Gain);

    private sealed class Run(FittedVelocityKalman fitted, ContinuousRun filter, GainSchedule gain) : ContinuousRun(fitted)
    {
        private protected override bool Advance(ReadOnlySpan<double> counts, Span<double> state)
        {
            var velocity = state[..fitted.OutputNames.Length];
            if (!filter.Step(counts, velocity)) return false;
            TensorPrimitives.Multiply(velocity, gain.At(TensorPrimitives.Norm<double>(velocity)), velocity);
            return true;
        }
    }
}
