namespace Pons.Decoding.Vep;

/// <summary>
/// For every class the space of signals that a stimulus of its frequency may evoke: sines and cosines of the frequency and its
/// harmonics at n / rate, n = 0 … N − 1, centred and made orthonormal once, so that a trial costs only products.
/// </summary>
internal sealed class SineReferences
{
    private readonly double[] _rows;

    /// <summary>Builds the references.</summary>
    /// <param name="frequencies">Hertz, one a class.</param>
    /// <param name="harmonics">Multiples of the frequency that are used, at least 1.</param>
    /// <param name="sampleCount">Length of a trial.</param>
    /// <param name="rateHz">Samples per second.</param>
    public SineReferences(ReadOnlySpan<double> frequencies, int harmonics, int sampleCount, double rateHz)
    {
        ClassCount = frequencies.Length;
        RowsPerClass = 2 * harmonics;
        SampleCount = sampleCount;
        _rows = new double[ClassCount * RowsPerClass * sampleCount];
        var raw = new double[RowsPerClass * sampleCount];
        for (var k = 0; k < ClassCount; k++)
        {
            Fill(raw, frequencies[k], rateHz);
            var rows = _rows.AsSpan(k * raw.Length, raw.Length);
            var rank = OrthonormalRows.Centred(raw, RowsPerClass, rows);
            rows[(rank * sampleCount)..].Clear();
        }
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Rows of a class, two a harmonic; those that depend on others are zero.</summary>
    public int RowsPerClass { get; }

    /// <summary>Samples of a row.</summary>
    public int SampleCount { get; }

    /// <summary>All rows [class · row × sample].</summary>
    public ReadOnlySpan<double> Rows => _rows;

    /// <summary>The rows of one class [row × sample].</summary>
    public ReadOnlySpan<double> Of(int classIndex) => Rows.Slice(classIndex * RowsPerClass * SampleCount, RowsPerClass * SampleCount);

    /// <summary>Refuses harmonics that the rate cannot hold.</summary>
    /// <exception cref="DecodingException">A harmonic lies at or above half the rate, or the stream has no constant rate.</exception>
    public static double RequireHeld(ReadOnlySpan<double> frequencies, int harmonics, double? rateHz, string decoder)
    {
        if (rateHz is not { } rate)
            throw new DecodingException(
                $"{decoder} was given a stream without a constant rate.", "Frequencies need one.", "Use a stream of constant rate.");
        foreach (var frequency in frequencies)
            if (frequency * harmonics >= rate / 2)
                throw new DecodingException(
                    FormattableString.Invariant($"{decoder}: harmonic {harmonics} of {frequency} Hz lies at {frequency * harmonics} Hz."),
                    FormattableString.Invariant($"At {rate} samples a second only what lies below {rate / 2} Hz can be told apart."),
                    "Use fewer harmonics, or a recording of a higher rate.");
        return rate;
    }

    private void Fill(Span<double> raw, double frequency, double rateHz)
    {
        for (var row = 0; row < RowsPerClass; row++)
        {
            var target = raw.Slice(row * SampleCount, SampleCount);
            var turn = 2 * Math.PI * frequency * (1 + row / 2);
            for (var n = 0; n < SampleCount; n++)
            {
                var angle = turn * (n / rateHz);
                target[n] = row % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
            }
        }
    }
}
