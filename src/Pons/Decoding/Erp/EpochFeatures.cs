using System.Numerics.Tensors;
using Pons.Geometry;

namespace Pons.Decoding.Erp;

/// <summary>Turns an epoch into one vector: its course in time at a lower rate, of its channels or behind filters.</summary>
/// <param name="Filters">[filter × channel]; none for the channels themselves.</param>
/// <param name="Step">Samples to a feature, at least 1.</param>
/// <param name="Averages">Whether a feature is the mean of its samples; otherwise it is the last of them.</param>
/// <param name="TimeFirst">Whether all channels of one time stand together; otherwise all times of one channel do.</param>
internal sealed record EpochFeatures(Matrix? Filters, int Step, bool Averages, bool TimeFirst)
{
    /// <summary>The step that gives a rate closest to the wanted one.</summary>
    public static int StepFor(double? rateHz, double featureRateHz) => Math.Max(1, (int)Math.Round((rateHz ?? 0) / featureRateHz));

    /// <summary>Number of features.</summary>
    public int CountOf(int channels, int samples) => (Filters?.Rows ?? channels) * (samples / Step);

    /// <summary>The features of an epoch.</summary>
    /// <param name="signal">[channel × sample].</param>
    /// <param name="samples">Samples of a channel, at least <see cref="Step"/>.</param>
    /// <param name="features">Overwritten.</param>
    public void Extract(ReadOnlySpan<double> signal, int samples, Span<double> features)
    {
        var (rows, times) = (Filters?.Rows ?? signal.Length / samples, samples / Step);
        if (Filters is not null)
        {
            var filtered = new double[rows * samples];
            MatrixProduct.Multiply(Filters.Values, signal, filtered, Filters.Columns);
            signal = filtered;
        }

        for (var r = 0; r < rows; r++)
            for (var t = 0; t < times; t++)
            {
                var part = signal.Slice(r * samples + t * Step, Step);
                features[TimeFirst ? t * rows + r : r * times + t] = Averages ? TensorPrimitives.Sum(part) / Step : part[^1];
            }
    }
}
