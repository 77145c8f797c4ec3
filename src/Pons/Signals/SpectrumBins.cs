using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>What the bins of a one-sided spectrum of N real samples mean.</summary>
internal static class SpectrumBins
{
    public static double[] Frequencies(int length, double rateHz) =>
        [.. Enumerable.Range(0, length / 2 + 1).Select(k => k * rateHz / length)];

    /// <summary>Scales, and doubles every bin [bin × channel] that stands for a negative frequency too.</summary>
    public static void MakeOneSided(Span<double> density, int length, int channelCount, double scale)
    {
        TensorPrimitives.Multiply(density, 2 * scale, density);
        Halve(density[..channelCount]);
        if (length % 2 == 0 && length > 1) Halve(density[^channelCount..]);
    }

    private static void Halve(Span<double> bin) => TensorPrimitives.Multiply(bin, 0.5, bin);
}
