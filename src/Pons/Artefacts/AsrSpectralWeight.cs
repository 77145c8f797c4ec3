using Pons.Signals;

namespace Pons.Artefacts;

/// <summary>
/// The filter through which artefact subspace reconstruction looks at a signal: slow waves and high frequencies weigh more than the rhythms
/// of the brain, whose bursts are no artefacts. Made for the rate at hand, of minimum phase (Oppenheim and Schafer's cepstrum), half a second.
/// </summary>
internal static class AsrSpectralWeight
{
    private static readonly (double Hz, double Gain)[] Shape = [(0, 3), (2, 0.75), (3, 1 / 3.0), (13, 1 / 3.0), (16, 1), (40, 1), (80, 3)];

    public static double[] TapsAt(double rateHz)
    {
        var length = FourierTransform.FastLength((int)Math.Max(1024, 8 * rateHz));
        length += length % 2;
        var transform = new FourierTransform(FourierTransform.FastLength(length));
        length = transform.Length;
        double[] real = new double[length], imaginary = new double[length];
        for (var k = 0; k < length; k++) real[k] = Math.Log(GainAt(Math.Min(k, length - k) * rateHz / length));
        transform.Inverse(real, imaginary, 1);
        // All that is before time zero is folded behind it: the same size of the spectrum, with the least delay.
        for (var k = 1; k < length; k++) real[k] *= 2 * k < length ? 2 : 2 * k == length ? 1 : 0;
        Array.Clear(imaginary);
        transform.Forward(real, imaginary, 1);
        for (var k = 0; k < length; k++)
        {
            var size = Math.Exp(real[k]);
            (real[k], imaginary[k]) = (size * Math.Cos(imaginary[k]), size * Math.Sin(imaginary[k]));
        }

        transform.Inverse(real, imaginary, 1);
        return Tapered(real.AsSpan(0, Math.Max(8, (int)(rateHz / 2))));
    }

    private static double[] Tapered(ReadOnlySpan<double> response)
    {
        var taps = response.ToArray();
        for (var k = 0; k < taps.Length; k++) taps[k] *= 0.5 + 0.5 * Math.Cos(Math.PI * k / taps.Length);
        return taps;
    }

    private static double GainAt(double hz)
    {
        for (var i = 1; i < Shape.Length; i++)
        {
            if (hz > Shape[i].Hz) continue;
            var share = (hz - Shape[i - 1].Hz) / (Shape[i].Hz - Shape[i - 1].Hz);
            return Math.Exp((1 - share) * Math.Log(Shape[i - 1].Gain) + share * Math.Log(Shape[i].Gain));
        }

        return Shape[^1].Gain;
    }
}
