using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// Linear discriminant analysis with shrinkage on the course in time behind xDAWN filters (Rivet and others 2009,
/// doi 10.1109/TBME.2009.2012869). Where a class is named <c>target</c>, the filters are those of its response; otherwise those of every
/// class. Features are single samples.
/// </summary>
public sealed record XdawnLda : ErpLinearDecoder
{
    private static readonly ClassLabel Target = new("target");

    private readonly int _filterCount = 4;

    /// <summary>The default takes 30 features of each filter in a second.</summary>
    public XdawnLda() => FeatureRateHz = 30;

    /// <summary>xDAWN filters of a class; 4 by default. Fewer come out when the data fill fewer directions.</summary>
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
    public override string Name => "xdawn-lda";

    private protected override ImmutableSortedDictionary<string, double> OwnParameters =>
        ImmutableSortedDictionary<string, double>.Empty.Add("filterCount", FilterCount);

    private protected override ErpLinearDecoder WithParameters(ModelContent content) =>
        this with { FilterCount = (int)content.Parameter("filterCount") };

    private protected override EpochFeatures FeaturesOf(LabelledTrials data, ImmutableArray<ClassLabel> classes, int step)
    {
        var samples = data.Trials[0].SampleCount;
        var whole = XdawnFilters.Whole(data.Trials, samples);
        var chosen = classes.Contains(Target) ? [classes.IndexOf(Target)] : Enumerable.Range(0, classes.Length);
        var parts = chosen
            .Select(k => XdawnFilters.Of(XdawnFilters.MeanOf(data.OfClass(k)), whole, samples, FilterCount, out _)).ToArray();
        return Features(new(parts.Sum(p => p.Rows), whole.Rows, [.. parts.SelectMany(p => p.Values.ToArray())]), step);
    }

    private protected override EpochFeatures RestoreFeatures(ModelContent? content, int step)
    {
        var filters = content!.Array("filters", -1, content.Stream.ChannelCount);
        return Features(new(filters.Shape[0], filters.Shape[1], [.. filters.Values]), step);
    }

    private protected override ShrinkageDiscriminant Learn(
        Matrix vectors, int[] classIndices, ImmutableArray<ClassLabel> classes, int times) =>
        ShrinkageDiscriminant.Fit(vectors, classIndices, classes.Length);

    private static EpochFeatures Features(Matrix filters, int step) => new(filters, step, Averages: false, TimeFirst: false);
}
