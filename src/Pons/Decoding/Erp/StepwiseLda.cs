using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// Stepwise linear discriminant analysis, SWLDA (Farwell and Donchin 1988, doi 10.1016/0013-4694(88)90149-6; Krusienski and others 2006,
/// doi 10.1088/1741-2560/3/4/007): features of the course in time enter a least-squares regression of the class one by one while their
/// p-value is below <see cref="EntryLimit"/>, and leave it when it rises above <see cref="RemovalLimit"/>. More than two
/// classes are each set against all others.
/// </summary>
public sealed record StepwiseLda : ErpLinearDecoder
{
    /// <inheritdoc/>
    public override string Name => "erp-swlda";

    /// <summary>Greatest p-value with which a feature enters; 0.1 by default.</summary>
    public double EntryLimit { get; init; } = 0.1;

    /// <summary>p-value above which a feature leaves again; 0.15 by default, not below <see cref="EntryLimit"/>.</summary>
    public double RemovalLimit { get; init; } = 0.15;

    /// <summary>Most features of a regression; 60 by default.</summary>
    public int MostFeatures { get; init; } = 60;

    private protected override ImmutableSortedDictionary<string, double> OwnParameters =>
        ImmutableSortedDictionary<string, double>.Empty
            .Add("entryLimit", EntryLimit).Add("removalLimit", RemovalLimit).Add("mostFeatures", MostFeatures);

    private protected override ErpLinearDecoder WithParameters(ModelContent content) => this with
    {
        EntryLimit = content.Parameter("entryLimit"),
        RemovalLimit = content.Parameter("removalLimit"),
        MostFeatures = (int)content.Parameter("mostFeatures"),
    };

    private protected override ShrinkageDiscriminant Learn(
        Matrix vectors, int[] classIndices, ImmutableArray<ClassLabel> classes, int times)
    {
        if (!(EntryLimit is > 0 and < 1 && RemovalLimit >= EntryLimit && MostFeatures >= 1))
            throw new DecodingException(
                FormattableString.Invariant($"{Name} was given entry {EntryLimit}, removal {RemovalLimit}, at most {MostFeatures} features."),
                "Features that enter and leave at once would never come to rest.",
                "Choose limits between 0 and 1, that of removal not below that of entry.");
        var (weights, intercepts) = (new Matrix(classes.Length, vectors.Columns), new double[classes.Length]);
        var regression = new StepwiseRegression(vectors, EntryLimit, RemovalLimit, MostFeatures);
        for (var k = classes.Length == 2 ? 1 : 0; k < classes.Length; k++)
        {
            if (!regression.Fit([.. classIndices.Select(c => c == k)], weights.Row(k), out intercepts[k]))
                throw new DecodingException(
                    FormattableString.Invariant($"{Name}: no feature differs between '{classes[k]}' and the rest with p below {EntryLimit}."),
                    "Without a feature there is nothing to decide by.", "Record more epochs, or use a decoder with shrinkage, such as erp-lda.");
        }

        return ShrinkageDiscriminant.Of(weights, intercepts);
    }
}
