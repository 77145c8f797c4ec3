namespace Pons.Geometry;

/// <summary>Checks and weights that all means share.</summary>
internal static class MeanArguments
{
    /// <summary>The weights scaled to sum 1, or equal weights when none are given.</summary>
    internal static double[] Checked(IReadOnlyList<Matrix> matrices, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        if (matrices.Count == 0) throw new ArgumentException("A mean needs at least one matrix.", nameof(matrices));
        for (var i = 0; i < matrices.Count; i++)
        {
            SpdMatrix.ThrowIfNotOfSize(matrices[i], matrices[0].Rows);
            SpdMatrix.ThrowIfNotFinite(matrices[i].Values, matrices[i].Columns, $"Matrix {i}");
        }

        return Normalised(weights, matrices.Count);
    }

    /// <summary>As <see cref="Checked"/>, for matrices that must each be positive definite.</summary>
    internal static double[] CheckedPositive(IReadOnlyList<Matrix> matrices, ReadOnlySpan<double> weights)
    {
        var shares = Checked(matrices, weights);
        for (var i = 0; i < matrices.Count; i++) SpdMatrix.ThrowIfNotPositiveDefinite(matrices[i], $"Matrix {i}");
        return shares;
    }

    private static double[] Normalised(ReadOnlySpan<double> weights, int count)
    {
        if (weights.IsEmpty) return [.. Enumerable.Repeat(1.0 / count, count)];
        if (weights.Length != count) throw new ArgumentException($"{weights.Length} weights for {count} matrices.", nameof(weights));
        var sum = 0.0;
        foreach (var weight in weights)
        {
            if (!(weight >= 0)) throw new ArgumentOutOfRangeException(nameof(weights), weight, "A weight must not be negative.");
            sum += weight;
        }

        if (!(sum > 0 && double.IsFinite(sum))) throw new ArgumentException("The weights need a positive, finite sum.", nameof(weights));
        var normalised = weights.ToArray();
        for (var i = 0; i < count; i++) normalised[i] /= sum;
        return normalised;
    }
}
