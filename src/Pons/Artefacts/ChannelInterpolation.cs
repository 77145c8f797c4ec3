using Pons.Geometry;

namespace Pons.Artefacts;

/// <summary>
/// Replaces bad channels by what the others say at their places, by spherical splines (Perrin et al. 1989,
/// doi 10.1016/0013-4694(89)90180-6). The rank of the signal falls by one for each replaced channel.
/// </summary>
public static class ChannelInterpolation
{
    /// <summary>The map that replaces the bad channels and leaves the others alone.</summary>
    /// <param name="positions">Where the electrodes are, from the middle of the head [channel × 3].</param>
    /// <param name="bad">Places of the bad channels, from 0.</param>
    /// <exception cref="ArtefactException">There is no such channel, or less than four are left to interpolate from.</exception>
    /// <exception cref="GeometryException">A position is not finite or the middle of the head.</exception>
    public static SpatialMap Of(Matrix positions, params ReadOnlySpan<int> bad)
    {
        ArgumentNullException.ThrowIfNull(positions);
        int[] wrong = [.. bad.ToArray().Distinct().Order()];
        int[] good = [.. Enumerable.Range(0, positions.Rows).Except(wrong)];
        if (good.Length < 4 || wrong.Any(c => c < 0 || c >= positions.Rows))
            throw new ArtefactException(
                $"Channels {string.Join(", ", wrong)} of {positions.Rows} are to be interpolated.",
                "A spline needs four good channels or more, and the places of the bad ones.", "Name fewer channels, counted from 0.");
        var weights = Matrix.Identity(positions.Rows);
        if (wrong.Length == 0) return new(weights);
        var spline = SphericalSpline.Interpolation(RowsOf(positions, good), RowsOf(positions, wrong));
        for (var w = 0; w < wrong.Length; w++)
        {
            weights.Row(wrong[w]).Clear();
            for (var g = 0; g < good.Length; g++) weights[wrong[w], good[g]] = spline[w, g];
        }

        return new(weights);
    }

    internal static Matrix RowsOf(Matrix matrix, ReadOnlySpan<int> rows)
    {
        var picked = new Matrix(rows.Length, matrix.Columns);
        for (var i = 0; i < rows.Length; i++) matrix.Row(rows[i]).CopyTo(picked.Row(i));
        return picked;
    }
}
