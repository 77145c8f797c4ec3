namespace Pons.Signals;

/// <summary>
/// The discrete Fourier transform X[k] = Σ x[n] e^{−2πikn/N} of complex channels, for one length N of any size: mixed radix
/// for lengths with prime factors up to 13, else by convolution. Allocates when made and not when used. Holds working
/// memory: one instance per thread.
/// </summary>
public sealed class FourierTransform
{
    private readonly FourierKernel _kernel;
    private readonly double[] _memory;
    private readonly int _planeLength;

    /// <summary>Prepares transforms of one length.</summary>
    /// <param name="length">Number of elements N, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public FourierTransform(int length)
    {
        _kernel = FourierKernel.Create(length);
        _planeLength = checked(_kernel.WorkLength * _kernel.GroupWidth(int.MaxValue));
        _memory = CacheLine.Allocate(4L * _planeLength);
    }

    /// <summary>Number of elements N.</summary>
    public int Length => _kernel.Length;

    /// <summary>The smallest length of factors 2, 3 and 5, which are transformed fastest, that is not below a given one.</summary>
    /// <param name="least">The least length wanted, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="least"/> is below 1.</exception>
    public static int FastLength(int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        return BluesteinKernel.FastLength(least);
    }

    /// <summary>Replaces values by their spectra; not scaled.</summary>
    /// <param name="real">Real parts [element × channel], N rows.</param>
    /// <param name="imaginary">Imaginary parts [element × channel], N rows.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold N rows.</exception>
    public void Forward(Span<double> real, Span<double> imaginary, int channelCount)
    {
        Check(real, imaginary, channelCount);
        Transform(real, imaginary, channelCount);
    }

    /// <summary>Replaces spectra by the values they belong to; scaled by 1/N, so that it undoes <see cref="Forward"/>.</summary>
    /// <param name="real">Real parts [element × channel], N rows.</param>
    /// <param name="imaginary">Imaginary parts [element × channel], N rows.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold N rows.</exception>
    public void Inverse(Span<double> real, Span<double> imaginary, int channelCount)
    {
        Check(real, imaginary, channelCount);
        Transform(imaginary, real, channelCount);
        System.Numerics.Tensors.TensorPrimitives.Divide(real, Length, real);
        System.Numerics.Tensors.TensorPrimitives.Divide(imaginary, Length, imaginary);
    }

    private unsafe void Transform(Span<double> real, Span<double> imaginary, int channelCount)
    {
        fixed (double* re = real, im = imaginary, memory = _memory)
        {
            var start = CacheLine.Align(memory);
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _kernel.GroupWidth(channelCount - c);
                ComplexPlanes data = new(start, start + _planeLength), work = new(start + 2 * _planeLength, start + 3 * _planeLength);
                ChannelGroup.Copy(re + c, channelCount, data.Real, width, Length, width);
                ChannelGroup.Copy(im + c, channelCount, data.Imaginary, width, Length, width);
                var result = _kernel.Transform(data, work, width);
                ChannelGroup.Copy(result.Real, width, re + c, channelCount, Length, width);
                ChannelGroup.Copy(result.Imaginary, width, im + c, channelCount, Length, width);
            }
        }
    }

    private void Check(Span<double> real, Span<double> imaginary, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireRows(real.Length, Length, channelCount, nameof(real));
        BlockShape.RequireRows(imaginary.Length, Length, channelCount, nameof(imaginary));
    }
}
