namespace Pons.Signals;

/// <summary>
/// Filters a stream of [sample × channel] blocks as it arrives, and remembers where it was. State is double; the output is
/// bit-equal for every cutting of the stream into blocks, and a channel's output does not depend on the channels beside it.
/// A not-a-number stays within its channel, until <see cref="Reset"/>. Processing allocates nothing. One instance belongs to
/// one stream: not safe for use by several threads at once.
/// </summary>
public sealed class CausalFilter
{
    private readonly BiquadCascade _cascade;
    private readonly int _channelCount;

    /// <summary>Makes a filter at rest (all states 0).</summary>
    /// <param name="sections">The sections to apply, in order.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="sections"/> is null, or there is no channel.</exception>
    public CausalFilter(SecondOrderSections sections, int channelCount)
        : this(sections, channelCount, Lanes.Widest)
    {
    }

    internal CausalFilter(SecondOrderSections sections, int channelCount, int widestLanes)
    {
        ArgumentNullException.ThrowIfNull(sections);
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        _channelCount = channelCount;
        _cascade = new(sections, channelCount, widestLanes);
    }

    /// <summary>Filters the next samples of the stream; rounds the result, not the state, to single precision.</summary>
    /// <param name="input">Values [sample × channel]; any number of samples, also none.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole samples, or the spans overlap in part.</exception>
    public unsafe void Process(ReadOnlySpan<float> input, Span<float> output)
    {
        var sampleCount = Check(input, output);
        fixed (float* x = input, y = output) _cascade.Run(x, y, sampleCount, _channelCount);
    }

    /// <summary>Filters the next samples of the stream.</summary>
    /// <param name="input">Values [sample × channel]; any number of samples, also none.</param>
    /// <param name="output">As long as the input; may be the same span.</param>
    /// <exception cref="ArgumentException">The lengths differ or are no whole samples, or the spans overlap in part.</exception>
    public unsafe void Process(ReadOnlySpan<double> input, Span<double> output)
    {
        var sampleCount = Check(input, output);
        fixed (double* x = input, y = output) _cascade.Run(x, y, sampleCount, _channelCount);
    }

    /// <summary>Returns to rest, as after construction.</summary>
    public void Reset() => _cascade.Reset();

    private int Check<T>(ReadOnlySpan<T> input, Span<T> output)
    {
        BlockShape.RequireSameLength(input.Length, output.Length);
        BlockShape.RequireSameOrApart(input, output);
        return BlockShape.SampleCount(input.Length, _channelCount, nameof(input));
    }
}
