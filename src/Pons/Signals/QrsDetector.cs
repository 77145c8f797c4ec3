using System.Numerics.Tensors;

namespace Pons.Signals;

/// <summary>
/// Finds heart beats in a stored electrocardiogram, after Pan and Tompkins (1985, doi 10.1109/TBME.1985.325532): band-pass 5–15 Hz, here
/// without delay; slope, squared, and its mean over 150 ms; two running levels of peaks that are beats and peaks that are not; 200 ms in
/// which no second beat is possible; a search back when a beat is overdue. A beat stands where the band-passed signal is largest. The sign
/// and the unit of the signal do not matter.
/// </summary>
public static class QrsDetector
{
    /// <summary>Finds the beats.</summary>
    /// <param name="ecg">One channel, finite, at least 3 s.</param>
    /// <param name="rateHz">Samples a second, 50 or more.</param>
    /// <returns>Places of the beats in samples from 0, ascending; empty for a flat signal.</returns>
    /// <exception cref="ArgumentException">Too short, too slow, or a value is not finite.</exception>
    public static int[] Find(ReadOnlySpan<double> ecg, double rateHz)
    {
        if (!(rateHz >= 50 && double.IsFinite(rateHz))) throw new ArgumentOutOfRangeException(nameof(rateHz), rateHz, "Must be 50 Hz or more.");
        if (ecg.Length < 3 * rateHz) throw new ArgumentException($"{ecg.Length / rateHz:0.##} s are less than 3 s.", nameof(ecg));
        if (!TensorPrimitives.IsFiniteAll(ecg)) throw new ArgumentException("The signal has a value that is not finite.", nameof(ecg));
        var filtered = new double[ecg.Length];
        ZeroPhaseFilter.Apply(Butterworth.BandPass(2, 5, 15, rateHz), ecg, filtered, 1);
        var energy = SlopeEnergy(filtered, rateHz);
        var beats = new QrsDecision(energy, rateHz).Beats();
        return Refined(beats, filtered, (int)(0.075 * rateHz));
    }

    /// <summary>Squared slope, mean over 150 ms about each sample.</summary>
    private static double[] SlopeEnergy(double[] filtered, double rateHz)
    {
        var sums = new double[filtered.Length + 1];
        for (var i = 0; i < filtered.Length; i++)
        {
            double before = filtered[Math.Max(i - 1, 0)], after = filtered[Math.Min(i + 1, filtered.Length - 1)];
            sums[i + 1] = sums[i] + (after - before) * (after - before);
        }

        var length = Math.Max(1, (int)Math.Round(0.15 * rateHz));
        var energy = new double[filtered.Length];
        for (var i = 0; i < energy.Length; i++)
        {
            int from = Math.Max(0, i - length / 2), to = Math.Min(energy.Length, i - length / 2 + length);
            energy[i] = Math.Max(0, sums[to] - sums[from]) / length;
        }

        return energy;
    }

    private static int[] Refined(IReadOnlyList<int> beats, double[] filtered, int reach)
    {
        var places = new SortedSet<int>();
        foreach (var beat in beats)
        {
            var from = Math.Max(0, beat - reach);
            var near = filtered.AsSpan(from, Math.Min(filtered.Length, beat + reach + 1) - from);
            places.Add(from + TensorPrimitives.IndexOfMaxMagnitude<double>(near));
        }

        return [.. places];
    }
}
