namespace Pons.Signals;

/// <summary>
/// Applies a finite impulse response to a stream of [sample × channel] blocks as it arrives, by the direct sum, which adds no
/// delay of its own. The output is bit-equal for every cutting of the stream into blocks, and a channel's output does not
/// depend on the channels beside it. Processing allocates nothing. One instance belongs to one stream: not safe for use by
/// several threads at once.
/// </summary>
public sealed class CausalFirFilter
{
    private readonly PolyphaseStream _stream;
    private readonly int _channelCount;

    /// <summary>Makes a filter with zeros before the first sample.</summary>
    /// <param name="taps">The impulse response, at least one tap, finite.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException">There is no tap or no channel, or a tap is not finite.</exception>
    public CausalFirFilter(ReadOnlySpan<double> taps, int channelCount)
        : this(taps, channelCount, Lanes.Widest)
    {
    }

    internal CausalFirFilter(ReadOnlySpan<double> taps, int channelCount, int widestLanes)
    {
        FirTaps.Require(taps);
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        _channelCount = channelCount;
        _stream = new(taps, ResamplingRatio.One, channelCount, widestLanes);
    }

    /// <summary>Filters the next samples of the stream; rounds the result to single precision.</summary>
    /// <param name="input">Values [sample × channel]; any number of samples, also none.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole samples, or the spans overlap in part.</exception>
    public unsafe void Process(ReadOnlySpan<float> input, Span<float> output)
    {
        var sampleCount = Check(input, output);
        fixed (float* x = input, y = output) _stream.Process(x, y, sampleCount);
    }

    /// <summary>Filters the next samples of the stream.</summary>
    /// <param name="input">Values [sample × channel]; any number of samples, also none.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole samples, or the spans overlap in part.</exception>
    public unsafe void Process(ReadOnlySpan<double> input, Span<double> output)
    {
        var sampleCount = Check(input, output);
        fixed (double* x = input, y = output) _stream.Process(x, y, sampleCount);
    }

    /// <summary>Forgets the stream, as after construction.</summary>
    public void Reset() => _stream.Reset(0);

    private int Check<T>(ReadOnlySpan<T> input, Span<T> output)
    {
        BlockShape.RequireSameLength(input.Length, output.Length);
        BlockShape.RequireSameOrApart(input, output);
        return BlockShape.SampleCount(input.Length, _channelCount, nameof(input));
    }
}
