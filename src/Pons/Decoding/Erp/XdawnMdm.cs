using System.Collections.Immutable;

namespace Pons.Decoding.Erp;

/// <summary>
/// xDAWN covariances and the nearest class mean (Rivet and others 2009, doi 10.1109/TBME.2009.2012869; Barachant and Congedo 2014,
/// arXiv 1409.0107): mean responses and epochs behind xDAWN filters of every class.
/// </summary>
public sealed record XdawnMdm : ErpCovarianceDecoder
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

    /// <inheritdoc/>
    public override string Name => "xdawn-mdm";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("filterCount", FilterCount);

    private protected override int Filters => FilterCount;

    private protected override double? RegressionWeight => null;

    private protected override ErpCovarianceDecoder WithParameters(ModelContent content) =>
        new XdawnMdm { FilterCount = (int)content.Parameter("filterCount") };
}
