namespace Pons.Signals;

/// <summary>
/// Changes the rate of whole recordings by a ratio of whole numbers, without delay. Equals SciPy's <c>resample_poly</c>. For
/// streams use <see cref="StreamResampler"/>. Safe to call from several threads.
/// </summary>
public static class Resampling
{
    /// <summary>Number of samples after resampling: samples · up / down, rounded up.</summary>
    /// <param name="sampleCount">Number of samples before, 0 or more.</param>
    /// <param name="up">Numerator of the ratio, at least 1.</param>
    /// <param name="down">Denominator of the ratio, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static int OutputCount(int sampleCount, int up, int down)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sampleCount);
        var ratio = new ResamplingRatio(up, down);
        return checked((int)(((long)sampleCount * ratio.Up + ratio.Down - 1) / ratio.Down));
    }

    /// <summary>Resamples every channel; beyond its ends the recording counts as 0.</summary>
    /// <param name="input">Values [sample × channel].</param>
    /// <param name="output">Receives <see cref="OutputCount"/> samples [sample × channel], number m at input m · down / up.</param>
    /// <param name="channelCount">Number of channels, at least 1.</param>
    /// <param name="up">Numerator of the ratio of the new rate to the old one, at least 1.</param>
    /// <param name="down">Denominator of the ratio, at least 1.</param>
    /// <exception cref="ArgumentException">A parameter is outside its range, or a length does not fit.</exception>
    public static unsafe void Apply(ReadOnlySpan<double> input, Span<double> output, int channelCount, int up, int down)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        var sampleCount = BlockShape.SampleCount(input.Length, channelCount, nameof(input));
        BlockShape.RequireRows(output.Length, OutputCount(sampleCount, up, down), channelCount, nameof(output));
        BlockShape.RequireApart(input, output);
        var ratio = new ResamplingRatio(up, down);
        var stream = new PolyphaseStream(ratio.Taps(), ratio, channelCount, Lanes.Widest);
        stream.Reset(ratio.DelaySteps);
        var written = stream.OutputCount(sampleCount);
        fixed (double* x = input, y = output) stream.Process(x, y, sampleCount);
        Flush(stream, output[(written * channelCount)..], channelCount);
    }

    /// <summary>Follows the recording with zeros until the outputs that still lie within it are there.</summary>
    private static unsafe void Flush(PolyphaseStream stream, Span<double> rest, int channelCount)
    {
        var silence = new double[channelCount];
        while (!rest.IsEmpty)
        {
            // One input can give several outputs, of which the last ones may lie beyond the end.
            var outputs = new double[stream.OutputCount(1) * channelCount];
            fixed (double* x = silence, y = outputs) stream.Process(x, y, 1);
            var used = Math.Min(outputs.Length, rest.Length);
            outputs.AsSpan(0, used).CopyTo(rest);
            rest = rest[used..];
        }
    }
}
