using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// The pairs of different channels in the order in which measures of coupling are written: 01, 02, …, 12, 13, … Safe to call
/// from several threads.
/// </summary>
public static class ChannelPairs
{
    /// <summary>Number of pairs, n(n − 1)/2.</summary>
    /// <param name="channelCount">Number of channels n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channelCount"/> is below 1.</exception>
    public static int Count(int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        return checked((int)((long)channelCount * (channelCount - 1) / 2));
    }

    /// <summary>Place of a pair.</summary>
    /// <param name="first">The channel of lower number, at least 0.</param>
    /// <param name="second">The channel of higher number.</param>
    /// <param name="channelCount">Number of channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The numbers do not rise, or are not those of channels.</exception>
    public static int IndexOf(int first, int second, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(second, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(second, channelCount);
        return first * channelCount - first * (first + 1) / 2 + second - first - 1;
    }

    /// <summary>Adds conj(z[a])·z[b] of one row of channels to a row of pairs.</summary>
    internal static void AddProducts(ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> sumRe, Span<double> sumIm)
    {
        for (int a = 0, at = 0; a + 1 < re.Length; at += re.Length - ++a)
        {
            ReadOnlySpan<double> r = re[(a + 1)..], i = im[(a + 1)..];
            Span<double> toRe = sumRe.Slice(at, r.Length), toIm = sumIm.Slice(at, r.Length);
            TensorPrimitives.FusedMultiplyAdd(r, re[a], toRe, toRe);
            TensorPrimitives.FusedMultiplyAdd(i, im[a], toRe, toRe);
            TensorPrimitives.FusedMultiplyAdd(i, re[a], toIm, toIm);
            TensorPrimitives.FusedMultiplyAdd(r, -im[a], toIm, toIm);
        }
    }
}
