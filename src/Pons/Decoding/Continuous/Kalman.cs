using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// Kalman filter (Wu et al. 2006, doi 10.1162/089976606774841585): the movement follows x(t) = A·x(t − 1) + w, the counts are
/// z(t − lead) = H·x(t) + q, both about the means of the training part; A and H by least squares, the covariances W and Q from what
/// they leave. A run starts from the training mean without uncertainty. Units that never change in the training part get no weight.
/// Needs more bins than units.
/// </summary>
public sealed record Kalman : ContinuousDecoder
{
    private readonly int _lead;

    /// <summary>What the state holds; position and velocity by default.</summary>
    public MovementState State { get; init; } = MovementState.PositionVelocity;

    /// <summary>Bins by which the counts lead the movement, about 0.1 s in motor cortex; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 1000.</exception>
    public int Lead
    {
        get => _lead;
        init => _lead = value is >= 0 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be 0 to 1000.");
    }

    /// <summary>Whether the gain to which the filter converges is used from the first bin on; false by default.</summary>
    public bool SteadyState { get; init; }

    /// <inheritdoc/>
    public override string Name => "kalman";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty
        .Add("state", (int)State).Add("lead", Lead).Add("steadyState", SteadyState ? 1 : 0);

    /// <inheritdoc/>
    public override FittedContinuousDecoder Fit(BinnedMovement training)
    {
        ArgumentNullException.ThrowIfNull(training);
        RequireBins(training, training.UnitCount + Lead + 10);
        try
        {
            var model = MovementModel.Learn(training.States(State), training.Counts, Lead);
            return new FittedKalman(this, training.UnitCount, BinnedMovement.OutputNames(State, training.AxisCount), Lead, new(model, 0, SteadyState));
        }
        catch (GeometryException fault)
        {
            throw Unfit(fault);
        }
    }
}
