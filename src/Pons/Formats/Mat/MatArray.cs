using System.Collections.Immutable;
using Pons.Streams;

namespace Pons.Formats.Mat;

/// <summary>Numbers, which may stay in the file until they are asked for; of complex ones the real part.</summary>
internal abstract class MatArray(MatClass kind, ImmutableArray<long> size, SampleType storedAs) : MatValue(kind, size)
{
    /// <summary>The most numbers that <see cref="ToDoubles"/> takes into memory.</summary>
    private const int MostHeld = 1 << 24;

    /// <summary>MATLAB stores whole numbers in the smallest type that holds them, whatever the class.</summary>
    public SampleType StoredAs { get; } = storedAs;

    public bool IsComplex { get; init; }

    /// <summary>The first number; NaN when there is none.</summary>
    public double First
    {
        get
        {
            Span<double> one = [double.NaN];
            if (Count > 0) Read(new(0, 1, 0, 1), one);
            return one[0];
        }
    }

    /// <summary>Reads a part of the matrix, column after column.</summary>
    public abstract void Read(MatPart part, Span<double> destination);

    /// <summary>Reads a part of the matrix, column after column, rounded to single precision.</summary>
    public abstract void Read(MatPart part, Span<float> destination);

    /// <summary>All numbers, column after column; null when there are more than a list of facts about a recording can have.</summary>
    public double[]? ToDoubles()
    {
        if (Count > MostHeld) return null;
        var all = new double[Count];
        if (all.Length > 0) Read(new(0, (int)Rows, 0, (int)Columns), all);
        return all;
    }
}
