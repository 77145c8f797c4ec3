using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>Power within a frequency band, from a spectral density. Safe to call from several threads.</summary>
public static class BandPower
{
    /// <summary>
    /// Sums the density over the bins with low ≤ frequency &lt; high, times the bin width, so that bands that touch add up.
    /// </summary>
    /// <param name="density">Density [bin × channel], in a squared unit per hertz.</param>
    /// <param name="frequenciesHz">The bins' frequencies in hertz, evenly spaced, at least 2.</param>
    /// <param name="lowHz">Lower edge in hertz, within the band.</param>
    /// <param name="highHz">Upper edge in hertz, outside the band.</param>
    /// <param name="power">Receives one value per channel, in the squared unit; its length is the number of channels.</param>
    /// <exception cref="ArgumentException">The band holds no bin, or a length does not fit.</exception>
    public static void Integrate(
        ReadOnlySpan<double> density, IReadOnlyList<double> frequenciesHz, double lowHz, double highHz, Span<double> power)
    {
        ArgumentNullException.ThrowIfNull(frequenciesHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(frequenciesHz.Count, 2, nameof(frequenciesHz));
        ArgumentOutOfRangeException.ThrowIfLessThan(power.Length, 1, nameof(power));
        BlockShape.RequireRows(density.Length, frequenciesHz.Count, power.Length, nameof(density));
        power.Clear();
        var found = false;
        for (var k = 0; k < frequenciesHz.Count; k++)
        {
            if (!(frequenciesHz[k] >= lowHz && frequenciesHz[k] < highHz)) continue;
            TensorPrimitives.Add(power, density.Slice(k * power.Length, power.Length), power);
            found = true;
        }

        var binWidth = frequenciesHz[1] - frequenciesHz[0];
        if (!found)
            throw new ArgumentException(
                $"No bin lies between {lowHz} and {highHz} Hz: the bins are {binWidth} Hz apart. Use longer segments or a wider band.",
                nameof(lowHz));
        TensorPrimitives.Multiply(power, binWidth, power);
    }
}
