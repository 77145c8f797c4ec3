using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// The filter of ReFIT (Gilja et al. 2012, doi 10.1038/nn.3265): velocity follows a linear model, position is its integral, and before every
/// bin the position is taken as known, since the person sees the cursor; the counts that position explains are then not mistaken for
/// velocity. Learns from movement whose velocities <see cref="IntentionCorrection"/> has turned to the targets. Velocity must be in units
/// of position a second. A run starts at the mean position of the training part, at rest.
/// </summary>
public sealed record ReFitKalman : ContinuousDecoder
{
    /// <inheritdoc/>
    public override string Name => "refit-kalman";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty;

    /// <inheritdoc/>
    public override FittedContinuousDecoder Fit(BinnedMovement training)
    {
        ArgumentNullException.ThrowIfNull(training);
        RequireBins(training, training.UnitCount + 10);
        try
        {
            var learnt = MovementModel.Learn(training.States(MovementState.PositionVelocity), training.Counts, 0);
            var model = learnt.WithSeenPosition(training);
            var names = BinnedMovement.OutputNames(MovementState.PositionVelocity, training.AxisCount);
            return new FittedKalman(this, training.UnitCount, names, 0, new(model, training.AxisCount, steady: false));
        }
        catch (GeometryException fault)
        {
            throw Unfit(fault);
        }
    }
}
