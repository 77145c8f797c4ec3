using Pons.Geometry;

namespace Pons.Decoding.Riemann;

/// <summary>Covariances within the directions that the training data filled.</summary>
internal static class Reduction
{
    /// <summary>basis · covariance · basisᵀ; the covariance itself when the basis is full, which then is the identity.</summary>
    public static Matrix Of(Matrix covariance, Matrix basis) =>
        basis.Rows == basis.Columns ? covariance : MatrixProduct.Congruence(basis, covariance);
}
