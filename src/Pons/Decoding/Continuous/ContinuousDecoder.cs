using System.Collections.Immutable;

namespace Pons.Decoding.Continuous;

/// <summary>A way to decode movement from spike counts, as a value: its hyper-parameters, nothing learnt.</summary>
public abstract record ContinuousDecoder
{
    /// <summary>Name in reports, such as <c>kalman</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The hyper-parameters by name, as reports keep them.</summary>
    public abstract ImmutableSortedDictionary<string, double> Parameters { get; }

    /// <summary>Learns from bins that follow one another in time.</summary>
    /// <exception cref="DecodingException">The bins do not suffice.</exception>
    public abstract FittedContinuousDecoder Fit(BinnedMovement training);

    private protected DecodingException Unfit(Pons.Geometry.GeometryException fault) =>
        new($"{Name} cannot be fitted: {fault.What}", fault.Why, "Leave out units that never fire or repeat others, add a ridge, or record more.", fault);

    private protected void RequireBins(BinnedMovement training, int least)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.BinCount < least)
            throw new DecodingException(
                $"{Name} was given {training.BinCount} bins of {training.UnitCount} units.",
                $"It needs at least {least} to be determined.", "Record longer, or use fewer units or lags.");
    }
}
