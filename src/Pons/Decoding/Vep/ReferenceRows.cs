namespace Pons.Decoding.Vep;

/// <summary>For every class an orthonormal basis of the signals that its stimulus may evoke, so that a trial costs only products.</summary>
internal sealed class ReferenceRows
{
    private readonly double[] _rows;

    private ReferenceRows(int classCount, int rowsPerClass, int sampleCount)
    {
        ClassCount = classCount;
        RowsPerClass = rowsPerClass;
        SampleCount = sampleCount;
        _rows = new double[classCount * rowsPerClass * sampleCount];
    }

    /// <summary>Sines and cosines of each class's frequency and its harmonics at n / rate, n = 0 … N − 1, centred.</summary>
    /// <param name="frequencies">Hertz, one a class.</param>
    /// <param name="harmonics">Multiples of the frequency that are used, at least 1.</param>
    /// <param name="sampleCount">Length of a trial.</param>
    /// <param name="rateHz">Samples per second.</param>
    public static ReferenceRows Sines(ReadOnlySpan<double> frequencies, int harmonics, int sampleCount, double rateHz)
    {
        var made = new ReferenceRows(frequencies.Length, 2 * harmonics, sampleCount);
        var raw = new double[made.RowsPerClass * sampleCount];
        for (var k = 0; k < made.ClassCount; k++)
        {
            made.Fill(raw, frequencies[k], rateHz);
            made.Set(k, raw);
        }

        return made;
    }

    /// <summary>Given rows of each class [row × sample], centred; classes of fewer rows are filled up with zeros.</summary>
    public static ReferenceRows Of(double[][] rowsByClass, int sampleCount)
    {
        var made = new ReferenceRows(rowsByClass.Length, rowsByClass.Max(r => r.Length) / sampleCount, sampleCount);
        for (var k = 0; k < rowsByClass.Length; k++) made.Set(k, rowsByClass[k]);
        return made;
    }

    /// <summary>Rows that were orthonormal when they were kept [class × row × sample], taken as they are.</summary>
    public static ReferenceRows Kept(double[] rows, int classCount, int sampleCount)
    {
        var made = new ReferenceRows(classCount, rows.Length / classCount / sampleCount, sampleCount);
        rows.CopyTo(made._rows, 0);
        return made;
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

    private void Set(int classIndex, double[] raw)
    {
        var rows = _rows.AsSpan(classIndex * RowsPerClass * SampleCount, RowsPerClass * SampleCount);
        var rank = OrthonormalRows.Centred(raw, raw.Length / SampleCount, rows[..raw.Length]);
        rows[(rank * SampleCount)..].Clear();
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
