using System.Collections.Immutable;

namespace Pons.Decoding.Continuous;

/// <summary>
/// A Kalman filter of velocity alone (see <see cref="Kalman"/>) whose output is multiplied by a gain that depends on its speed. The gain
/// changes what is given out, never the state of the filter.
/// </summary>
public sealed record VelocityKalman : ContinuousDecoder
{
    private readonly Kalman _filter = new() { State = MovementState.Velocity };

    /// <summary>Gain by decoded speed; 1 everywhere by default.</summary>
    public GainSchedule Gain { get; init; } = GainSchedule.Unity;

    /// <summary>Bins by which the counts lead the movement; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 1000.</exception>
    public int Lead
    {
        get => _filter.Lead;
        init => _filter = _filter with { Lead = value };
    }

    /// <inheritdoc/>
    public override string Name => "velocity-kalman";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters
    {
        get
        {
            var parameters = ImmutableSortedDictionary<string, double>.Empty.Add("lead", Lead);
            for (var i = 0; i < Gain.Points.Length; i++)
                parameters = parameters.Add($"speed{i}", Gain.Points[i].Speed).Add($"gain{i}", Gain.Points[i].Gain);
            return parameters;
        }
    }

    /// <inheritdoc/>
    public override FittedContinuousDecoder Fit(BinnedMovement training) => new FittedVelocityKalman(this, _filter.Fit(training));
}
