using System.Numerics.Tensors;

namespace Pons.Decoding.Continuous;

/// <summary>The state of one stream of bins that is being decoded. For one thread; a step allocates nothing.</summary>
public abstract class ContinuousRun
{
    private readonly FittedContinuousDecoder _fitted;

    private protected ContinuousRun(FittedContinuousDecoder fitted) => _fitted = fitted;

    /// <summary>Takes the counts of the next bin.</summary>
    /// <param name="counts">Spikes [unit].</param>
    /// <param name="state">Receives the outputs, in the order of <see cref="FittedContinuousDecoder.OutputNames"/>.</param>
    /// <returns>False while the first bins are gathered; the state is then left alone.</returns>
    /// <exception cref="DecodingException">Another number of units, or a value that is not finite.</exception>
    public bool Step(ReadOnlySpan<double> counts, Span<double> state)
    {
        if (counts.Length != _fitted.UnitCount)
            throw new DecodingException(
                $"A bin of {counts.Length} units was given to a decoder of {_fitted.UnitCount}.",
                "Every unit has its own weight, so a wrong number of them would give a wrong movement.",
                "Give it the units that it was trained on, or train a decoder for these.");
        if (!TensorPrimitives.IsFiniteAll(counts))
            throw new DecodingException(
                "A bin has a count that is not finite.", "It would spoil the state of the decoder for good.",
                "Leave the bin out and start a new run after the gap.");
        ArgumentOutOfRangeException.ThrowIfLessThan(state.Length, _fitted.OutputNames.Length, nameof(state));
        return Advance(counts, state);
    }

    private protected abstract bool Advance(ReadOnlySpan<double> counts, Span<double> state);
}
