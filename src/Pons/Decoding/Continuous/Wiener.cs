using System.Collections.Immutable;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// A linear filter over the counts of several bins, by least squares with an optional ridge (Glaser et al. 2020,
/// doi 10.1523/ENEURO.0506-19.2020, compare it with others). Position and velocity are decoded side by side; bins after the
/// present one make it late by as many. The intercept is not penalised.
/// </summary>
public sealed record Wiener : ContinuousDecoder
{
    private readonly int _before = 9;
    private readonly int _after;
    private readonly double _ridge;

    /// <summary>Bins before the decoded one that are used; 9 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 1000.</exception>
    public int Before
    {
        get => _before;
        init => _before = value is >= 0 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be 0 to 1000.");
    }

    /// <summary>Bins after the decoded one that are used; 0 by default, which is causal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 1000.</exception>
    public int After
    {
        get => _after;
        init => _after = value is >= 0 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be 0 to 1000.");
    }

    /// <summary>Penalty on squared weights, in squared counts; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Ridge
    {
        get => _ridge;
        init => _ridge = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be finite and not negative.");
    }

    /// <inheritdoc/>
    public override string Name => "wiener";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("before", Before).Add("after", After).Add("ridge", Ridge);

    /// <inheritdoc/>
    public override FittedContinuousDecoder Fit(BinnedMovement training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var lags = Before + After + 1;
        RequireBins(training, lags + (Ridge > 0 ? 1 : lags * training.UnitCount + 1));
        var states = training.States(MovementState.PositionVelocity);
        var sums = new LaggedSums(training.Counts, states, Before, lags);
        try
        {
            var solution = Cholesky.Factor(sums.Gram(Ridge)).Solve(sums.RightSides());
            return new FittedWiener(this, training.UnitCount, BinnedMovement.OutputNames(MovementState.PositionVelocity, training.AxisCount), solution);
        }
        catch (GeometryException fault)
        {
            throw Unfit(fault);
        }
    }
}
