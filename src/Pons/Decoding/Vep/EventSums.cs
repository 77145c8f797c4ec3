using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Vep;

/// <summary>Sums of products with a structure matrix of zeros and ones, of which few rows are 1 at any moment.</summary>
internal sealed class EventSums
{
    private readonly int[][] _active;
    private readonly double[] _counts;

    /// <summary>Finds the rows that are 1 in the structure of a code.</summary>
    /// <param name="structure">Where the events lie.</param>
    /// <param name="code">Bits of the code.</param>
    /// <param name="sampleCount">Samples of a trial.</param>
    public EventSums(CodeStructure structure, double[] code, int sampleCount)
    {
        var active = Enumerable.Range(0, sampleCount).Select(_ => new List<int>()).ToArray();
        _counts = new double[structure.RowCount];
        foreach (var (row, onset, samples) in structure.Events(code, sampleCount))
            for (var lag = 0; lag < samples; lag++)
            {
                active[onset + lag].Add(row + lag);
                _counts[row + lag]++;
            }

        _active = [.. active.Select(rows => rows.ToArray())];
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
