namespace Pons.Signals;

/// <summary>
/// A discrete Fourier transform of one length, X[k] = Σ x[n] e^{−2πikn/N}, of several lanes at once. Immutable: the memory to
/// work in is passed.
/// </summary>
internal abstract unsafe class FourierKernel(int length)
{
    /// <summary>Bytes of working memory that should stay in the last-level cache; beyond it fewer channels go together.</summary>
    private const int CacheBytes = 1 << 24;

    /// <summary>Number of elements N.</summary>
    public int Length { get; } = length;

    /// <summary>Elements that each of the passed planes must hold; at least <see cref="Length"/>.</summary>
    public abstract int WorkLength { get; }

    /// <summary>Picks the algorithm: mixed radix where all prime factors are small, else by convolution.</summary>
    public static FourierKernel Create(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return MixedRadixKernel.Supports(length) ? new MixedRadixKernel(length) : new BluesteinKernel(length);
    }

    /// <summary>
    /// Transforms <paramref name="data"/> [element × lane], overwriting both planes; says which of the two holds the result.
    /// </summary>
    public abstract ComplexPlanes Transform(ComplexPlanes data, ComplexPlanes work, int laneCount);

    /// <summary>How many of the channels that are left to transform together: 8, 4, 2 or 1.</summary>
    public int GroupWidth(int channelsLeft)
    {
        var width = 8;
        while (width > 1 && (width > channelsLeft || (long)WorkLength * width * 4 * sizeof(double) > CacheBytes)) width /= 2;
        return width;
    }
}
