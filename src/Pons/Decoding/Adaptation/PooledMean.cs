using System.Collections.Immutable;
using Pons.Decoding.Linear;

namespace Pons.Decoding.Adaptation;

/// <summary>
/// Unsupervised adaptation of a linear discriminant of two classes: the pooled mean of the features follows each trial, μ′ = (1 − η) · μ + η · x,
/// and the threshold lies at it, b = −w · μ (Vidaurre et al. 2011, doi 10.1109/TBME.2010.2093133, PMEAN); the weights stay. Since
/// w · x + b is the difference of the scores, that difference times η is what the threshold moves. For <c>csp-lda</c>, <c>rcsp-lda</c> and
/// <c>tangent-lda</c>. Holds while both classes come about equally often.
/// </summary>
public sealed record PooledMean : Adaptation
{
    /// <summary>Step η of the mean, above 0 and at most 1; 0.05 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside its range.</exception>
    public double Rate
    {
        get;
        init => field = HyperParameter.Within(HyperParameter.Positive(value), 0, 1);
    } = 0.05;

    /// <inheritdoc/>
    public override string Name => "pooled-mean";

    /// <inheritdoc/>
    public override ImmutableSortedDictionary<string, double> Parameters => ImmutableSortedDictionary<string, double>.Empty.Add("rate", Rate);

    /// <inheritdoc/>
    public override bool LooksAtLabels => false;

    private protected override (ImmutableArray<ModelArray> Changed, double Amount) Change(
        FittedDecoder model, ModelContent content, Trial trial, ClassLabel? label)
    {
        if (model is not ILinearScores linear || model.Classes.Length != 2) throw CannotChange(model, "csp-lda, rcsp-lda and tangent-lda of two classes");
        var scores = linear.Scores(trial);
        var move = Rate * (scores[1] - scores[0]);
        var intercepts = content.Array("intercepts", 2).Values;
        return ([ModelArray.Of("intercepts", [intercepts[0] + move / 2, intercepts[1] - move / 2], 2)], Math.Abs(move));
    }
}
