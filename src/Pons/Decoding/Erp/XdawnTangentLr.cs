using System.Collections.Immutable;

namespace Pons.Decoding.Erp;

/// <summary>
/// xDAWN covariances and logistic regression in the tangent space (Rivet and others 2009, doi 10.1109/TBME.2009.2012869; Barachant
/// and Congedo 2014, arXiv 1409.0107): mean responses and epochs behind xDAWN filters of every class. The strongest plain decoder of
/// evoked responses.
/// </summary>
public sealed record XdawnTangentLr : ErpCovarianceDecoder
{
    private readonly int _filterCount = 4;

    /// <summary>xDAWN filters of each class; 4 by default. Fewer come out when the data fill fewer directions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int FilterCount
    {
        get => _filterCount;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _filterCount = value;
        }
    }

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
    public override string Name => "xdawn-tangent-lr";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("filterCount", FilterCount).Add("inversePenalty", InversePenalty);

    private protected override int Filters => FilterCount;

    private protected override double? RegressionWeight => InversePenalty;

    private protected override ErpCovarianceDecoder WithParameters(ModelContent content) => new XdawnTangentLr
    {
        FilterCount = (int)content.Parameter("filterCount"),
        InversePenalty = content.Parameter("inversePenalty"),
    };
}
