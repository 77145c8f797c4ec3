using System.Collections.Immutable;

namespace Pons.Decoding.Erp;

/// <summary>
/// Covariances of evoked responses over all channels and logistic regression in the tangent space (Barachant and Congedo 2014,
/// arXiv 1409.0107). For few channels: the matrices have a row for every channel of every class and of the epoch.
/// </summary>
public sealed record ErpTangentLr : ErpCovarianceDecoder
{
    private readonly double _inversePenalty = 1;

    /// <summary>C: weight of the data against the penalty on the weights; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive number.</exception>
    public double InversePenalty
    {
        get => _inversePenalty;
        init
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
            _inversePenalty = value;
        }
    }

    /// <inheritdoc/>
    public override string Name => "erp-tangent-lr";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("inversePenalty", InversePenalty);

    private protected override int Filters => 0;

    private protected override double? RegressionWeight => InversePenalty;

    private protected override ErpCovarianceDecoder WithParameters(ModelContent content) =>
        new ErpTangentLr { InversePenalty = content.Parameter("inversePenalty") };
}
