using System.Collections.Immutable;

namespace Pons.Decoding.Erp;

/// <summary>
/// Covariances of evoked responses over all channels and the nearest class mean (Barachant and Congedo 2014, arXiv 1409.0107). For few
/// channels: the matrices have a row for every channel of every class and of the epoch.
/// </summary>
public sealed record ErpMdm : ErpCovarianceDecoder
{

    /// <inheritdoc/>
    public override string Name => "erp-mdm";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters =>
        ImmutableSortedDictionary<string, double>.Empty;

    private protected override int Filters => 0;

    private protected override double? RegressionWeight => null;

    private protected override ErpCovarianceDecoder WithParameters(ModelContent content) => this;
}
