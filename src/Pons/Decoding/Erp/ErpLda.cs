using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>
/// Linear discriminant analysis with shrinkage on the course in time of every channel (Blankertz and others 2011,
/// doi 10.1016/j.neuroimage.2010.06.048): means of short stretches of each channel, covariance by Ledoit and Wolf.
/// </summary>
public sealed record ErpLda : ErpLinearDecoder
{
    /// <inheritdoc/>
    public override string Name => "erp-lda";

    private protected override ShrinkageDiscriminant Learn(
        Matrix vectors, int[] classIndices, ImmutableArray<ClassLabel> classes, int times) =>
        ShrinkageDiscriminant.Fit(vectors, classIndices, classes.Length);
}
