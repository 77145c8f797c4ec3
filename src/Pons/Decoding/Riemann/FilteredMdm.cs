using System.Collections.Immutable;
using Pons.Decoding.Linear;
using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>
/// Minimum distance to the mean behind a geodesic filter, FgMDM (Barachant et al. 2010, doi 10.1007/978-3-642-15995-4_78): tangent vectors at
/// the mean of all training trials keep only what lies in the directions of Fisher's discriminant (with Ledoit–Wolf shrinkage), go back
/// to the manifold, and there the class of the nearest affine-invariant mean is chosen. Probabilities are the softmax of minus the
/// squared distances. Needs three trials of each class.
/// </summary>
public sealed record FilteredMdm : Decoder
{
    /// <summary>Whether frequent classes count more in the discriminant; by trials by default.</summary>
    public ClassWeighting Weighting { get; init; }

    /// <inheritdoc/>
    public override string Name => "fgmdm";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty.With(Weighting);

    /// <inheritdoc/>
    public override FittedDecoder Fit(TrialSet trials)
    {
        var data = LabelledCovariances.Of(trials, leastTrialsPerClass: 3, Name);
        return FitFault.Guard(Name, () =>
        {
            var tangent = TangentVectors.Of(data);
            var directions = ShrinkageDiscriminant.Directions(tangent.Vectors, data.ClassIndices, data.Classes.Length, Weighting);
            var filtered = new Matrix[data.Matrices.Length];
            for (var i = 0; i < filtered.Length; i++)
            {
                GeodesicFilter.Apply(directions, tangent.Vectors.Row(i));
                filtered[i] = tangent.Space.FromTangent(tangent.Vectors.Row(i));
            }

            var means = data.Classes.Select((_, k) => RiemannMean.Of([.. filtered.Where((_, i) => data.ClassIndices[i] == k)])).ToArray();
            return new FittedFilteredMdm(
                this, trials.Stream, trials.SampleCount, data.Classes, new(data.Basis.Vectors, tangent.Space), directions, means);
        });
    }

    /// <inheritdoc/>
    public override FittedDecoder Restore(ModelContent content) => FitFault.GuardModel(Name, () =>
    {
        var map = TangentMap.Of(content, content.Stream.ChannelCount);
        var directions = content.Array("directions", -1, map.Dimension);
        var size = map.Rank * map.Rank;
        var means = content.Array("means", content.Classes.Length, map.Rank, map.Rank);
        return new FittedFilteredMdm(
            new() { Weighting = ClassWeights.In(content) }, content.Stream, content.SampleCount, content.Classes, map,
            new(directions.Shape[0], map.Dimension, [.. directions.Values]),
            [.. content.Classes.Select((_, k) => new Matrix(map.Rank, map.Rank, [.. means.Values.AsSpan(k * size, size)]))]);
    });
}
