using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>Decides by a positive definite matrix. Immutable.</summary>
internal abstract class CovarianceJudge
{
    /// <summary>One probability a class.</summary>
    public abstract double[] Probabilities(Matrix covariance);

    /// <summary>What it has learnt, in a fixed order.</summary>
    public abstract IEnumerable<ModelArray> Arrays();
}
