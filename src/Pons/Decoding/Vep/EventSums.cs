using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>Sums of products with a structure matrix of zeros and ones, of which few rows are 1 at any moment.</summary>
internal sealed class EventSums
{
    private readonly int[][] _active;
    private readonly double[] _counts;

    /// <summary>Finds the rows that are 1.</summary>
    /// <param name="structure">[row × sample], zeros and ones.</param>
    public EventSums(Matrix structure)
    {
        var active = Enumerable.Range(0, structure.Columns).Select(_ => new List<int>()).ToArray();
        for (var r = 0; r < structure.Rows; r++)
        {
            var row = structure.Row(r);
            for (var n = 0; n < row.Length; n++)
                if (row[n] != 0) active[n].Add(r);
        }

        _active = [.. active.Select(rows => rows.ToArray())];
        _counts = new double[structure.Rows];
        foreach (var rows in _active)
            foreach (var row in rows) _counts[row]++;
    }

    /// <summary>Adds M · Mᵀ of the rows without their means, as often as is said.</summary>
    /// <param name="sum">[row × row], changed.</param>
    /// <param name="times">How often.</param>
    public void AddOwn(Matrix sum, int times)
    {
        for (var r = 0; r < _counts.Length; r++)
            if (_counts[r] > 0) TensorPrimitives.MultiplyAdd<double>(_counts, -times * _counts[r] / _active.Length, sum.Row(r), sum.Row(r));
        foreach (var rows in _active)
            foreach (var first in rows)
            {
                var row = sum.Row(first);
                foreach (var second in rows) row[second] += times;
            }
    }

    /// <summary>Adds x · Mᵀ.</summary>
    /// <param name="centred">x [channel × sample], each channel without its mean.</param>
    /// <param name="sum">[channel × row], changed.</param>
    public void AddWith(ReadOnlySpan<double> centred, Matrix sum)
    {
        for (var c = 0; c < sum.Rows; c++)
        {
            var course = centred.Slice(c * _active.Length, _active.Length);
            var row = sum.Row(c);
            for (var n = 0; n < course.Length; n++)
                foreach (var active in _active[n]) row[active] += course[n];
        }
    }
}
