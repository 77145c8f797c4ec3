using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Continuous;

/// <summary>
/// The normal equations of a filter over lagged counts. Blocks of the Gram matrix along a diagonal differ by the bins at both ends alone,
/// so only the first row of blocks is a sum over all bins; for whole counts this is exact.
/// </summary>
internal sealed class LaggedSums(Matrix counts, Matrix states, int before, int lags)
{
    private readonly int _units = counts.Columns;
    private readonly int _rows = counts.Rows - lags + 1;

    /// <summary>The Gram matrix of (1, counts of lag 0, counts of lag 1, …), the oldest bin first, with the ridge added to all but the first.</summary>
    public Matrix Gram(double ridge)
    {
        var gram = new Matrix(1 + lags * _units, 1 + lags * _units);
        gram[0, 0] = _rows;
        var first = Moments.Cross(counts, 0, counts, 0, _rows, lags);
        for (var j = 0; j < lags; j++)
        {
            var sums = Moments.ColumnSums(counts, j, _rows);
            sums.CopyTo(gram.Row(0)[(1 + j * _units)..]);
            Place(gram, 0, j, first[j]);
        }

        for (var i = 1; i < lags; i++)
            for (var j = i; j < lags; j++)
                FollowDiagonal(gram, i, j);
        Mirror(gram);
        for (var k = 1; k < gram.Rows; k++) gram[k, k] += ridge;
        return gram;
    }

    /// <summary>Sums of (1, lagged counts) times each output.</summary>
    public Matrix RightSides()
    {
        var sides = new Matrix(1 + lags * _units, states.Columns);
        Moments.ColumnSums(states, before, _rows).CopyTo(sides.Row(0));
        var sums = Moments.Cross(states, before, counts, 0, _rows, lags);
        for (var j = 0; j < lags; j++) sums[j].Transpose().Values.CopyTo(sides.Values[((1 + j * _units) * states.Columns)..]);
        return sides;
    }

    private void Place(Matrix gram, int i, int j, Matrix block)
    {
        for (var u = 0; u < _units; u++) block.Row(u).CopyTo(gram.Row(1 + i * _units + u)[(1 + j * _units)..]);
    }

    // The block (i, j) runs over the bins of the block (i − 1, j − 1), one bin later.
    private void FollowDiagonal(Matrix gram, int i, int j)
    {
        int lostRight = j - 1, wonRight = _rows + j - 1;
        for (var u = 0; u < _units; u++)
        {
            var from = gram.Row(1 + (i - 1) * _units + u).Slice(1 + (j - 1) * _units, _units);
            var to = gram.Row(1 + i * _units + u).Slice(1 + j * _units, _units);
            TensorPrimitives.MultiplyAdd(counts.Row(lostRight), -counts[i - 1, u], from, to);
            TensorPrimitives.MultiplyAdd(counts.Row(wonRight), counts[_rows + i - 1, u], to, to);
        }
    }

    private static void Mirror(Matrix gram)
    {
        for (var r = 1; r < gram.Rows; r++)
            for (var c = 0; c < r; c++)
                gram.Values[r * gram.Columns + c] = gram.Values[c * gram.Columns + r];
    }
}
