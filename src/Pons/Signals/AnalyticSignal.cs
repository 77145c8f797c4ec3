namespace Pons.Signals;

/// <summary>
/// The analytic signal x + i·H(x) of whole recordings of one length, H being the Hilbert transform, over the spectrum of the
/// whole. Marple, "Computing the discrete-time 'analytic' signal via FFT", IEEE Trans. Signal Process. 47, 1999,
/// doi:10.1109/78.782222. Holds working memory: one instance per thread.
/// </summary>
public sealed class AnalyticSignal
{
    private readonly SpectralFilter _hilbert;
    private readonly double[] _quadrature;

    /// <summary>Prepares for recordings of one length.</summary>
    /// <param name="length">Number of samples, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public AnalyticSignal(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var response = new double[2 * (length / 2 + 1)];
        for (var k = 1; 2 * k < length; k++) response[2 * k + 1] = -1;
        _hilbert = new(length, response);
        _quadrature = new double[checked(length * _hilbert.GroupWidth(int.MaxValue))];
    }

    /// <summary>Number of samples.</summary>
    public int Length => _hilbert.Length;

    /// <summary>The imaginary part H(x): every oscillation a quarter of a period later. The real part is x itself.</summary>
    /// <param name="samples">Values [sample × channel].</param>
    /// <param name="quadrature">Receives H(x), of the same shape; may be the same span.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold the length.</exception>
    public unsafe void Quadrature(ReadOnlySpan<double> samples, Span<double> quadrature, int channelCount)
    {
        Check(samples, quadrature, channelCount);
        fixed (double* x = samples, y = quadrature, q = _quadrature)
        {
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _hilbert.GroupWidth(channelCount - c);
                _hilbert.Apply(x + c, channelCount, Length, q, width);
                ChannelGroup.Copy(q, width, y + c, channelCount, Length, width);
            }
        }
    }

    /// <summary>The envelope |x + i·H(x)|, the momentary amplitude of a narrow-band signal.</summary>
    /// <param name="samples">Values [sample × channel].</param>
    /// <param name="envelope">Receives the amplitude in the unit of the samples, of the same shape; may be the same span.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">A span does not hold the length.</exception>
    public unsafe void Envelope(ReadOnlySpan<double> samples, Span<double> envelope, int channelCount)
    {
        Check(samples, envelope, channelCount);
        fixed (double* x = samples, y = envelope, q = _quadrature)
        {
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _hilbert.GroupWidth(channelCount - c);
                _hilbert.Apply(x + c, channelCount, Length, q, width);
                for (var n = 0; n < Length; n++)
                {
                    var at = n * (nint)channelCount + c;
                    for (var lane = 0; lane < width; lane++)
                        y[at + lane] = Math.Sqrt(x[at + lane] * x[at + lane] + q[(nint)n * width + lane] * q[(nint)n * width + lane]);
                }
            }
        }
    }

    private void Check(ReadOnlySpan<double> samples, Span<double> result, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireRows(samples.Length, Length, channelCount, nameof(samples));
        BlockShape.RequireRows(result.Length, Length, channelCount, nameof(result));
        BlockShape.RequireSameOrApart(samples, result);
    }
}
