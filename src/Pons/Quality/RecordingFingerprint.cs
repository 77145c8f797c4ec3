using System.Collections.Immutable;

namespace Pons.Quality;

/// <summary>
/// What a recording is recognised by, also when it was scaled, shifted, cut or written in another format: how its power changes from
/// second to second, in some of its channels.
/// </summary>
/// <param name="Profile">Change of the logarithmic power from one second to the next [second × channel]; empty for nothing.</param>
/// <param name="SampleHash">SHA-256 of all samples as they are read; equal for exact copies.</param>
public sealed record RecordingFingerprint(ImmutableArray<ImmutableArray<double>> Profile, string SampleHash)
{
    /// <summary>Channels that are looked at.</summary>
    public const int ChannelCount = 4;

    /// <summary>Recordings that have fewer seconds in common are not compared.</summary>
    public const int ShortestOverlapSeconds = 30;

    /// <summary>
    /// Largest correlation of the two profiles over all shifts that leave <see cref="ShortestOverlapSeconds"/>: 1 for copies, near 0 for
    /// recordings that have nothing to do with each other; <see langword="null"/> when they cannot be compared.
    /// </summary>
    /// <param name="other">The other one.</param>
    public double? SimilarityTo(RecordingFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (SampleHash.Length > 0 && SampleHash == other.SampleHash) return 1;
        if (Profile.Length < ShortestOverlapSeconds || other.Profile.Length < ShortestOverlapSeconds) return null;
        if (Profile[0].Length != other.Profile[0].Length) return null;
        var best = 0.0;
        for (var shift = ShortestOverlapSeconds - other.Profile.Length; shift <= Profile.Length - ShortestOverlapSeconds; shift++)
            best = Math.Max(best, Correlation(other, shift));
        return best;
    }

    private double Correlation(RecordingFingerprint other, int shift)
    {
        double xy = 0, xx = 0, yy = 0;
        var (first, end) = (Math.Max(0, shift), Math.Min(Profile.Length, other.Profile.Length + shift));
        for (var s = first; s < end; s++)
            for (var c = 0; c < Profile[s].Length; c++)
            {
                var (x, y) = (Profile[s][c], other.Profile[s - shift][c]);
                xy += x * y;
                xx += x * x;
                yy += y * y;
            }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }
}
