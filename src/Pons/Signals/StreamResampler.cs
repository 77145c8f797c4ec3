namespace Pons.Signals;

/// <summary>
/// Changes the rate of a stream of [sample × channel] blocks by a ratio of whole numbers, causally. The output is bit-equal
/// for every cutting of the stream into blocks, and a channel's output does not depend on the channels beside it. Processing
/// allocates nothing. One instance belongs to one stream: not safe for use by several threads at once.
/// </summary>
public sealed class StreamResampler
{
    private readonly PolyphaseStream _stream;
    private readonly int _channelCount;

    /// <summary>Makes a resampler at the start of a stream.</summary>
    /// <param name="up">Numerator of the ratio of the new rate to the old one, at least 1.</param>
    /// <param name="down">Denominator of the ratio, at least 1.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public StreamResampler(int up, int down, int channelCount)
        : this(up, down, channelCount, Lanes.Widest)
    {
    }

    internal StreamResampler(int up, int down, int channelCount, int widestLanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        var ratio = new ResamplingRatio(up, down);
        _channelCount = channelCount;
        _stream = new(ratio.Taps(), ratio, channelCount, widestLanes);
        DelayInputSamples = (double)ratio.DelaySteps / ratio.Up;
    }

    /// <summary>
    /// By how many samples of the input's rate the output comes late: output m shows the input at m · down / up − this.
    /// </summary>
    public double DelayInputSamples { get; }

    /// <summary>How many samples the next <paramref name="inputSamples"/> samples will give; it varies from block to block.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="inputSamples"/> is negative.</exception>
    public int OutputCount(int inputSamples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputSamples);
        return _stream.OutputCount(inputSamples);
    }

    /// <summary>Resamples the next samples of the stream; rounds the result to single precision.</summary>
    /// <param name="input">Values [sample × channel]; any number of samples, also none.</param>
    /// <param name="output">Room for <see cref="OutputCount"/> samples or more, apart from the input.</param>
    /// <returns>Number of samples written.</returns>
    /// <exception cref="ArgumentException">The output is too short or overlaps the input, or the input is no whole samples.</exception>
    public unsafe int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        var (read, written) = Check(input, output);
        fixed (float* x = input, y = output) _stream.Process(x, y, read);
        return written;
    }

    /// <summary>Resamples the next samples of the stream.</summary>
    /// <param name="input">Values [sample × channel]; any number of samples, also none.</param>
    /// <param name="output">Room for <see cref="OutputCount"/> samples or more, apart from the input.</param>
    /// <returns>Number of samples written.</returns>
    /// <exception cref="ArgumentException">The output is too short or overlaps the input, or the input is no whole samples.</exception>
    public unsafe int Process(ReadOnlySpan<double> input, Span<double> output)
    {
        var (read, written) = Check(input, output);
        fixed (double* x = input, y = output) _stream.Process(x, y, read);
        return written;
    }

    /// <summary>Returns to the start of a stream, as after construction.</summary>
    public void Reset() => _stream.Reset(0);

    private (int Read, int Written) Check<T>(ReadOnlySpan<T> input, Span<T> output)
    {
        var read = BlockShape.SampleCount(input.Length, _channelCount, nameof(input));
        var written = _stream.OutputCount(read);
        if (output.Length < (long)written * _channelCount)
            throw new ArgumentException(
                $"The output holds {output.Length} values, but {written} samples of {_channelCount} channels come.", nameof(output));
        BlockShape.RequireApart(input, output);
        return (read, written);
    }
}
