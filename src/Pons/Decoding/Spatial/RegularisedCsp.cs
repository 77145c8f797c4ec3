using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Spatial;

/// <summary>
/// Common spatial patterns with regularisation (Lotte and Guan 2011, doi 10.1109/TBME.2010.2082539): class covariances C are replaced by
/// (1 − loading) C + loading · power · I, and the filters of a class maximise w C w / (w C' w + penalty · power · w w), each class in its
/// own problem as the penalty asks. Power is the mean power of a channel, so that no parameter has a unit.
/// </summary>
internal static class RegularisedCsp
{
    /// <summary>Filters [filter × channel]: for two classes the strongest of each in turn, for more those of each class against the rest.</summary>
    /// <param name="classMeans">Mean covariance of each class, positive definite.</param>
    /// <param name="filterCount">Filters for two classes, or for each class of more; fewer if there are fewer directions.</param>
    /// <param name="loading">0 to 1.</param>
    /// <param name="penalty">0 or more.</param>
    public static Matrix Of(Matrix[] classMeans, int filterCount, double loading, double penalty)
    {
        var loaded = classMeans.Select(m => Loaded(m, loading)).ToArray();
        if (loaded.Length == 2) return Pairs(loaded[1], loaded[0], filterCount, penalty);
        var blocks = loaded.Select((mean, k) => Pairs(mean, OthersOf(loaded, k), filterCount, penalty)).ToArray();
        return new(blocks.Sum(b => b.Rows), blocks[0].Columns, [.. blocks.SelectMany(b => b.Values.ToArray())]);
    }

    /// <summary>Filters of one covariance against another and the reverse in turn: 0 and 1 are a pair, 2 and 3 the next.</summary>
    public static Matrix Pairs(Matrix one, Matrix other, int count, double penalty)
    {
        var power = 0.5 * (MeanPower(one) + MeanPower(other));
        var forOne = GeneralizedEigen.Of(one, Penalised(other, penalty * power)).Vectors;
        var forOther = GeneralizedEigen.Of(other, Penalised(one, penalty * power)).Vectors;
        var filters = new Matrix(Math.Min(count, one.Rows), one.Rows);
        for (var f = 0; f < filters.Rows; f++) (f % 2 == 0 ? forOne : forOther).Row(one.Rows - 1 - f / 2).CopyTo(filters.Row(f));
        return filters;
    }

    /// <summary>The mean of all classes but one.</summary>
    public static Matrix OthersOf(Matrix[] classMeans, int place) => EuclideanMean.Of([.. classMeans.Where((_, k) => k != place)]);

    private static Matrix Loaded(Matrix mean, double loading)
    {
        var loaded = mean.Clone();
        TensorPrimitives.Multiply(loaded.Values, 1 - loading, loaded.Values);
        for (var i = 0; i < loaded.Rows; i++) loaded[i, i] += loading * MeanPower(mean);
        return loaded;
    }

    private static Matrix Penalised(Matrix matrix, double amount)
    {
        var penalised = matrix.Clone();
        for (var i = 0; i < matrix.Rows; i++) penalised[i, i] += amount;
        return penalised;
    }

    private static double MeanPower(Matrix matrix)
    {
        var trace = 0.0;
        for (var i = 0; i < matrix.Rows; i++) trace += matrix[i, i];
        return trace / matrix.Rows;
    }
}
