using System.Numerics.Tensors;

namespace Pons.Formats;

/// <summary>Mean, spread and limits of one channel over all its stored samples.</summary>
/// <param name="FiniteCount">How many samples are finite; the other figures leave the rest out.</param>
/// <param name="Mean">Mean in the channel's unit; 0 without a finite sample.</param>
/// <param name="StandardDeviation">Standard deviation (divisor n) in the channel's unit.</param>
/// <param name="Minimum">Smallest finite value.</param>
/// <param name="Maximum">Largest finite value.</param>
public readonly record struct ChannelStatistics(long FiniteCount, double Mean, double StandardDeviation, double Minimum, double Maximum)
{
    private const int SamplesPerBlock = 8192;

    /// <summary>Figures of every channel of a stream; reads it once, block by block.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="RecordingFormatException">The file cannot be read any more.</exception>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    /// <remarks>Blocks are merged by Chan, Golub and LeVeque, doi 10.2307/2683386, so that a large offset costs no digits.</remarks>
    public static ChannelStatistics[] Of(RecordedStream stream, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var width = stream.Info.ChannelCount;
        var all = new ChannelStatistics[width];
        var column = new double[Math.Max(1, SamplesPerBlock / width + 1)];
        var rows = new double[column.Length * width];
        foreach (var segment in stream.Segments)
            for (var first = segment.FirstSampleIndex; first < segment.EndSampleIndex; first += column.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = (int)Math.Min(column.Length, segment.EndSampleIndex - first);
                stream.Read(first, rows.AsSpan(0, count * width));
                for (var c = 0; c < width; c++) all[c] = all[c].With(Column(rows, column, c, width, count));
            }

        return all;
    }

    /// <summary>The finite values of one channel.</summary>
    private static ReadOnlySpan<double> Column(double[] rows, double[] column, int channel, int width, int count)
    {
        var finite = 0;
        for (var i = 0; i < count; i++)
        {
            var value = rows[i * width + channel];
            column[finite] = value;
            if (double.IsFinite(value)) finite++;
        }

        return column.AsSpan(0, finite);
    }

    private ChannelStatistics With(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return this;
        var mean = TensorPrimitives.Sum(values) / values.Length;
        var squares = 0.0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        if (FiniteCount == 0)
            return new(values.Length, mean, Math.Sqrt(squares / values.Length), TensorPrimitives.Min(values), TensorPrimitives.Max(values));
        var count = FiniteCount + values.Length;
        var step = mean - Mean;
        var all = StandardDeviation * StandardDeviation * FiniteCount + squares + step * step * FiniteCount * values.Length / count;
        return new(count, Mean + step * values.Length / count, Math.Sqrt(all / count),
            Math.Min(Minimum, TensorPrimitives.Min(values)), Math.Max(Maximum, TensorPrimitives.Max(values)));
    }
}
