using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// Applies a finite impulse response to whole recordings by fast convolution of overlapping pieces, which beats the direct
/// sum from a few dozen taps on. Stockham, "High-speed convolution and correlation", AFIPS 28, 1966,
/// doi:10.1145/1464182.1464209. For streams use <see cref="CausalFirFilter"/>. Holds working memory: one instance per thread.
/// </summary>
public sealed class OverlapAddFilter
{
    private const int LeastTransform = 256;
    private const int TransformPerTap = 8;
    private readonly SpectralFilter _filter;
    private readonly double[] _piece;
    private readonly double[] _tail;
    private readonly int _pieceSamples;

    /// <summary>Prepares the filter.</summary>
    /// <param name="taps">The impulse response, at least one tap, finite.</param>
    /// <exception cref="ArgumentException">There is no tap, or one is not finite.</exception>
    public OverlapAddFilter(ReadOnlySpan<double> taps)
    {
        FirTaps.Require(taps);
        TapCount = taps.Length;
        var length = FourierTransform.FastLength(Math.Max(LeastTransform, checked(taps.Length * TransformPerTap)));
        length += length % 2;
        _filter = new(length, ResponseOf(taps, length));
        _pieceSamples = length - taps.Length + 1;
        var width = _filter.GroupWidth(int.MaxValue);
        _piece = new double[length * width];
        _tail = new double[length * width];
    }

    /// <summary>Number of taps.</summary>
    public int TapCount { get; }

    /// <summary>y[n] = Σ h[k] x[n − k], with zeros before the first sample.</summary>
    /// <param name="input">Values [sample × channel].</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole samples, or the spans overlap in part.</exception>
    public unsafe void Causal(ReadOnlySpan<double> input, Span<double> output, int channelCount)
    {
        var sampleCount = Check(input, output, channelCount);
        fixed (double* x = input, y = output)
            Run(x, y, sampleCount, channelCount);
    }

    /// <summary>
    /// The same, earlier by the delay (taps − 1) / 2 of a symmetric response, so that nothing is delayed. Both ends are
    /// continued by point reflection over that delay.
    /// </summary>
    /// <param name="input">Values [sample × channel]; more samples than the delay.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">The recording is not longer than the delay, or a length does not fit.</exception>
    /// <exception cref="InvalidOperationException">The number of taps is even.</exception>
    public unsafe void ZeroPhase(ReadOnlySpan<double> input, Span<double> output, int channelCount)
    {
        var sampleCount = Check(input, output, channelCount);
        if (TapCount % 2 == 0)
            throw new InvalidOperationException(
                $"A response of {TapCount} taps delays by half a sample, which cannot be taken back. Design it with an odd length.");
        var delay = TapCount / 2;
        if (sampleCount <= delay)
            throw new ArgumentException(
                $"{sampleCount} samples are too few: this filter continues both ends by {delay}. Use a longer recording or fewer taps.",
                nameof(input));
        var rows = sampleCount + 2 * delay;
        var extended = new double[checked(rows * channelCount)];
        EndReflection.Before(input, delay, channelCount, extended);
        input.CopyTo(extended.AsSpan(delay * channelCount));
        EndReflection.After(input, delay, channelCount, extended.AsSpan((delay + sampleCount) * channelCount));
        fixed (double* x = extended)
            Run(x, x, rows, channelCount);
        extended.AsSpan(2 * delay * channelCount).CopyTo(output);
    }

    private static double[] ResponseOf(ReadOnlySpan<double> taps, int length)
    {
        var transform = new RealFourierTransform(length);
        var padded = new double[length];
        taps.CopyTo(padded);
        var (re, im) = (new double[transform.BinCount], new double[transform.BinCount]);
        transform.Forward(padded, re, im, 1);
        var response = new double[2 * re.Length];
        for (var k = 0; k < re.Length; k++) (response[2 * k], response[2 * k + 1]) = (re[k], im[k]);
        return response;
    }

    private unsafe void Run(double* input, double* output, int sampleCount, int channelCount)
    {
        fixed (double* piece = _piece)
        {
            for (int c = 0, width; c < channelCount; c += width)
            {
                width = _filter.GroupWidth(channelCount - c);
                var tail = _tail.AsSpan(0, (TapCount - 1) * width);
                tail.Clear();
                for (var n = 0; n < sampleCount; n += _pieceSamples)
                {
                    var rows = Math.Min(_pieceSamples, sampleCount - n);
                    var at = n * (nint)channelCount + c;
                    _filter.Apply(input + at, channelCount, rows, piece, width);
                    // A piece is longer than the tail, so a tail ends within the next piece.
                    var head = _piece.AsSpan(0, tail.Length);
                    TensorPrimitives.Add(head, tail, head);
                    ChannelGroup.Copy(piece, width, output + at, channelCount, rows, width);
                    _piece.AsSpan(_pieceSamples * width, tail.Length).CopyTo(tail);
                }
            }
        }
    }

    private static int Check(ReadOnlySpan<double> input, Span<double> output, int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        BlockShape.RequireSameLength(input.Length, output.Length);
        BlockShape.RequireSameOrApart(input, output);
        return BlockShape.SampleCount(input.Length, channelCount, nameof(input));
    }
}
