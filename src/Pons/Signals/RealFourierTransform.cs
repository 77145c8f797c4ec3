namespace Pons.Signals;

/// <summary>
/// The discrete Fourier transform X[k] = Σ x[n] e^{−2πikn/N} of real channels at the frequencies k = 0 … N/2, for one length N
/// of any size. Channels do not touch each other, not even by rounding. Allocates when made and not when used. Holds
/// working memory: one instance per thread.
/// </summary>
public sealed class RealFourierTransform
{
    private readonly RealFourierKernel _kernel;
    private readonly double[] _memory;
    private readonly int _planeLength;

    /// <summary>Prepares transforms of one length.</summary>
    /// <param name="length">Number of samples N, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public RealFourierTransform(int length)
    {
        _kernel = new(length);
        _planeLength = checked(_kernel.WorkLength * _kernel.GroupWidth(int.MaxValue));
        _memory = CacheLine.Allocate(4L * _planeLength);
    }

    /// <summary>Number of samples N.</summary>
    public int Length => _kernel.Length;

    /// <summary>Number of frequencies, N/2 + 1 rounded down; bin k is k/N times the rate.</summary>
    public int BinCount => _kernel.BinCount;

    /// <summary>Spectra of real channels; not scaled.</summary>
    /// <param name="samples">Values [sample × channel], N rows.</param>
    /// <param name="real">Receives the real parts [bin × channel].</param>
    /// <param name="imaginary">Receives the imaginary parts [bin × channel].</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold its number of rows.</exception>
    public unsafe void Forward(ReadOnlySpan<double> samples, Span<double> real, Span<double> imaginary, int channelCount)
    {
        Check(samples, real, imaginary, channelCount);
        fixed (double* x = samples, re = real, im = imaginary, memory = _memory)
        {
            nint stride = channelCount, step = _kernel.RowStep * stride;
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _kernel.GroupWidth(channelCount - c);
                var (data, work) = Planes(memory);
                for (var first = 0; first < _kernel.RowStep; first++)
                    ChannelGroup.Copy(x + first * stride + c, step, _kernel.Row(data, first, width), width, Rows(first), width);
                var result = _kernel.Forward(data, work, width);
                ChannelGroup.Copy(result.Real, width, re + c, channelCount, BinCount, width);
                ChannelGroup.Copy(result.Imaginary, width, im + c, channelCount, BinCount, width);
            }
        }
    }

    /// <summary>
    /// Real channels of spectra; scaled by 1/N, so that it undoes <see cref="Forward"/>. The imaginary parts of bin 0 and, for
    /// an even length, of the last bin are taken as 0.
    /// </summary>
    /// <param name="real">Real parts [bin × channel].</param>
    /// <param name="imaginary">Imaginary parts [bin × channel].</param>
    /// <param name="samples">Receives the values [sample × channel], N rows.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold its number of rows.</exception>
    public unsafe void Inverse(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<double> samples, int channelCount)
    {
        Check(samples, real, imaginary, channelCount);
        fixed (double* x = samples, re = real, im = imaginary, memory = _memory)
        {
            nint stride = channelCount, step = _kernel.RowStep * stride;
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _kernel.GroupWidth(channelCount - c);
                var (data, work) = Planes(memory);
                ChannelGroup.Copy(re + c, channelCount, data.Real, width, BinCount, width);
                ChannelGroup.Copy(im + c, channelCount, data.Imaginary, width, BinCount, width);
                var result = _kernel.Inverse(data, work, width);
                for (var first = 0; first < _kernel.RowStep; first++)
                    ChannelGroup.Copy(_kernel.Row(result, first, width), width, x + first * stride + c, step, Rows(first), width);
            }
        }

        System.Numerics.Tensors.TensorPrimitives.Multiply(samples, _kernel.InverseScale, samples);
    }

    private int Rows(int first) => (Length - first + _kernel.RowStep - 1) / _kernel.RowStep;

    private unsafe (ComplexPlanes Data, ComplexPlanes Work) Planes(double* memory)
    {
        var start = CacheLine.Align(memory);
        return (new(start, start + _planeLength), new(start + 2 * _planeLength, start + 3 * _planeLength));
    }

    private void Check(ReadOnlySpan<double> samples, ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireRows(samples.Length, Length, channelCount, nameof(samples));
        BlockShape.RequireRows(real.Length, BinCount, channelCount, nameof(real));
        BlockShape.RequireRows(imaginary.Length, BinCount, channelCount, nameof(imaginary));
    }
}
